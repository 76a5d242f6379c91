"""The journal: one small immutable JSON file per event that no other file can tell.

Kinds so far: `receipt` (an export arrived), `assign` (a file that names no account was given one), `release` (a person let
a held file in). Together with raw/ it is all that a lost ledger is rebuilt from, so events are only ever added.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from warehouse.faultpoints import step
from warehouse.storage import PRIVATE_FILE, make_folder, sync_files, sync_folders
from warehouse.workspace import Workspace

Event = dict[str, Any]
# Told by the clock: two arrivals that differ in nothing else are one event.
_CLOCK_KEYS = frozenset({"received_at", "at"})


def record(workspace: Workspace, events: Iterable[Event]) -> None:
    """Write events; writing the same event again changes nothing. Each needs `kind`, `brand` and `sha`."""
    missing = {path: event for event in events if not (path := event_path(workspace, event)).exists()}
    written = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in missing}
    for path, event in missing.items():
        make_folder(path.parent)
        step(f"write {event['kind']}")
        handle = os.open(written[path], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(_text(event).encode())
    sync_files(written.values())
    for path, temporary in written.items():
        step(f"rename {path.parent.parent.name}")
        temporary.replace(path)
    sync_folders(path.parent for path in written)


def event_path(workspace: Workspace, event: Event) -> Path:
    """An event's place follows from what it says, the clock aside."""
    told = {key: value for key, value in event.items() if key not in _CLOCK_KEYS}
    digest = hashlib.sha256(_text(told).encode()).hexdigest()
    return workspace.journal / event["kind"] / event["brand"] / f"{event['sha'][:16]}-{digest[:16]}.json"


def events(workspace: Workspace, kind: str) -> Iterator[Event]:
    """All events of one kind, in the order of their names."""
    for path in sorted((workspace.journal / kind).glob("*/*.json")):
        yield json.loads(path.read_text("utf-8"))


def _text(event: Event) -> str:
    return json.dumps(event, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
