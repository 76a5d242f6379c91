"""Putting a lost file of a closed month back: only what says exactly what was closed, and nothing over it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, update

from transforms.contracts.tables import TABLES
from warehouse.lake import read_footer
from warehouse.ledger.closing import Closed
from warehouse.ledger.open import writing
from warehouse.ledger.partitions import Published, Slot
from warehouse.ledger.schema import partitions
from warehouse.locks import exclusive, scratch
from warehouse.raw import sha_of
from warehouse.storage import write_whole
from warehouse.workspace import Workspace


@dataclass(frozen=True)
class Restored:
    """What became of one lost file."""

    slot: Slot
    is_back: bool
    what: str


def lost(
    workspace: Workspace, known: Mapping[Slot, Published], closed: Closed, among: Collection[Slot] | None = None
) -> list[Slot]:
    """Files of a closed month that are not there, or not what was closed. `known` is what the ledger knows of them."""
    asked = [slot for slot in _slots(closed) if among is None or slot in among]
    return [slot for slot in asked if not _is_whole(workspace, closed, slot, known.get(slot))]


def put_back(workspace: Workspace, ledger: Engine, closed: Closed, slot: Slot, made: Path) -> Restored:
    """Put a file back that was made from just what the close knew, if it says the same."""
    told = closed.tables[slot.table] or {}
    if not made.is_file():
        return Restored(slot, is_back=False, what="its exports give no rows now: take the file from a backup, or open the month")
    footer, made_sha = read_footer(made), sha_of(made)
    if footer.content_hash != told["content_hash"]:
        by = f"version {told['transform_version']} closed it, version {footer.transform_version} reads its exports now"
        what = f"not put back: {by}, and says other values; take the file from a backup, or open the month with --reopen"
        return Restored(slot, is_back=False, what=what)
    is_same = made_sha == told["file_sha"]
    path = workspace.partition(TABLES[slot.table], slot.brand, slot.month)
    with exclusive(workspace.publishing_lock), scratch(workspace.staging) as half_made:
        write_whole(path, made.read_bytes(), half_made)
    with writing(ledger) as connection:
        here = (partitions.c.table_name == slot.table) & (partitions.c.brand == slot.brand) & (partitions.c.month == slot.month)
        # Other bytes with the same values are known by these values alone.
        values = {"state": "published", "file_sha": made_sha if is_same else None}
        connection.execute(update(partitions).where(here).values(**values))
    if is_same:
        return Restored(slot, is_back=True, what=f"made again from what its close knew, byte for byte: {made_sha[:12]}")
    return Restored(slot, is_back=True, what="made again from what its close knew: the same values, in bytes of other libraries")


def _slots(closed: Closed) -> Iterator[Slot]:
    names = (table for table, told in sorted(closed.tables.items()) if told is not None and table in TABLES)
    return (Slot(table, closed.brand, closed.month) for table in names)


def _is_whole(workspace: Workspace, closed: Closed, slot: Slot, published: Published | None) -> bool:
    told = closed.tables[slot.table] or {}
    path = workspace.partition(TABLES[slot.table], slot.brand, slot.month)
    if not path.is_file():
        return False
    found = sha_of(path)
    if found == told["file_sha"]:
        return True
    # Rows that read well prove nothing of the rest of a file, unless nobody knows its bytes.
    is_unknown = published is None or published.file_sha is None
    return is_unknown and _says_the_same(path, told["content_hash"])


def _says_the_same(path: Path, content_hash: str) -> bool:
    """Whether its rows, read one by one, are those that were closed; what cannot be read is not."""
    import pyarrow as pa

    from warehouse.lake import content_of

    try:
        return content_of(path)[0] == content_hash
    except (OSError, ValueError, pa.ArrowException):
        return False
