"""Publish: one short lock, one intent, then renames, facts first (DESIGN 5). `recovery` finishes what a dead run began."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from transforms.contracts.tables import TABLES
from transforms.errors import PartitionMovedError, RetryError
from warehouse import describing, engagement_pages, recovery
from warehouse.ledger import intents
from warehouse.ledger.finding import files_of
from warehouse.ledger.schema import files
from warehouse.ledger.updates import Updates
from warehouse.locks import exclusive
from warehouse.partitions import Build, Built
from warehouse.storage import LocalStorage, make_folder, sync_files, sync_folders
from warehouse.workspace import Workspace

# Readers who come between two renames see old reports over new facts, never the other way round.
_ORDER = {"fact": 0, "dim": 1, "dictionary": 1, "report": 2}


def publish(workspace: Workspace, ledger: Engine, run_id: str, build: Build, updates: Updates) -> list[str]:
    """Put everything that `build` staged in its place, and what it means into the ledger; returns the files touched.

    Raises:
        PartitionMovedError: somebody published a partition that this build had read; nothing was written, build again.
    """
    changed = sorted((each for each in build.built.values() if each.is_changed), key=_order)
    _make_durable(build, changed)
    with exclusive(workspace.publishing_lock):
        # Whoever held this lock before may have died with it: what they began comes first, or it would be rolled over ours.
        recovery.finish(workspace, ledger)
        _require_unmoved(workspace, ledger, build)
        _require_known(ledger, updates)
        intent: intents.Intent = {"files": [_entry(workspace, build, each) for each in changed], "updates": updates}
        if changed:
            describing.fall_due(workspace)
            engagement_pages.fall_due(workspace)
        intents.enter(ledger, run_id, intent)
        for entry in intent["files"]:
            _carry_out(workspace, build.storage, entry)
        sync_folders(workspace.root / Path(entry["path"]).parent for entry in intent["files"])
        intents.complete(ledger, run_id, intent)
    return [entry["path"] for entry in intent["files"]]


def has_moved(workspace: Workspace, ledger: Engine, build: Build) -> bool:
    """Whether somebody published what `build` reads; waits for whoever is at it. A file may be gone while it is being read."""
    with exclusive(workspace.publishing_lock):
        recovery.finish(workspace, ledger)
        try:
            _require_unmoved(workspace, ledger, build)
        except PartitionMovedError:
            return True
    return False


def _require_unmoved(workspace: Workspace, ledger: Engine, build: Build) -> None:
    """Nobody published since the merge. What the merge never looked at counts too: a post may have found another home there."""
    for slot, generation in build.generations.items():
        found = build.storage.generation(build.place(slot))
        if found != generation:
            raise PartitionMovedError(where=str(build.place(slot)), expected=generation, found=found, remedy="merged again")
    with ledger.connect() as connection:
        found = build.catalogue.fingerprint_now(connection)
    if found != build.merged_against:
        raise PartitionMovedError(
            where=str(workspace.warehouse), expected=build.merged_against, found=found, remedy="merged again"
        )


def _require_known(ledger: Engine, updates: Updates) -> None:
    """The ledger still knows every file that was read: a brand may have left while the night was at work on it."""
    keys = [(row["brand"], row["sha"]) for row in updates.get("files", [])]
    with ledger.connect() as connection:
        known = files_of(connection, keys, (files.c.state,))
    gone = sorted({brand for brand, sha in keys if (brand, sha) not in known})
    if gone:
        raise RetryError(
            where=f"brand {', '.join(gone)}",
            expected="exports that the ledger knows",
            found="they are gone: the brand left while the night ran",
            remedy="nothing was published; run the night again",
        )


def _order(built: Built) -> tuple[int, str, str, str]:
    return _ORDER[TABLES[built.slot.table].layer], built.slot.table, built.slot.brand, built.slot.month


def _make_durable(build: Build, changed: Iterable[Built]) -> None:
    staged = [each.staged for each in changed if each.staged]
    sync_files(staged)
    sync_folders(path.parent for path in staged)
    for each in changed:
        make_folder(build.place(each.slot).parent, lasts=True)


def _entry(workspace: Workspace, build: Build, built: Built) -> dict[str, Any]:
    slot = built.slot
    return {
        "slot": [slot.table, slot.brand, slot.month],
        "path": build.place(slot).relative_to(workspace.root).as_posix(),
        "staged": built.staged.relative_to(workspace.root).as_posix() if built.staged else None,
        "generation": built.generation,
        "content_hash": built.footer.content_hash if built.footer else None,
        "file_sha": built.file_sha,
    }


def _carry_out(workspace: Workspace, storage: LocalStorage, entry: dict[str, Any]) -> None:
    path = workspace.root / entry["path"]
    if entry["staged"] is None:
        storage.remove_if(path, entry["generation"])
    else:
        storage.replace_if(workspace.root / entry["staged"], path, entry["generation"])


def partition_updates(build: Build, reread: Collection[tuple[str, str]]) -> Updates:
    """Rows of `partitions` and changes of `contributions` that follow from a build; `reread` are (brand, sha) of its files."""
    rows, contributed = [], []
    for each in build.built.values():
        slot = {"table_name": each.slot.table, "brand": each.slot.brand, "month": each.slot.month}
        rows.append(
            {
                **slot,
                "state": "published" if each.footer else "empty",
                "key": each.key,
                "content_hash": each.footer.content_hash if each.footer else "",
                "transform_version": each.footer.transform_version if each.footer else 0,
                "n_rows": each.footer.n_rows if each.footer else 0,
                "n_unsettled": each.n_unsettled,
                "file_sha": each.file_sha,
            }
        )
        if TABLES[each.slot.table].layer == "fact":
            contributed.append({**slot, "shas": sorted(each.contributors)})
    rebuilt = [tuple(slot) for slot in sorted(build.catalogue.to_rebuild())]
    return {"partitions": rows, "contributions": contributed, "reread": sorted(reread), "rebuilt": rebuilt}
