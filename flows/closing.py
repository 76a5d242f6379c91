"""Closing a month as people ask for it: is it over, is everything carried, is it made by the code of today?"""

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows import judging
from flows.checking import require_brand, require_strategy
from flows.settings import SHORTEST_WAIT, read_settings
from transforms.errors import RetryError, SettingsError
from transforms.exports.registry import Registry
from transforms.lineage import VERSIONS
from transforms.months import MonthRange, last_day, shift
from transforms.strategy import Strategy
from warehouse import closing, engagement_pages
from warehouse.ledger.closing import Closed
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.ledger.own_formats import changed_since
from warehouse.ledger.partitions import Published, Slot, read_partitions
from warehouse.ledger.planning import latest_observations, plan
from warehouse.recovery import recover
from warehouse.replaying import own_formats
from warehouse.workspace import UNDATED, Workspace, read_formats, read_strategies

# Whose bytes and numbers a report is made of, besides our own.
_LIBRARIES = ("pilaster", "duckdb", "pandas", "pyarrow")
# How far a report looks beyond its month: a quarter of a year back for creators, a day ahead for zones.
_BACK, _AHEAD = 3, 1


def close(root: Path, brand: str, month: str) -> Closed:
    """Close a month of a brand: its reports stay as they are from here on.

    Raises:
        SettingsError: no such month or brand, or the month is not over, has no reports or is closed.
        RetryError: something waits that would change the reports.
        IntegrityError: one of the files is not as it was written.
    """
    workspace, ledger = _open(root)
    strategy = require_strategy(workspace, brand)
    MonthRange.of(month, month)
    _finish(workspace, ledger)
    formats = read_formats(workspace)[0]
    text = (workspace.strategy / f"{brand}.yaml").read_text("utf-8")
    wanted = closing.Wanted(brand, month, text, own_formats(workspace), _made_with(strategy, formats))

    def require(known: dict[Slot, Published]) -> None:
        _require_over(ledger, brand, month)
        _require_carried(ledger, strategy, formats)
        _require_of_today(known, brand, month)

    closed = closing.close(workspace, ledger, wanted, require)
    engagement_pages.refresh(workspace, ledger)
    return closed


def reopen(root: Path, brand: str, month: str, reason: str) -> None:
    """Let a closed month follow the facts again; the journal keeps the reason.

    Raises:
        SettingsError: no such brand, no reason, or the month is not closed.
    """
    workspace, ledger = _open(root)
    require_brand(workspace, brand)
    if not reason.strip():
        raise SettingsError(where="--reason", expected="why it is opened again", found="nothing", remedy="say it in a few words")
    _finish(workspace, ledger)
    closing.reopen(workspace, ledger, brand, month, reason.strip())
    engagement_pages.refresh(workspace, ledger)


def close_due(root: str, brands: list[str] | None = None, asked: bool | None = None) -> list[dict[str, Any]]:  # noqa: FBT001 - None: as set
    """Close, of each brand, the latest month that is over by `close_after_days`; one that a person opened again stays open.

    The clock does not count: a month is over by the brand's own exports. Returns what was closed, and what could not be.
    """
    workspace, ledger = _open(Path(root))
    after_days = read_settings(workspace).close_after_days
    if asked is False or (asked is None and after_days is None):
        return []
    after_days = after_days or SHORTEST_WAIT
    found = []
    for brand in sorted(read_strategies(workspace)[0]):
        month = _due(ledger, brand, after_days) if brands is None or brand in brands else None
        if month is None or _was_closed(workspace, brand, month):
            continue
        try:
            close(Path(root), brand, month)
        except (SettingsError, RetryError) as error:
            found.append({"brand": brand, "month": month, "is_closed": False, "why": f"{error.where}: {error.found}"})
        else:
            found.append({"brand": brand, "month": month, "is_closed": True, "why": ""})
    return found


def _finish(workspace: Workspace, ledger: Ledger) -> None:
    """What an earlier run left half done, its pages too: a month that it closed or opened may be refused to this one."""
    recover(workspace, ledger)
    engagement_pages.refresh(workspace, ledger)


def _open(root: Path) -> tuple[Workspace, Ledger]:
    workspace = Workspace(root.absolute())
    workspace.require()
    return workspace, ledger_of(workspace, read_settings(workspace).ledger_url.get_secret_value())


def _made_with(strategy: Strategy, formats: Registry) -> dict[str, Any]:
    return {
        "tables": VERSIONS,
        "formats": {name: each.version for name, each in formats.formats.items()},
        "judged_by": judging.judged_by(strategy, formats),
        "slices": strategy.slices,
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _latest(ledger: Ledger, brand: str) -> date | None:
    with ledger.connect() as connection:
        return latest_observations(connection, [brand]).get(brand)


def _require_over(ledger: Ledger, brand: str, month: str) -> None:
    """The clock does not end a month: an export that was taken after its last day does."""
    latest = _latest(ledger, brand)
    if latest is None or latest <= last_day(month):
        raise SettingsError(
            where=f"{brand} {month}",
            expected=f"an export that was taken after {last_day(month)}",
            found=f"the latest was taken on {latest}" if latest else "no export was taken in yet",
            remedy="close the month when the exports of the next one are in",
        )


def _require_carried(ledger: Ledger, strategy: Strategy, formats: Registry) -> None:
    with ledger.connect() as connection:
        words = sorted(changed_since(connection, formats.own))
    waiting = plan(
        ledger, {strategy.brand: strategy}, {strategy.brand: judging.judged_by(strategy, formats)}, frozenset([strategy.brand])
    )
    if waiting.is_empty and not words:
        return
    found = [
        *([f"formats that changed ({', '.join(words)})"] if words else []),
        *([f"{len(waiting.files):,} exports"] if waiting.files else []),
        *([f"a strategy that changed ({', '.join(sorted(name for _, name in waiting.changed))})"] if waiting.changed else []),
        *([f"{len(waiting.rebuild):,} partitions to build again"] if waiting.rebuild else []),
    ]
    raise RetryError(
        where=f"brand {strategy.brand}",
        expected="reports that know everything that arrived",
        found=f"{', '.join(found)} waiting",
        remedy="`pilaster nightly` carries what waits; close the month then",
    )


def _require_of_today(known: dict[Slot, Published], brand: str, month: str) -> None:
    """What earlier code left there could not be made again from its exports, byte for byte."""
    near = {UNDATED, *(shift(month, by) for by in range(-_BACK, _AHEAD + 1))}
    stale = sorted(
        slot.table
        for slot, found in known.items()
        if slot.brand == brand
        and (slot.month == month if slot.table.startswith("rpt_") else slot.month in near)
        and found.state == "published"
        and found.transform_version != VERSIONS.get(slot.table, found.transform_version)
    )
    if stale:
        raise RetryError(
            where=f"{brand} {month}",
            expected="reports and facts that are all made by the code of today",
            found=f"{len(stale):,} partitions that an earlier one made: {', '.join(dict.fromkeys(stale))}",
            remedy=f"`pilaster backfill --from {min(near)} --to {shift(month, _AHEAD)} --brand {brand}` builds them again",
        )


def _due(ledger: Ledger, brand: str, after_days: int) -> str | None:
    """The latest month with reports that is over for long enough."""
    latest = _latest(ledger, brand)
    told = {
        slot.month
        for slot, found in read_partitions(ledger).items()
        if slot.brand == brand and slot.table in closing.FROZEN and found.state == "published"
    }
    return max((month for month in told if latest and (latest - last_day(month)).days >= after_days), default=None)


def _was_closed(workspace: Workspace, brand: str, month: str) -> bool:
    from warehouse import journal

    folder = workspace.journal / closing.CLOSE / brand
    return any(journal.read(path)["month"] == month for path in sorted(folder.glob("*.json")))
