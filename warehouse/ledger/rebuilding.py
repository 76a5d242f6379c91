"""A lost ledger is entered again from raw/ and the journal; what the files say follows when they are read again."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Engine, delete, update

from transforms.sources import said_by_person
from warehouse import journal, receipts
from warehouse.closing import in_force
from warehouse.journal import Event
from warehouse.ledger import closing
from warehouse.ledger.arrivals import NEW_FILE, prefixes
from warehouse.ledger.closing import Closed
from warehouse.ledger.open import writing
from warehouse.ledger.partitions import Slot, place_of, slot_of
from warehouse.ledger.schema import files, landing, metadata, partitions
from warehouse.ledger.schema import workspace as owner
from warehouse.ledger.upsert import upsert
from warehouse.locks import exclusive
from warehouse.raw import sha_of
from warehouse.recovery import finish
from warehouse.workspace import Workspace


def enter_again(workspace: Workspace, ledger: Engine) -> int:
    """Empty the ledger and enter every archived export as if it had just arrived; returns how many there are.

    Whatever lies in the table folders is entered too, as something to build again: what the exports do not say any more goes.
    """
    # Nobody publishes meanwhile; a night that runs finds its own row gone, and fails before it publishes.
    with exclusive(workspace.publishing_lock):
        finish(workspace, ledger)
        return _enter_again(workspace, ledger)


def _enter_again(workspace: Workspace, ledger: Engine) -> int:
    arrived: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in journal.events(workspace, "receipt"):
        arrived[event["brand"], event["sha"]].append(event)
    closes = list(in_force(workspace))
    with writing(ledger) as connection:
        for table in reversed(metadata.sorted_tables):
            # Whose ledger it is stays as it was.
            if table is not owner:
                connection.execute(delete(table))
        rows = [receipts.as_row(receipts.source_file(told), told[0]["size"]) | NEW_FILE for told in arrived.values()]
        upsert(connection, files, rows)
        upsert(connection, landing, _looks(arrived))
        upsert(connection, partitions, [_unknown(slot) for slot in _slots(workspace)])
        closing.repeat(connection, closes)
        upsert(connection, partitions, [_frozen(workspace, closed, table) for closed in closes for table in closed.tables])
        _repeat_decisions(workspace, connection)
        _repeat_superseding(workspace, connection, arrived)
    return len(arrived)


def _slots(workspace: Workspace) -> Iterator[Slot]:
    """The partitions that lie in the table folders, by their names."""
    found = (slot_of(workspace, path) for path in sorted(workspace.warehouse.glob("*/*.parquet")))
    return (slot for slot in found if slot)


def _unknown(slot: Slot) -> dict[str, Any]:
    place = {"table_name": slot.table, "brand": slot.brand, "month": slot.month}
    return {
        **place,
        "state": "rebuild",
        "key": "",
        "content_hash": "",
        "transform_version": 0,
        "n_rows": 0,
        "n_unsettled": 0,
        "file_sha": None,
    }


def _frozen(workspace: Workspace, closed: Closed, table: str) -> dict[str, Any]:
    """A report of a closed month is what its close says; nobody knows what it would be made from now."""
    slot, told = Slot(table, closed.brand, closed.month), closed.tables[table]
    if told is None:
        return _unknown(slot) | {"state": "empty"}
    path = place_of(workspace, slot)
    # Built again by other libraries, it may say the same in other bytes.
    is_itself = not path.is_file() or sha_of(path) == told["file_sha"]
    return _unknown(slot) | told | {"state": "published", "file_sha": told["file_sha"] if is_itself else None}


def _looks(arrived: dict[tuple[str, str], list[Event]]) -> list[dict[str, Any]]:
    """How each path in landing/ looked when it was taken last."""
    latest: dict[tuple[str, str], Event] = {}
    for events in arrived.values():
        for event in events:
            at = (event["brand"], event["path"])
            if at not in latest or _arrival(latest[at]) <= _arrival(event):
                latest[at] = event
    return [
        {
            "brand": brand,
            "path": path,
            "size": event["size"],
            "mtime_ns": str(event["mtime_ns"]),
            "sidecar": event["observed"] or "",
            "sha": event["sha"],
        }
        for (brand, path), event in latest.items()
    ]


def _arrival(event: Event) -> tuple[str, int]:
    return event["received_at"], event["mtime_ns"]


def _repeat_decisions(workspace: Workspace, connection: Connection) -> None:
    # What a person said beats what a night found, and the last word counts.
    for event in sorted(journal.events(workspace, "assign"), key=lambda event: event.get("number", 0)):
        by_person = event["by"] == "person"
        said = said_by_person(event["platform"], event["account"]) if by_person else event["account"]
        _set(connection, event, assigned_account=said)
    for event in journal.events(workspace, "release"):
        _set(connection, event, is_released=True)


def _set(connection: Connection, event: Event, **values: object) -> None:
    connection.execute(update(files).where(files.c.brand == event["brand"], files.c.sha == event["sha"]).values(**values))


def _repeat_superseding(workspace: Workspace, connection: Connection, arrived: dict[tuple[str, str], list[Event]]) -> None:
    at_path: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (brand, sha), events in arrived.items():
        for event in events:
            at_path[brand, event["path"]].add(sha)
    for (brand, _), shas in at_path.items():
        for sha in prefixes(workspace, brand, combinations(sorted(shas), 2)):
            _set(connection, {"brand": brand, "sha": sha}, state="superseded")
