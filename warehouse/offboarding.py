"""Offboarding: everything of one brand goes, the others' files stay untouched, and whoever kills it half-way runs it again.

`.offboarding/<brand>.json` is the intent: it is written before anything goes and removed when nothing is left. Every step in
between may be done twice. The journal keeps one `forget` event: which brand, how many exports, when; nothing that they said.
"""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Engine

from transforms.contracts.tables import TABLES
from transforms.errors import PartitionMovedError, RetryError
from warehouse import journal, locks
from warehouse.ledger.forgetting import compact
from warehouse.ledger.partitions import WHOLE, Catalogue, Slot, slot_of
from warehouse.locks import scratch
from warehouse.partitions import Build, key_of
from warehouse.publishing import partition_updates, publish
from warehouse.storage import files_below, remove_file, remove_tree, write_whole
from warehouse.workspace import Workspace

FORGET = "forget"
_MAX_TRIES = 5


def holdings(workspace: Workspace, brand: str) -> dict[str, list[Path]]:
    """Everything that lies here of a brand, by what it is; the ledger's rows follow from it."""
    own = {
        "strategy": [workspace.strategy / f"{brand}.yaml"],
        "landing": files_below(workspace.landing / brand),
        "raw": files_below(workspace.raw / brand),
        "journal": [path for folder in _journal_folders(workspace, brand) for path in files_below(folder)],
        "warehouse": [path for path in sorted(workspace.warehouse.glob("*/*")) if _brand_of(workspace, path) == brand],
        "quarantine": _quarantined(workspace, brand),
        "reports": [path for folder in _report_folders(workspace, brand) for path in files_below(folder)],
    }
    return {
        name: found for name, paths in own.items() if (found := [path for path in paths if path.is_symlink() or path.exists()])
    }


def others_at_work(workspace: Workspace, own_run: str) -> list[str]:
    """Runs that live besides one's own. Their work may be about the brand."""
    living = []
    for lock in sorted(workspace.staging.glob(f"*{locks.LOCK_SUFFIX}")):
        name = lock.name.removesuffix(locks.LOCK_SUFFIX)
        handle = None if name == own_run else locks.claim_dead(lock.with_suffix(""))
        if handle is not None:
            os.close(handle)
        elif name != own_run and lock.exists():
            living.append(name)
    return living


def enter_intent(workspace: Workspace, brand: str, now: datetime) -> dict[str, Any]:
    """Enter the intent, or take up the one that is there; returns the event that the journal will keep."""
    if (found := begun(workspace, brand)) is not None:
        return found
    shas = sorted(path.name for path in files_below(workspace.raw / brand))
    event = {
        "kind": FORGET,
        "brand": brand,
        "sha": hashlib.sha256("\n".join(shas).encode()).hexdigest(),
        "n_exports": len(shas),
        "at": now.isoformat(timespec="seconds"),
    }
    with scratch(workspace.staging) as half_made:
        write_whole(_intent(workspace, brand), journal.text(event).encode(), half_made)
    return event


def begun(workspace: Workspace, brand: str) -> dict[str, Any] | None:
    """The intent of an offboarding that was not finished."""
    path = _intent(workspace, brand)
    found: dict[str, Any] | None = json.loads(path.read_bytes()) if path.exists() else None
    return found


def stop_arrivals(workspace: Workspace, brand: str) -> None:
    """First of all: without its strategy no run plans the brand, and nothing of it lies where it would be taken from."""
    remove_file(workspace.strategy / f"{brand}.yaml")
    remove_tree(workspace.landing / brand)


def unpublish(workspace: Workspace, ledger: Engine, run_id: str, brand: str, compression: str) -> list[str]:
    """Take the brand out of the table folders and the ledger, as one publication like any other; returns the files touched.

    Raises:
        PartitionMovedError: others published again and again meanwhile.
    """
    for attempt in range(_MAX_TRIES):
        with ledger.connect() as connection:
            catalogue = Catalogue(connection, [brand])
        build = Build(workspace, workspace.staging / run_id, catalogue, compression)
        for slot in _slots(workspace, catalogue, brand):
            build.write_empty(slot, key_of(), is_forgotten=True)
        for table in TABLES.values():
            if table.partition == "whole" and "brand" in table.columns:
                _without(build, Slot(table.name, WHOLE, WHOLE), brand)
        try:
            return publish(workspace, ledger, run_id, build, partition_updates(build, ()) | {"forgotten": [brand]})
        except PartitionMovedError:
            if attempt == _MAX_TRIES - 1:
                raise
    return []


def clear(workspace: Workspace, ledger: Engine, brand: str) -> None:
    """Take away what is left: refused records, pages, the archive, and the space that the ledger's rows lay in."""
    for path in _quarantined(workspace, brand):
        remove_file(path)
    for folder in [workspace.quarantine / brand, workspace.foreign / "raw" / brand]:
        if folder != workspace.foreign and not files_below(folder):
            remove_tree(folder)
    for folder in _report_folders(workspace, brand):
        remove_tree(folder)
    remove_tree(workspace.raw / brand)
    for folder in _journal_folders(workspace, brand):
        remove_tree(folder)
    compact(ledger)


def finish(workspace: Workspace, event: dict[str, Any]) -> None:
    """Nothing is left: the journal says so, and the intent goes.

    Raises:
        RetryError: something arrived meanwhile.
    """
    brand = str(event["brand"])
    left = holdings(workspace, brand)
    if left:
        raise RetryError(
            where=f"brand {brand}",
            expected="nothing of it",
            found=", ".join(f"{len(paths):,} in {name}/" for name, paths in left.items()) + ": a run was at work meanwhile",
            remedy="stop whoever delivers its exports, and run the same command once more",
        )
    journal.record(workspace, [event])
    remove_file(_intent(workspace, brand))


def _without(build: Build, slot: Slot, brand: str) -> None:
    """Write a table kept whole without the brand's rows; one that has none of them is not touched."""
    path = build.read(slot)
    if path is None:
        return
    rows = pq.read_table(path)
    kept = rows.filter(pc.not_equal(rows["brand"], brand))
    if len(kept) == len(rows):
        return
    if len(kept):
        build.write(slot, build.catalogue.published[slot].transform_version, "", kept.to_batches())
    else:
        build.write_empty(slot, "")


def _slots(workspace: Workspace, catalogue: Catalogue, brand: str) -> list[Slot]:
    """Partitions of the brand: those that the ledger knows, and those that merely lie there."""
    lying = {slot for path in workspace.warehouse.glob("*/*.parquet") if (slot := slot_of(workspace, path))}
    return sorted(slot for slot in {*catalogue.published, *lying} if slot.brand == brand)


def _brand_of(workspace: Workspace, path: Path) -> str | None:
    slot = slot_of(workspace, path)
    return slot.brand if slot else None


def _intent(workspace: Workspace, brand: str) -> Path:
    return workspace.offboarding / f"{brand}.json"


def _quarantined(workspace: Workspace, brand: str) -> list[Path]:
    """Pages of refused records, and what repair once moved aside of the brand."""
    pages = sorted((workspace.quarantine / brand).glob("*.json"))
    aside = [path for path in files_below(workspace.foreign / "warehouse") if f"__{brand}__" in path.name]
    return pages + aside + files_below(workspace.foreign / "raw" / brand)


def _report_folders(workspace: Workspace, brand: str) -> list[Path]:
    """Wherever below reports/ they lie: `report --as-of --out` makes them in a place of one's own."""
    own = {workspace.quality, workspace.engagement, workspace.as_of}  # a brand may have the name of one of these
    return sorted(path for path in workspace.reports.rglob(brand) if path.is_dir() and path not in own)


def _journal_folders(workspace: Workspace, brand: str) -> list[Path]:
    return sorted(path for path in workspace.journal.glob(f"*/{brand}") if path.parent.name != FORGET)
