"""From a figure that a person names to its trace: which row is meant, what its facts are, which files they came from."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from flows.replaying import replayed
from flows.run import Run
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.errors import SettingsError
from transforms.reports.tracing import Trail
from transforms.reports.trails import TRAILS
from warehouse.closing import event_of
from warehouse.engine import EngineSettings
from warehouse.journal import Event
from warehouse.ledger.closing import closed_months
from warehouse.ledger.reading import known_files
from warehouse.locks import scratch
from warehouse.replaying import of_close
from warehouse.trace_grounds import Grounds, Place
from warehouse.tracing import Traced, line_of, trace

Row = dict[str, Any]
# Option → the columns of a key that it may mean, where it is called otherwise.
CALLED = {
    "account": ("account_handle",), "post": ("post_id",), "weekday": ("iso_weekday",), "rank": ("boost_rank",),
    "restated_table": ("report_table",), "restated_row": ("row_key",), "restated_metric": ("metric",),
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One figure, where it stands, and everything that it is made of."""

    report: str
    row: Row
    traced: Traced
    files: list[Row]
    """the export files: sha, name, path, observed_on, received_at"""

    def as_dict(self) -> Row:
        """Plain JSON."""
        table = TRAILS[self.report].table
        where = {name: self.row[name] for name in ("brand", "month", *table.key)}
        return {**where, **_plain(self.traced), "files": self.files}


def follow(root: Path, report: str, metric: str, wanted: Mapping[str, str | None]) -> Answer:
    """Trace one figure. `wanted` says which row: brand, month and as much of the report's key as tells it from others.

    Raises:
        SettingsError: a name says nothing, or several rows answer to it.
    """
    run = Run(str(root.absolute()), "trace")
    run.workspace.require()
    try:
        return _follow(run, report, metric, wanted)
    finally:
        run.ledger.dispose()


def _follow(run: Run, report: str, metric: str, wanted: Mapping[str, str | None]) -> Answer:
    trail = TRAILS[_named("the report", report, TRAILS)]
    column = _named(f"a figure of {report}", metric, trail.figures)
    row = _row(run, trail, wanted)
    with standing(run, row["brand"]) as grounds:
        traced = trace(grounds, trail, row, column)
    return Answer(report, row, traced, _files(run, row["brand"], traced.shas))


@contextmanager
def standing(run: Run, brand: str) -> Iterator[Grounds]:
    """The ground on which figures of one brand are traced.

    A closed month that was restated is followed through what its close knew, in a workspace of its own: the facts of today say
    something else.
    """
    _named("a brand with a strategy that can be read", brand, run.strategies)
    with run.ledger.connect() as connection:
        closes = {closed.month: closed for closed in closed_months(connection, [brand])}
    settings = EngineSettings(run.settings.threads, run.settings.memory_limit)
    with scratch(run.workspace.staging) as spill, ExitStack() as replays:

        def event(month: str) -> Event | None:
            return event_of(run.workspace, closes[month]) if month in closes else None

        def as_closed(month: str) -> Place | None:
            if month not in closes or not run.workspace.partition(RPT_RESTATEMENTS, brand, month).is_file():
                return None
            laid = replays.enter_context(replayed(run.workspace, run.settings, of_close(run.workspace, closes[month])))
            then = Run(str(laid.root), "trace")
            replays.callback(then.ledger.dispose)
            return _place(then, brand, f"as the close of {month} knew it")

        with Grounds(_place(run, brand), settings, spill, event, as_closed) as grounds:
            yield grounds


def _place(run: Run, brand: str, known: str = "") -> Place:
    return Place(run.workspace, run.strategies[brand], known_files(run.ledger, [brand]), run.formats, known)


def _row(run: Run, trail: Trail, wanted: Mapping[str, str | None]) -> Row:
    """The one row that is meant; names are looked for one after the other, so that an error names the first that is wrong."""
    from flows.showing.tables import rows

    found = rows(run.workspace.root, trail.table)
    for name, value in wanted.items():
        at = next((each for each in CALLED.get(name, ()) if each in trail.table.key), name)
        if value is None or not found:
            continue
        if at not in ("brand", "month", *trail.table.key):
            raise SettingsError(
                where=f"--{name}",
                expected=f"what tells rows of {trail.table.name} apart: {', '.join(('brand', 'month', *trail.table.key))}",
                found=f"--{name} {value}",
                remedy="leave it out",
            )
        known = sorted({str(row[at]) for row in found})
        found = [row for row in found if str(row[at]) == _named(f"a {name} in {trail.table.name}", value, known)]
    if len(found) == 1:
        return found[0]
    options = {at: name for name, columns in CALLED.items() for at in columns}
    told = [", ".join(f"--{options.get(at, at).replace('_', '-')} {row[at]}" for at in trail.table.key) for row in found[:10]]
    raise SettingsError(
        where=trail.table.name,
        expected="one row",
        found=f"{len(found):,}: " + "; ".join(told) if found else "a report without rows",
        remedy="say which one is meant" if found else "run `pilaster nightly` first",
    )


def _named(what: str, wanted: str, known: Iterable[str]) -> str:
    names = list(known)
    if wanted in names:
        return wanted
    near = get_close_matches(wanted, names, n=1, cutoff=0.5)
    raise SettingsError(
        where=wanted,
        expected=f"{what}: {', '.join(names)}",
        found=f"{wanted!r}",
        remedy=f"did you mean {near[0]}?" if near else "take one of these",
    )


def _files(run: Run, brand: str, shas: Iterable[str]) -> list[Row]:
    from warehouse.ledger.reading import judged
    from warehouse.receipts import receipts_of

    wanted = sorted(shas)
    receipts = receipts_of(run.workspace, brand, wanted)
    return [
        {
            "sha": file["sha"],
            "name": file["name"],
            "path": min((event["path"] for event in receipts[file["sha"]]), key=_by_length, default=file["name"]),
            "format": file["format"],
            "observed_on": file["observed_on"],
            "received_at": min((event["received_at"] for event in receipts[file["sha"]]), default=None),
        }
        for file in judged(run.ledger, [(brand, sha) for sha in wanted])
    ]


def _by_length(path: str) -> tuple[int, str]:
    """The shorter name is the original: browsers add " (1)" to a copy."""
    return len(path), path


def _plain(traced: Traced) -> Row:
    parts = [
        {
            "unit": part.unit,
            "value": part.value,
            "rows": [
                {
                    "table": row.table,
                    "file": row.file,
                    "key": row.key,
                    "column": row.column,
                    "value": row.value,
                    "sources": [{"sha": sha, **line_of(line)} for sha, line in row.sources],
                }
                for row in part.rows
            ],
            "of": [_plain(each) for each in part.of],
        }
        for part in traced.parts
    ]
    return {
        "report": traced.report,
        "row": traced.row,
        "metric": traced.column,
        "value": traced.value,
        "how": traced.how,
        "made_of": traced.words,
        "known": traced.known,
        "adds_up": traced.adds_up,
        "wrong": traced.wrong,
        "parts": parts,
        "of": [_plain(each) for each in traced.of],
    }
