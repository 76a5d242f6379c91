"""What a backfill would do, told before it does anything: partitions, files, bytes, records, batches, time."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from re import fullmatch
from typing import TYPE_CHECKING, Any

from flows import judging
from flows.batching import LIMITS, Batch, Limits, Piece, pack, slot_pieces, waiting_pieces
from transforms.errors import SettingsError
from transforms.lineage import READS, VERSIONS, with_derived
from transforms.months import MonthRange
from transforms.sources import SourceFile
from transforms.strategy import BRAND_PATTERN, Strategy
from warehouse.ledger import backfilling
from warehouse.ledger.partitions import WHOLE
from warehouse.ledger.planning import source_of
from warehouse.workspace import Workspace, read_formats, read_strategies

if TYPE_CHECKING:
    from warehouse.ledger.open import Ledger

# Measured on two cores: what a batch costs whatever is in it, and how many records pass in a second beyond that.
_BATCH_SECONDS, _RECORDS_PER_SECOND = 2.0, 6000.0
_BYTES_PER_RECORD = 250.0
# Fewer records than that say nothing of the pace.
_ENOUGH_RECORDS = 10_000


@dataclass(frozen=True)
class Asked:
    """What somebody asks of a backfill, checked."""

    months: MonthRange
    brands: tuple[str, ...] = ()
    table: str | None = None
    replay: bool = False
    limits: Limits = LIMITS


@dataclass
class Outlook:
    """The plan. Counts of files in landing/ and of records that nobody has read yet are estimates."""

    landing: list[tuple[str, str, str, int]] = field(default_factory=list)
    """(brand, path, month, bytes) of each file that would be taken from landing/ first and then carried"""
    waiting: list[Batch] = field(default_factory=list)
    rebuilding: list[Batch] = field(default_factory=list)
    orphans: list[SourceFile] = field(default_factory=list)
    strategy_errors: list[str] = field(default_factory=list)
    """of brands that it goes on without"""
    rows: int = 0
    """rows of the partitions that are built again"""
    records: int = 0
    seconds: float = 0.0
    done_before: int = 0
    """partitions that an interrupted replay of the same kind has built already"""

    @property
    def batches(self) -> list[Batch]:
        """All of them, in their order."""
        return self.waiting + self.rebuilding

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        files = {key: size for batch in self.batches for key, size in batch.files.items()}
        months = {(piece.brand, piece.month) for batch in self.batches for piece in batch.pieces}
        return {
            "brand_months": len(months),
            "partitions_to_rebuild": sum(len(batch.slots) for batch in self.rebuilding),
            "partitions_rebuilt_before": self.done_before,
            "rows_to_rebuild": self.rows,
            "rebuild_tables": sorted({slot.table for batch in self.rebuilding for slot in batch.slots}),
            "files": len(files),
            "files_waiting": sum(len(batch.files) for batch in self.waiting),
            "files_in_landing": len(self.landing),
            "bytes": sum(files.values()),
            "records": self.records,
            "batches": len(self.batches),
            "seconds": round(self.seconds, 1),
            "strategy_errors": self.strategy_errors,
        }


def ask(workspace: Workspace, first: str, last: str, brands: Iterable[str] | None, table: str | None, *, replay: bool) -> Asked:
    """Check what is asked; nothing is read or written before.

    Raises:
        SettingsError: no workspace, no range of months, a brand without a strategy, or a table that is not published.
    """
    workspace.require()
    months = MonthRange.of(first, last)
    strategies, errors = read_strategies(workspace)
    for brand in brands or ():
        if brand in errors:
            raise errors[brand]
        if brand not in strategies:
            raise SettingsError(
                where="--brand",
                expected=f"one of {', '.join(sorted(strategies)) or 'the brands in strategy/, which is empty'}",
                found=repr(brand)[:80],
                remedy=f"correct it, or write strategy/{brand}.yaml first" if fullmatch(BRAND_PATTERN, brand) else "correct it",
            )
    if table is not None and table not in READS:
        raise SettingsError(
            where="--table", expected=f"one of {', '.join(sorted(READS))}", found=repr(table)[:80], remedy="correct it"
        )
    if table is not None and not replay:
        raise SettingsError(
            where="--table",
            expected="--replay beside it",
            found="a table alone",
            remedy="add --replay: exports that wait are carried into every table that they supply",
        )
    return Asked(months, tuple(sorted(set(brands or ()))), table, replay)


def look(workspace: Workspace, ledger: "Ledger", asked: Asked, name: str, *, with_landing: bool = False) -> Outlook:
    """The plan as things stand; reads only. `name` is the backfill's, under which a killed one left what it had done."""
    (strategies, errors), formats = read_strategies(workspace), read_formats(workspace)[0]
    judged_by = {brand: judging.judged_by(strategy, formats) for brand, strategy in strategies.items()}
    found = Outlook(landing=list(_in_landing(workspace, ledger, asked)) if with_landing else [])
    found.strategy_errors = [str(error) for error in errors.values()]
    with closing(ledger.connect()) as connection:
        waiting = [
            row
            for row in backfilling.waiting(connection, judged_by)
            if (not asked.brands or row.brand in asked.brands) and _is_in(row, asked.months, workspace)
        ]
        known = [row for row in waiting if row.brand in strategies]
        found.orphans = [source_of(row) for row in waiting if row.brand not in strategies]
        sizes = [((row.brand, row.sha), f"{row.observed_on:%Y-%m}", row.size) for row in known]
        sizes += [((brand, path), month, size) for brand, path, month, size in found.landing]
        pieces = list(waiting_pieces(sizes, asked.limits))
        retold = backfilling.changed_brands(connection, _chosen(strategies, asked)) - {piece.brand for piece in pieces}
        # A strategy that changed is told anew as a whole, and once; it needs no file.
        found.waiting = pack([*pieces, *(Piece(brand, "") for brand in sorted(retold))], asked.limits)
        found.rebuilding, made = rebuilding(connection, strategies, asked, name, found)
        n_bytes = sum(size for _, _, size in sizes)
        per_record = backfilling.bytes_per_record(connection) or _BYTES_PER_RECORD
        found.records = round(n_bytes / per_record) + sum(made.get(key, 0) for each in found.rebuilding for key in each.files)
        found.seconds = _seconds(backfilling.pace(connection), len(found.batches), found.records)
    return found


def rebuilding(
    connection: backfilling.Reader, strategies: dict[str, Strategy], asked: Asked, name: str, found: Outlook
) -> tuple[list[Batch], dict[tuple[str, str], int]]:
    """Batches of the partitions that are due, and the records of their files; counts go to `found`."""
    chosen = {*_chosen(strategies, asked), *(() if asked.brands else (WHOLE,))}
    tables = with_derived(asked.table) if asked.table else VERSIONS.keys()
    versions = {table: VERSIONS[table] for table in tables}
    due = backfilling.due(connection, asked.months, chosen, versions, everything=asked.replay)
    done = backfilling.rebuilt_by(connection, name) if asked.replay else frozenset()
    found.done_before = sum(slot in done for slot, _ in due)
    due = [(slot, rows) for slot, rows in due if slot not in done]
    found.rows = sum(rows for _, rows in due)
    made_from = backfilling.made_from(connection, [slot for slot, _ in due])
    pieces = slot_pieces((slot for slot, _ in due), made_from)
    records = {key: n for made in made_from.values() for key, (_, n) in made.items()}
    if asked.replay and (not asked.table or not READS[asked.table]):
        for row in backfilling.without_a_home(connection, asked.months, chosen):
            key = (row.brand, row.sha)
            pieces.append(Piece(row.brand, f"{row.observed_on:%Y-%m}", {key: row.size}, {key}))
            records[key] = row.n_records
    pieces.sort(key=lambda piece: (piece.brand == WHOLE, piece.brand, piece.month))
    return pack(pieces, asked.limits), records


def _chosen(strategies: dict[str, Strategy], asked: Asked) -> dict[str, Strategy]:
    return {brand: strategy for brand, strategy in strategies.items() if not asked.brands or brand in asked.brands}


def _is_in(row: Any, months: MonthRange, workspace: Workspace) -> bool:  # noqa: ANN401 - a row of the ledger
    """Whether an export was taken in the range or holds days of it; one that was taken later is looked into."""
    if months.has(f"{row.observed_on}") or months.meets(row.first_date, row.last_date):
        return True
    if row.first_date or f"{row.observed_on:%Y-%m}" < months.first:
        return False
    return _holds_days_of(workspace.raw_file(row.brand, row.sha), months)


def _holds_days_of(path: Path, months: MonthRange) -> bool:
    from warehouse.inspection import inspect

    days = ((str(seen.first_date or ""), str(seen.last_date or "")) for seen in inspect([path]))
    return any(months.meets(first, last) for first, last in days)


def _in_landing(workspace: Workspace, ledger: "Ledger", asked: Asked) -> Iterator[tuple[str, str, str, int]]:
    """(brand, path, month, bytes) of the files in landing/ that would be carried; two of the same bytes are counted twice."""
    from warehouse.landing import Landed, lying

    strategies = read_strategies(workspace)[0]
    for file in lying(workspace, ledger, frozenset(asked.brands) or None, Landed()):
        month = f"{file.observed_on:%Y-%m}"
        is_in = asked.months.has(month) or (month > asked.months.last and _holds_days_of(file.place, asked.months))
        if is_in and file.brand in strategies:
            yield file.brand, file.path, month, file.size


def _seconds(pace: backfilling.Pace, batches: int, records: int) -> float:
    rate = _RECORDS_PER_SECOND
    if pace.records >= _ENOUGH_RECORDS:
        rate = pace.records / max(pace.seconds - pace.runs * _BATCH_SECONDS, pace.seconds / 10)
    return batches * _BATCH_SECONDS + records / rate
