"""Repair: mark what is to be built from raw/ again, move aside what does not belong, take an export from landing/ once more."""

from collections.abc import Collection, Iterable
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, select, update

from warehouse import raw
from warehouse.faultpoints import step
from warehouse.journal import Event
from warehouse.ledger.open import writing
from warehouse.ledger.partitions import WHOLE, Slot
from warehouse.ledger.schema import contributions, partitions
from warehouse.locks import exclusive, scratch
from warehouse.storage import make_folder, sync_folders
from warehouse.workspace import Workspace


def mark(ledger: Engine, slots: Iterable[Slot]) -> None:
    """Mark partitions to be built from raw files again: the next run that has all of their files at hand does it."""
    with writing(ledger) as connection:
        for slot in sorted(slots):
            here = (
                (partitions.c.table_name == slot.table) & (partitions.c.brand == slot.brand) & (partitions.c.month == slot.month)
            )
            connection.execute(update(partitions).where(here).values(state="rebuild"))


def blocked(ledger: Engine, slots: Collection[Slot], broken: Collection[tuple[str, str]]) -> set[Slot]:
    """Partitions that cannot be built again while the archived exports `broken`, as (brand, sha), are not as they came.

    These are the facts that such an export supplied, and with them everything of the same brand: accounts are counted over all
    of its facts. A mark that no run can honour would leave its brand out of every night.
    """
    with ledger.connect() as connection:
        rows = [row for row in connection.execute(select(contributions)) if (row.brand, row.sha) in broken]
    supplied = {Slot(row.table_name, row.brand, row.month) for row in rows} & set(slots)
    brands = {slot.brand for slot in supplied}
    return {slot for slot in slots if brands and slot.brand in brands | {WHOLE}}


def move_aside(workspace: Workspace, path: Path) -> Path:
    """Move a file that does not belong where it lies into quarantine/foreign/, under its own path; returns its new place."""
    wanted = workspace.foreign / path.relative_to(workspace.root)
    numbers = count(1)
    with exclusive(workspace.publishing_lock):
        target = wanted
        while target.exists() or target.is_symlink():
            target = wanted.with_name(f"{wanted.name}.{next(numbers)}")
        make_folder(target.parent, lasts=True)
        step(f"move aside {path.name}")
        path.rename(target)
        sync_folders([path.parent, target.parent])
    return target


def take_again(workspace: Workspace, brand: str, sha: str, receipts: Iterable[Event]) -> bool:
    """Put an archived export back from landing/, where it may still lie as it came."""
    for event in receipts:
        source = workspace.landing / brand / event["path"]
        if source.is_file() and raw.sha_of(source) == sha:
            with scratch(workspace.staging) as half_made:
                copied = raw.copy_in(brand, source, half_made / "0.raw")
                if copied is not None and copied.sha == sha:
                    raw.keep(workspace, [copied])
                    return True
    return False
