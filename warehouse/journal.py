"""The journal: one small immutable JSON file per event that no other file can tell.

Kinds so far: `receipt` (an export arrived), `assign` (a file that names no account was given one, by a night or a person),
`release` (a person let a held file in), `close` and `reopen` of a month, beside them the `strategy` and own `format` texts that a
close was made with, `forget` (a brand left). Together with raw/ it is all that a lost ledger is rebuilt from, so events are only
ever added. `workspace.json` beside them is the name by which a ledger that lies elsewhere knows this workspace, `people_key.json`
the fingerprint of the key by which people are hashed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from transforms.errors import IntegrityError
from warehouse.faultpoints import step
from warehouse.locks import scratch
from warehouse.storage import make_folder, sync_files, sync_folders, write_private
from warehouse.workspace import Workspace

Event = dict[str, Any]
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
# Told by the clock: two arrivals that differ in nothing else are one event.
_CLOCK_KEYS = frozenset({"received_at", "at"})


def record(workspace: Workspace, events: Iterable[Event]) -> None:
    """Write events; writing the same event again changes nothing. Each needs `kind`, `brand` and `sha`."""
    missing = {path: event for event in events if not (path := event_path(workspace, event)).exists()}
    if not missing:
        return
    with scratch(workspace.staging) as half_made:
        written = {path: half_made / f"{number}.json" for number, path in enumerate(missing)}
        for folder in {path.parent for path in missing}:
            make_folder(folder, lasts=True)
        for path, temporary in written.items():
            write_private(temporary, text(missing[path]).encode())
        sync_files(written.values())
        for path, temporary in written.items():
            step(f"rename {missing[path]['kind']}")
            temporary.replace(path)
        sync_folders(path.parent for path in written)


def event_path(workspace: Workspace, event: Event) -> Path:
    """An event's place follows from what it says, the clock aside."""
    told = {key: value for key, value in event.items() if key not in _CLOCK_KEYS}
    digest = hashlib.sha256(text(told).encode()).hexdigest()
    folder = workspace.journal / str(event["kind"]) / str(event["brand"])
    return folder / f"{event['sha'][:16]}-{digest[:16]}.json"


def events(workspace: Workspace, kind: str) -> Iterator[Event]:
    """All events of one kind, in the order of their names."""
    for path in sorted((workspace.journal / kind).glob("*/*.json")):
        yield read(path)


def read(path: Path) -> Event:
    """One event.

    Raises:
        IntegrityError: the file holds no event. The clock's digits apart, an event's name says whether it is what was written.
    """
    try:
        event = json.loads(path.read_bytes())
    except (ValueError, FileNotFoundError) as error:
        event = error
    if not isinstance(event, dict):
        raise IntegrityError(
            where=str(path),
            expected="an event of the journal as JSON",
            found=str(event)[:120],
            remedy="take this one file from a backup; `pilaster verify` names every other that is damaged",
        )
    return event


def text(event: Event) -> str:
    """How an event is written, to the byte: JSON with a line per key, in their order.

    A night writes thousands of small ones, and json takes its slow way as soon as it has to indent.
    """
    if any(isinstance(value, dict | list) for value in event.values()):
        return json.dumps(event, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    lines = (f" {_ENCODE(key)}: {_ENCODE(event[key])}" for key in sorted(event))
    return "{\n" + ",\n".join(lines) + "\n}\n"
