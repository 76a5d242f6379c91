"""Recovery: finish what a dead run began, and sweep what it left behind (DESIGN 5.4)."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from transforms.errors import IntegrityError
from warehouse import closing, locks
from warehouse.ledger import intents
from warehouse.ledger.closing import pending
from warehouse.raw import difference
from warehouse.storage import ABSENT, LocalStorage, make_folder, sync_folders
from warehouse.workspace import Workspace


@dataclass(frozen=True)
class Recovered:
    """What recovery found of one run that died while it published."""

    run_id: str
    n_files: int
    broken: tuple[str, ...]
    """files that were neither in place nor staged; their partitions are built again from raw/"""


def recover(workspace: Workspace, ledger: Engine) -> list[Recovered]:
    """Roll every open intent forward. Runs first in every run; without an open intent it takes no lock.

    An intent is only ever open while its run holds the lock or is dead, so whoever gets the lock may finish it.
    """
    if not (intents.open_intents(ledger) or pending(ledger)):
        return []
    with locks.exclusive(workspace.publishing_lock):
        return finish(workspace, ledger)


def finish(workspace: Workspace, ledger: Engine) -> list[Recovered]:
    """Roll every open intent forward, and tell the journal of closes; the caller holds the publishing lock."""
    closing.finish(workspace, ledger)
    return [_roll_forward(workspace, ledger, run_id, intent) for run_id, intent in intents.open_intents(ledger)]


def _roll_forward(workspace: Workspace, ledger: Engine, run_id: str, intent: intents.Intent) -> Recovered:
    broken = [entry["path"] for entry in intent["files"] if not _finish(workspace, entry)]
    folders = {(workspace.root / entry["path"]).parent for entry in intent["files"]}
    sync_folders(folder for folder in folders if folder.is_dir())
    intents.complete(ledger, run_id, intent, broken)
    return Recovered(run_id, len(intent["files"]), tuple(broken))


def _finish(workspace: Workspace, entry: dict[str, Any]) -> bool:
    """Finish one file: in place already, or still staged. False when it is neither; nothing is ever deleted then."""
    storage, path = LocalStorage(), workspace.root / entry["path"]
    if entry["staged"] is None:
        # A file that somebody else put there meanwhile is not the one that was to go.
        if storage.generation(path) not in {ABSENT, entry["generation"]}:
            return False
        storage.remove_if(path, entry["generation"])
        return True
    if _is(path, entry):
        return True
    staged = workspace.root / entry["staged"]
    if not _is(staged, entry):
        return False
    make_folder(path.parent, lasts=True)
    storage.replace_if(staged, path, storage.generation(path))
    return True


def _is(path: Path, entry: dict[str, Any]) -> bool:
    """Whether a file is the one that was to be published, byte for byte: a torn one may have a whole footer."""
    if LocalStorage().generation(path) == ABSENT:
        return False
    if entry.get("file_sha"):
        return not difference(path, entry["file_sha"])
    # An intent of an earlier version. Imported here: a night without an open intent must not pay for Arrow.
    from warehouse.lake import read_footer

    try:
        return bool(read_footer(path).content_hash == entry["content_hash"])
    except IntegrityError:
        return False


def claim(workspace: Workspace, run_id: str) -> int:
    """Make a run's staging folder and hold its lock for as long as the process lives; returns the open handle."""
    return locks.claim(workspace.staging / run_id)


def sweep(workspace: Workspace, ledger: Engine) -> None:
    """Remove what dead runs left in staging. A living run holds its lock; an open intent still needs its files."""
    for lock in sorted(workspace.staging.glob(f"*{locks.LOCK_SUFFIX}")):
        folder = lock.with_suffix("")
        handle = locks.claim_dead(folder)
        if handle is None:
            continue
        # Asked only now: the dead enter no intents any more.
        if intents.bury(ledger, folder.name):
            locks.remove(folder, handle)
        else:
            os.close(handle)
