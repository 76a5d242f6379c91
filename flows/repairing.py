"""Repair: verify, mend what can be mended from raw/ and landing/, verify again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flows.checking import check
from flows.describing import describe
from flows.night import Progress, build_marked, silent
from flows.rebuilding import rebuild_ledger
from flows.restoring import restore
from flows.settings import read_settings
from flows.summary import LOST, MENDED
from transforms.errors import SettingsError
from warehouse import engagement_pages
from warehouse.describing import fall_due
from warehouse.ledger.holding import retry
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.ledger.partitions import WHOLE, Published, Slot, frozen_slots, read_partitions, slot_of
from warehouse.repairing import blocked, mark, move_aside, take_again
from warehouse.verifying.finding import Finding, Kind, Verified
from warehouse.workspace import Workspace

_LEDGER: frozenset[Kind] = frozenset({"lost_ledger", "ledger_behind"})
_RAW: frozenset[Kind] = frozenset({"damaged_export", "lost_export"})
_PAGES: frozenset[Kind] = frozenset({"damaged_page", "lost_page"})


@dataclass
class Repaired:
    """What was done, and what is left to do."""

    done: list[tuple[str, str]] = field(default_factory=list)
    """(where, what was done with it)"""
    left: list[Finding] = field(default_factory=list)
    not_back: dict[Slot, str] = field(default_factory=dict)
    """files of closed months that could not be made again, and why; what reads them stays as it was"""

    @property
    def exit_code(self) -> int:
        """0 all well now, 1 something is left."""
        return 1 if self.left else 0

    @property
    def last_line(self) -> str:
        """What was done and what is left."""
        left = f"; {len(self.left):,} left that need somebody" if self.left else "; all well now"
        return f"repaired {len(self.done):,}{left}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        left = [{name: getattr(each, name) for name in ("kind", "where", "expected", "found", "remedy")} for each in self.left]
        return {"done": self.done, "left": left, "exit_code": self.exit_code, "last_line": self.last_line}


def repair(root: Path, names: Collection[str] = (), progress: Progress = silent, *, ledger_too: bool = False) -> Repaired:
    """Mend what `names` say (TABLE/BRAND/MONTH, a file, the start of a sha), or everything that can be mended.

    `ledger_too` makes the ledger anew first, whatever it looks like.

    Raises:
        SettingsError: a name says nothing; or the ledger is lost, and the names cannot be looked up.
    """
    workspace, told = Workspace(root.absolute()), Repaired()
    verified = check(str(workspace.root))
    is_lost = any(finding.kind in _LEDGER for finding in verified.findings)
    if is_lost and names and not ledger_too:
        raise SettingsError(
            where="the ledger",
            expected="a ledger in which the names can be looked up",
            found="it is lost, or older than the archive",
            remedy="`pilaster repair --ledger` first",
        )
    if is_lost or ledger_too:
        _take_exports_again(workspace, verified, [each for each in verified.findings if each.kind in _RAW], told)
        rebuilt = rebuild_ledger(workspace.root, progress)
        aside = f"; what was there is now {rebuilt.aside.name}" if rebuilt.aside else ""
        told.done.append(("ledger", f"made anew from {rebuilt.n_files:,} archived exports{aside}"))
        told.done += [(path, "was not what raw/ gives: built again") for path in rebuilt.summary.published]
        verified = check(str(workspace.root))
    if names or not ledger_too or is_lost:
        _mend(workspace, verified, names, told, progress)
    left = check(str(workspace.root)).findings
    # What nobody can make again is not to be tried again.
    told.left = [replace(each, remedy=told.not_back[each.slot]) if each.slot in told.not_back else each for each in left]
    return told


def _mend(workspace: Workspace, verified: Verified, names: Collection[str], told: Repaired, progress: Progress) -> None:
    settings = read_settings(workspace)
    ledger = ledger_of(workspace, settings.ledger_url.get_secret_value())
    known = read_partitions(ledger)
    slots, chosen = _chosen(workspace, known, verified.findings, names)
    frozen = frozen_slots(ledger) & slots
    slots -= frozen
    broken = {(each.brand, each.sha) for each in verified.findings if each.kind in _RAW}
    broken -= _take_exports_again(workspace, verified, [each for each in chosen if each.kind in _RAW], told)
    for finding in chosen:
        if finding.kind == "foreign_file":
            aside = move_aside(workspace, workspace.root / finding.where)
            told.done.append((finding.where, f"moved to {aside.relative_to(workspace.root).as_posix()}"))
        elif finding.kind in _PAGES and (finding.brand, finding.sha) not in broken:
            retry(ledger, finding.brand, finding.sha)
            told.done.append((finding.where, "made anew from raw/"))
        elif finding.kind == "open_intent":
            told.done.append((finding.where, "finished"))
        elif finding.kind in {"description", "month_page"}:
            told.done.append((finding.where, "made anew"))
    # After the exports, which they are made from, and before everything that compares with them.
    restored = restore(workspace, ledger, settings, frozen) if frozen else []
    told.done += [(_named(each.slot), each.what) for each in restored]
    told.not_back = {each.slot: each.what for each in restored if not each.is_back}
    stuck = blocked(ledger, slots, broken) if broken else set()
    mark(ledger, slots - stuck)
    if slots - stuck or any(each.kind in {"open_intent", *_PAGES} for each in chosen):
        summary = build_marked(str(workspace.root), progress)
        told.done += [(each["where"], each["found"]) for each in summary.skipped if each["code"] == LOST]
        told.done += [
            (each["where"], f"met on the way, {each['found']}: built again") for each in summary.skipped if each["code"] == MENDED
        ]
    if any(each.kind == "description" for each in chosen):
        fall_due(workspace)
        describe(workspace, ledger)
    # What was restored or built again is shown, too; some pages are looked at only now that nothing of them is marked any more.
    engagement_pages.refresh(workspace, ledger)
    if any(engagement_pages.differing(workspace, ledger)):
        engagement_pages.refresh(workspace, ledger, anew=True)
    told.done += _outcomes(ledger, known, sorted(slots - stuck))


def _chosen(
    workspace: Workspace, known: dict[Slot, Published], findings: list[Finding], names: Collection[str]
) -> tuple[set[Slot], list[Finding]]:
    if not names:
        return {each.slot for each in findings if each.slot}, findings
    slots, chosen = set(), []
    for name in names:
        slot = _slot(workspace, name)
        about = [
            each for each in findings if name in {each.where, Path(each.where).name} or (each.sha and each.sha.startswith(name))
        ]
        if slot in known:
            slots.add(slot)
        elif about:
            chosen += about
            slots |= {each.slot for each in about if each.slot}
        else:
            raise SettingsError(
                where=name,
                expected="TABLE/BRAND/MONTH such as fact_post_snapshot/atelier/2026-10, a file, or the start of a sha",
                found="no partition and no finding of that name",
                remedy="take one from `pilaster verify`",
            )
    # What is derived of a brand is counted over all of its facts: whoever repairs one of them repairs the others as well.
    brands = {slot.brand for slot in slots}
    return slots | {each.slot for each in findings if each.slot and each.slot.brand in brands | {WHOLE}}, chosen


def _slot(workspace: Workspace, name: str) -> Slot | None:
    """The partition that a person means: as verify tells it, or by its file."""
    match name.strip("/").split("/"):
        case [table, brand, month] if not month.endswith(".parquet"):
            return Slot(table, brand, month)
        case [table] if not table.endswith(".parquet"):
            return Slot(table, WHOLE, WHOLE)
        case [*_, file]:
            return slot_of(workspace, workspace.warehouse / file.removesuffix(".parquet").split("__")[0] / file)
    return None


def _take_exports_again(
    workspace: Workspace, verified: Verified, broken: Iterable[Finding], told: Repaired
) -> set[tuple[str, str]]:
    """Take exports from landing/ again; returns those that could be, as (brand, sha)."""
    taken = set()
    for finding in broken:
        receipts = verified.receipts.get((finding.brand, finding.sha), [])
        if take_again(workspace, finding.brand, finding.sha, receipts):
            told.done.append((finding.where, "taken once more from landing/, where it still lay as it came"))
            taken.add((finding.brand, finding.sha))
    return taken


def _outcomes(ledger: Ledger, before: dict[Slot, Published], slots: list[Slot]) -> list[tuple[str, str]]:
    """What each partition says now, beside what it said before it was damaged."""
    after = read_partitions(ledger)
    return [(_named(slot), _outcome(before[slot], after[slot])) for slot in slots]


def _named(slot: Slot) -> str:
    return f"{slot.table}/{slot.brand}/{slot.month}"


def _outcome(before: Published, after: Published) -> str:
    if after.state == "rebuild":
        return (
            "still marked: its brand has no strategy that can be read, or an export or closed file that it reads is not at hand"
        )
    if after.state == "empty":
        return "has no rows any more: its file is gone"
    if after.content_hash == before.content_hash:
        return f"built again from raw/, content as before: {after.content_hash[:12]}"
    was = before.content_hash[:12] or "unknown"
    why = (
        f"version {before.transform_version} became {after.transform_version}"
        if before.transform_version != after.transform_version
        else "exports or rules that were waiting went in with it"
    )
    return f"built again from raw/, content {after.content_hash[:12]}, it was {was}: {why}"
