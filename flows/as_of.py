"""Reports as they were known on a day, or when a month was closed, written beside the warehouse and never into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.checking import require_brand, require_strategy
from flows.settings import read_settings
from transforms.contracts.tables import TABLES
from transforms.errors import SettingsError
from transforms.lineage import VERSIONS
from transforms.months import MonthRange
from warehouse import closing
from warehouse.closing import FROZEN
from warehouse.ledger.open import ledger_of
from warehouse.locks import scratch
from warehouse.replaying import Known, of_close, of_day
from warehouse.storage import write_whole
from warehouse.workspace import Workspace

CLOSE = "close"


@dataclass(frozen=True)
class AsOf:
    """What was asked, and what was found."""

    brand: str
    as_of: str
    month: str | None
    folder: str
    files: list[str]
    used: dict[str, Any]
    """exports, the latest of their days, strategy and versions"""


def report_as_of(
    root: Path, as_of: str, month: str | None = None, brands: list[str] | None = None, out: Path | None = None
) -> list[AsOf]:
    """Make the reports (of one month) of each brand from the exports that were taken up to a day, or that a close knew.

    Raises:
        SettingsError: no day, month or brand of that name, or a place for the files where others lie.
        IntegrityError: an archived export, an event of the journal or an earlier closed month is damaged.
    """
    workspace = Workspace(root.absolute())
    workspace.require()
    if month is not None:
        MonthRange.of(month, month)
    folder = _folder(workspace, out)
    return [_of_brand(workspace, brand, as_of, month, folder) for brand in _brands(workspace, brands)]


def _brands(workspace: Workspace, brands: list[str] | None) -> list[str]:
    for brand in brands or ():
        require_brand(workspace, brand)
    return sorted(brands or {path.name for path in workspace.raw.glob("*") if path.is_dir()})


def _folder(workspace: Workspace, out: Path | None) -> Path:
    """reports/as-of/, or a place of one's own that is none of ours: nothing but what is published lies in the warehouse."""
    if out is None:
        return workspace.as_of
    place = out.absolute().resolve()
    root = workspace.root.resolve()
    if place == root or (place.is_relative_to(root) and not place.is_relative_to(root / workspace.reports.name)):
        raise SettingsError(
            where=f"--out {out}",
            expected="a folder outside of the workspace, or below its reports/",
            found="a place inside the workspace",
            remedy="name another, or leave --out away",
        )
    return place


def _of_brand(workspace: Workspace, brand: str, as_of: str, month: str | None, folder: Path) -> AsOf:
    from flows.replaying import replayed

    known = _known(workspace, brand, as_of, month)
    own = folder / brand / as_of
    files = []
    with replayed(workspace, read_settings(workspace), known) as laid, scratch(workspace.staging) as half_made:
        for made in _made(laid, brand, month):
            place = own / made.parent.name / made.name
            write_whole(place, made.read_bytes(), half_made)
            files.append(str(place))
        used = _used(known) | _read(laid)
    return AsOf(brand, as_of, month, str(own), files, used)


def _known(workspace: Workspace, brand: str, as_of: str, month: str | None) -> Known:
    if as_of == CLOSE:
        if month is None:
            raise SettingsError(where="--as-of close", expected="--month beside it", found="none", remedy="say whose close")
        ledger = ledger_of(workspace, read_settings(workspace).ledger_url.get_secret_value())
        return of_close(workspace, closing.find(ledger, brand, month))
    require_strategy(workspace, brand)
    return of_day(workspace, brand, (workspace.strategy / f"{brand}.yaml").read_text("utf-8"), _day(as_of))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            where="--as-of", expected="a day such as 2026-11-04, or `close`", found=repr(text)[:80], remedy="correct it"
        ) from error


def _made(laid: Workspace, brand: str, month: str | None) -> Iterator[Path]:
    for table in FROZEN:
        folder = laid.partition(TABLES[table], brand, month or "*").parent
        names = f"{table}__{brand}__{month or '*'}.parquet"
        # Links are months that were closed before: they came along to be compared with.
        yield from (path for path in sorted(folder.glob(names)) if not path.is_symlink())


def _used(known: Known) -> dict[str, Any]:
    import hashlib

    return {
        "exports": len(known.exports),
        "strategy_sha256": hashlib.sha256(known.strategy.encode()).hexdigest(),
        "versions": {table: VERSIONS[table] for table in FROZEN},
        "closes_compared_with": list(known.closes),
    }


def _read(laid: Workspace) -> dict[str, Any]:
    """What the replay took and held."""
    from warehouse.ledger.reading import taken_and_held

    ledger = ledger_of(laid, "")
    try:
        return taken_and_held(ledger)
    finally:
        ledger.dispose()
