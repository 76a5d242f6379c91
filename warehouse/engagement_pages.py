"""Writing the engagement pages: a page per brand and month whose reports are not those that it shows, and their index.

Publishing and closing say that pages are due; a night without either looks at two names and reads no report. The index is
written last and bears of which files each page is made, and its hash: killed, the next run makes the same bytes.
"""

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Engine, select

from transforms.months import shift
from warehouse.ledger.closing import Closed, closed_months
from warehouse.ledger.schema import partitions
from warehouse.locks import exclusive, scratch
from warehouse.storage import bears, holds, make_folder, put_mark, put_whole, remove_file
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from warehouse.page_reading import Reports
    from warehouse.shelf import Shelf

Key = tuple[str, str]
_LINK = re.compile(r'<a href="([^"]+)" data-facts="([0-9a-f]+)" data-page="([0-9a-f]+)">')
# As good as published: what is marked to be built again still says what it said.
_THERE = ("published", "rebuild")
# Drawing the pages of all months takes minutes at most.
_LONG_S = 3_600


class Shown(NamedTuple):
    """What the index says of a page."""

    stamp: str
    """of which files it was made"""
    sha: str
    """of its bytes"""


_UNKNOWN = Shown("0", "0")


@dataclass
class _Known:
    """What the ledger knows of the reports that pages show."""

    tables: dict[Key, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """(brand, month) → report → content hash"""
    closed: dict[Key, Closed] = field(default_factory=dict)
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """(report, brand, month) → sha256 of its file as it was written"""
    moving: set[Key] = field(default_factory=set)
    """months of which something is marked to be built again: their pages wait for it"""


def fall_due(workspace: Workspace) -> None:
    """Say that pages may be behind. Whoever publishes or closes says so first: killed, the next run makes it good."""
    put_mark(workspace.pages_due)


def refresh(workspace: Workspace, ledger: Engine, shelf: "Shelf | None" = None, *, anew: bool = False) -> list[str]:
    """Bring `reports/engagement/` up to date; returns what kept a page from being made, one line each.

    What the run that publishes has on its `shelf` need not be read again. `anew`: whatever the index says of the pages.
    """
    # Imported here and below: a night with nothing new reads no report.
    from transforms.pages.engagement import INDEX, version

    index = workspace.engagement / INDEX
    if not anew and not workspace.pages_due.exists() and bears(index, version()):
        return []
    with exclusive(workspace.publishing_lock), scratch(workspace.staging) as half_made:
        known = _known(ledger)
        if not known.tables and not index.exists():
            remove_file(workspace.pages_due)
            return []
        return _write(workspace, known, half_made, shelf, {} if anew else _shown(index))


def differing(workspace: Workspace, ledger: Engine) -> Iterator[tuple[Path, str]]:
    """Pages that are not what was drawn, each with what it is instead; looks only, and reads no report.

    None of them while they are due, or wait for a report: whoever published is about to draw them, and killed, the next run
    does. Pages that are due for long are something that every run since has failed to write.
    """
    from transforms.pages.engagement import INDEX, index_page, version

    index = workspace.engagement / INDEX
    with exclusive(workspace.publishing_lock):
        known = _known(ledger)
        wanted, shown = _wanted(known), _shown(index)
        is_due = workspace.pages_due.exists() or known.moving or (index.exists() and not bears(index, version()))
        if _due_for_s(workspace) > _LONG_S:
            yield workspace.engagement, "pages that are behind, and that no run since could write"
        if is_due or not (wanted or index.exists()):
            return
        told = {key: Shown(_stamp(known, key), shown.get(_place(key), _UNKNOWN).sha) for key in wanted}
        if not holds(index, index_page(_brands(told, known)).encode()):
            yield index, "something else" if index.exists() else "no such file"
        for key, page in told.items():
            path = workspace.engagement / _place(key)
            if not path.is_file():
                yield path, "no such file"
            elif page.sha != _UNKNOWN.sha and _sha(path.read_bytes()) != page.sha:
                yield path, "other bytes: damaged or changed"
        for path in sorted({*workspace.engagement.glob("*/*.html")} - {workspace.engagement / _place(key) for key in wanted}):
            yield path, "a page of a month without reports"


def _due_for_s(workspace: Workspace) -> float:
    return time.time() - workspace.pages_due.stat().st_mtime if workspace.pages_due.exists() else 0


def _shown(index: Path) -> dict[str, Shown]:
    found = _LINK.findall(index.read_text("utf-8", errors="replace")) if index.exists() else ()
    return {place: Shown(stamp, sha) for place, stamp, sha in found}


def _write(workspace: Workspace, known: _Known, half_made: Path, shelf: "Shelf | None", shown: Mapping[str, Shown]) -> list[str]:
    from transforms.pages.engagement import INDEX, index_page

    stamps = {key: _stamp(known, key) for key in _wanted(known)}
    there = {path.relative_to(workspace.engagement).as_posix() for path in workspace.engagement.glob("*/*.html")}
    due = {key: stamp for key, stamp in stamps.items() if not _is_made(key, stamp, shown, there)}
    made, left = _made(workspace, known, due, shelf)
    # A page that could not be made anew bears what it shows, so that the next run looks at it again.
    told = {key: shown.get(_place(key), _UNKNOWN) for key in stamps if key not in left or _place(key) in there}
    told |= {key: Shown(stamps[key], _sha(text.encode())) for key, text in made.items()}
    if left:
        fall_due(workspace)
    _replace_all(workspace, {_place(key): text for key, text in made.items()}, half_made)
    for name in sorted(there - {_place(key) for key in told}):
        remove_file(workspace.engagement / name)
    _replace_all(workspace, {INDEX: index_page(_brands(told, known))}, half_made)
    if not left:
        remove_file(workspace.pages_due)
    return [f"page of {brand} {month} not made: {why}" for (brand, month), why in sorted(left.items()) if why]


def _made(
    workspace: Workspace, known: _Known, due: Mapping[Key, str], shelf: "Shelf | None"
) -> tuple[dict[Key, str], dict[Key, str]]:
    """Pages that are due, and those that could not be made with the reason."""
    if not due:
        return {}, {}
    from transforms.errors import IntegrityError
    from transforms.pages.engagement import month_page
    from warehouse.page_reading import Reports

    reports = Reports(workspace, known.written, shelf)
    made, left = {}, dict.fromkeys(due.keys() & known.moving, "")
    for key, stamp in sorted(due.items()):
        if key not in left:
            try:
                made[key] = month_page(_month(reports, known, key), stamp)
            except IntegrityError as error:
                left[key] = f"{error.where}: {error.found}; {error.remedy}"
    return made, left


def _month(reports: "Reports", known: _Known, key: Key) -> Any:  # noqa: ANN401 - a Month, imported where it is made
    closed = known.closed.get(key)
    return reports.month(key, known.tables[key], _history(known, key), closed.closed_at.date() if closed else None)


def _history(known: _Known, key: Key) -> list[str]:
    """Months whose platforms a page shows beside its own. A closed one is told by closed ones alone, so that it stays."""
    from transforms.pages.engagement_months import MONTHS_BACK, OF_HISTORY

    brand, month = key
    months = [shift(month, -back) for back in range(MONTHS_BACK, 0, -1)]
    found = [(brand, each) for each in months if OF_HISTORY in known.tables.get((brand, each), {})]
    return [each[1] for each in found if key not in known.closed or each in known.closed]


def _known(ledger: Engine) -> _Known:
    from transforms.pages.engagement import TABLES

    names = ("table_name", "brand", "month", "content_hash", "state", "file_sha")
    query = select(*(partitions.c[name] for name in names)).where(partitions.c.table_name.in_(TABLES))
    found = _Known()
    with ledger.connect() as connection:
        for table, brand, month, content, state, file_sha in connection.execute(query):
            if state in _THERE and content:
                found.tables[brand, month][table] = content
                found.written[table, brand, month] = file_sha or ""
            if state not in {"published", "empty"}:
                found.moving.add((brand, month))
        found.closed = {(each.brand, each.month): each for each in closed_months(connection)}
    return found


def _wanted(known: _Known) -> list[Key]:
    from transforms.pages.engagement import SUBJECTS

    return sorted(key for key, tables in known.tables.items() if tables.keys() & set(SUBJECTS))


def _stamp(known: _Known, key: Key) -> str:
    """Changes when anything does that the page of a month shows."""
    from transforms.pages.engagement import version
    from transforms.pages.engagement_months import OF_HISTORY

    closed = known.closed.get(key)
    beside = [f"{month} {known.tables[key[0], month][OF_HISTORY]}" for month in _history(known, key)]
    told = [version(), *key, closed.event if closed else "", *beside]
    told += [f"{table} {content}" for table, content in sorted(known.tables[key].items())]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def _is_made(key: Key, stamp: str, shown: Mapping[str, Shown], there: Collection[str]) -> bool:
    return shown.get(_place(key), _UNKNOWN).stamp == stamp and _place(key) in there


def _place(key: Key) -> str:
    from transforms.pages.engagement import page_name

    return page_name(*key)


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _brands(told: Mapping[Key, Shown], known: _Known) -> list[dict[str, Any]]:
    months: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key in sorted(told, reverse=True):
        closed = known.closed.get(key)
        months[key[0]].append(
            {
                "month": key[1],
                "page": _place(key),
                "stamp": told[key].stamp,
                "sha": told[key].sha,
                "closed_on": closed.closed_at.date() if closed else None,
            }
        )
    return [{"brand": brand, "months": months[brand]} for brand in sorted(months)]


def _replace_all(workspace: Workspace, pages: Mapping[str, str], half_made: Path) -> None:
    """Put pages in their places, those that say something new; all of them are whole at every moment."""
    changed = dict(_changed(workspace.engagement, pages))
    for path in changed:
        make_folder(path.parent, lasts=True)
    put_whole(changed, half_made)


def _changed(folder: Path, pages: Mapping[str, str]) -> Iterator[tuple[Path, bytes]]:
    for name, text in pages.items():
        path, data = folder / name, text.encode()
        if not holds(path, data):
            yield path, data
