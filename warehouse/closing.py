"""Closing a month: its reports stay as they are, and the journal keeps everything that they can be made from again.

The close of a month and its `strategy` event are the only journal events that come after their row in the ledger: the row says
that nobody may write these files, before anybody can read in the journal that they are closed. `finish` writes what a dead
process left unwritten; it runs wherever dead publications are finished.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES
from transforms.errors import IntegrityError, RetryError, SettingsError
from warehouse import engagement_pages, journal, receipts
from warehouse.journal import Event
from warehouse.ledger import closing, intents
from warehouse.ledger.closing import Closed, closed_months
from warehouse.ledger.finding import files_of
from warehouse.ledger.partitions import Published, Slot, read_partitions
from warehouse.ledger.schema import files
from warehouse.locks import exclusive
from warehouse.raw import sha_of
from warehouse.workspace import Workspace

CLOSE, REOPEN = "close", "reopen"
# Texts that a close was made with, kept once each: the strategy, and files of formats/ under their names.
STRATEGY, FORMAT = "strategy", "format"
# Everything that decides what a file says besides its own bytes.
_DECISIONS = ("receipt", "assign", "release")
FROZEN = tuple(sorted(table.name for table in TABLES.values() if table.layer == "report" and table != RPT_RESTATEMENTS))


@dataclass(frozen=True)
class Wanted:
    """A month to close, and what its reports were made with."""

    brand: str
    month: str
    strategy: str
    """text of the strategy file"""
    formats: Mapping[str, str]
    """name → text of each file in formats/"""
    made_with: Mapping[str, Any]
    """versions of tables, formats and libraries, and the slices of the strategy: for whoever compares one day"""


def close(workspace: Workspace, ledger: Engine, wanted: Wanted, require: Callable[[dict[Slot, Published]], None]) -> Closed:
    """Close a month. `require` refuses one that is not ready; nobody publishes from that look on.

    Raises:
        SettingsError: it is closed, or has no reports.
        RetryError: a publication is open, or an export that arrived is not carried yet.
        IntegrityError: one of the files is not as it was written.
    """
    with exclusive(workspace.publishing_lock):
        finish(workspace, ledger)
        _require_open(ledger, wanted)
        known = read_partitions(ledger)
        require(known)
        tables = dict(_tables(workspace, known, wanted))
        events = _events(workspace, ledger, wanted, tables)
        name = journal.event_path(workspace, events[-1]).name
        closed = Closed(wanted.brand, wanted.month, name, closing.now(), tables)
        engagement_pages.fall_due(workspace)
        closing.enter(ledger, closed, events)
        finish(workspace, ledger)
    return closed


def reopen(workspace: Workspace, ledger: Engine, brand: str, month: str, reason: str) -> None:
    """Let a closed month follow the facts again; the next run builds its reports.

    Raises:
        SettingsError: the month is not closed.
    """
    with exclusive(workspace.publishing_lock):
        finish(workspace, ledger)
        closed = find(ledger, brand, month)
        event = {
            "kind": REOPEN,
            "brand": brand,
            "sha": hashlib.sha256(closed.event.encode()).hexdigest(),
            "month": month,
            "close": closed.event,
            "reason": reason,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        engagement_pages.fall_due(workspace)
        closing.reopen(ledger, closed, [event])
        finish(workspace, ledger)


def find(ledger: Engine, brand: str, month: str) -> Closed:
    """The close of a month.

    Raises:
        SettingsError: it is not closed.
    """
    with ledger.connect() as connection:
        months = {closed.month: closed for closed in closed_months(connection, [brand])}
    if month not in months:
        raise SettingsError(
            where=f"{brand} {month}",
            expected=f"a closed month: {', '.join(months) or 'none is'}",
            found="a month that is open",
            remedy=f"`pilaster close {month} --brand {brand}` closes it",
        )
    return months[month]


def finish(workspace: Workspace, ledger: Engine) -> None:
    """Bring to the journal what a dead process could not write any more; the caller holds the publishing lock."""
    for brand, month, events in closing.pending(ledger):
        journal.record(workspace, events)
        closing.told(ledger, brand, month)


def in_force(workspace: Workspace) -> Iterator[Closed]:
    """Every close that the journal tells and that was not taken back."""
    reopened = {(event["brand"], event["close"]) for event in journal.events(workspace, REOPEN)}
    for path in sorted((workspace.journal / CLOSE).glob("*/*.json")):
        event = journal.read(path)
        if (event["brand"], path.name) not in reopened:
            at = datetime.fromisoformat(event["at"]).replace(tzinfo=None)
            yield Closed(event["brand"], event["month"], path.name, at, event["tables"])


def event_of(workspace: Workspace, closed: Closed) -> Event:
    """What the journal keeps of a close."""
    return journal.read(workspace.journal / CLOSE / closed.brand / closed.event)


def text_of(workspace: Workspace, brand: str, kind: str, name: str) -> str:
    """A text that a month was closed with; `name` is that of its event."""
    text: str = journal.read(workspace.journal / kind / brand / name)["text"]
    return text


def _require_open(ledger: Engine, wanted: Wanted) -> None:
    if open_intents := intents.open_intents(ledger):
        raise RetryError(
            where=f"run {open_intents[0][0]}",
            expected="no publication under way",
            found="one that was begun and not completed",
            remedy="`pilaster nightly` finishes it; close the month then",
        )
    with ledger.connect() as connection:
        if any(closed.month == wanted.month for closed in closed_months(connection, [wanted.brand])):
            raise SettingsError(
                where=f"{wanted.brand} {wanted.month}",
                expected="a month that is open",
                found="it is closed already",
                remedy=f"`pilaster close {wanted.month} --brand {wanted.brand} --reopen --reason ...` opens it again",
            )


def _tables(workspace: Workspace, known: Mapping[Slot, Published], wanted: Wanted) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """What each report's file is; None where the month has none. Its bytes are looked at: what is frozen has to be whole."""
    if not any(_is_there(known, Slot(table, wanted.brand, wanted.month)) for table in FROZEN):
        raise SettingsError(
            where=f"{wanted.brand} {wanted.month}",
            expected="a month with reports",
            found="none: no export tells of it",
            remedy="look at its spelling, or at what `pilaster status` says of the brand's exports",
        )
    for table in FROZEN:
        slot = Slot(table, wanted.brand, wanted.month)
        if not _is_there(known, slot):
            yield table, None
            continue
        path, published = workspace.partition(TABLES[table], slot.brand, slot.month), known[slot]
        found = sha_of(path) if path.is_file() else None
        if found is None or published.file_sha not in {None, found}:
            raise IntegrityError(
                where=path.relative_to(workspace.root).as_posix(),
                expected="the file that was published",
                found="no such file" if found is None else f"sha256 {found[:12]}: damaged or changed",
                remedy="`pilaster repair --all` builds it again; close the month then",
            )
        yield (
            table,
            {
                "content_hash": published.content_hash,
                "key": published.key,
                "file_sha": found,
                "transform_version": published.transform_version,
                "n_rows": published.n_rows,
            },
        )


def _is_there(known: Mapping[Slot, Published], slot: Slot) -> bool:
    return slot in known and known[slot].state == "published"


def _events(workspace: Workspace, ledger: Engine, wanted: Wanted, tables: Mapping[str, Any]) -> list[Event]:
    """The texts that it was made with, and then the close."""
    folder = workspace.journal / CLOSE / wanted.brand
    number = sum(journal.read(path)["month"] == wanted.month for path in sorted(folder.glob("*.json"))) + 1
    with ledger.connect() as connection:
        others = [closed for closed in closed_months(connection, [wanted.brand]) if closed.month < wanted.month]
    strategy = _text(STRATEGY, wanted.brand, wanted.brand, wanted.strategy)
    formats = {name: _text(FORMAT, wanted.brand, name, text) for name, text in sorted(wanted.formats.items())}
    event = {
        "kind": CLOSE,
        "brand": wanted.brand,
        # The n-th close of a month is an event of its own, whatever it closes.
        "sha": hashlib.sha256(f"{wanted.brand} {wanted.month} {number}".encode()).hexdigest(),
        "month": wanted.month,
        "number": number,
        "known": _known(workspace, ledger, wanted.brand),
        # Reports of later months compare with these, as they were closed.
        "closes": [closed.event for closed in others],
        "strategy": journal.event_path(workspace, strategy).name,
        "formats": {name: journal.event_path(workspace, each).name for name, each in formats.items()},
        "tables": tables,
        "made_with": wanted.made_with,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return [strategy, *formats.values(), event]


def _text(kind: str, brand: str, name: str, text: str) -> Event:
    return {"kind": kind, "brand": brand, "sha": hashlib.sha256(text.encode()).hexdigest(), "name": name, "text": text}


def _known(workspace: Workspace, ledger: Engine, brand: str) -> dict[str, list[str]]:
    """Names of the brand's receipts and of what people decided on its exports.

    Raises:
        RetryError: there is a receipt of which the ledger does not know what the facts would have to know.
    """
    names = {kind: sorted(path.name for path in (workspace.journal / kind / brand).glob("*.json")) for kind in _DECISIONS}
    told: dict[str, list[Event]] = {}
    for name in names["receipt"]:
        event = journal.read(workspace.journal / "receipt" / brand / name)
        told.setdefault(event["sha"], []).append(event)
    with ledger.connect() as connection:
        known = files_of(connection, [(brand, sha) for sha in told], (files.c.observed_at,))
    for sha, found in told.items():
        row = known.get((brand, sha))
        if row is None or row.observed_at != receipts.source_file(found).observed_at.replace(tzinfo=None):
            raise RetryError(
                where=f"{brand}/{found[0]['path']}",
                expected="exports that are all in the facts",
                found="one that arrived and was not carried: a night was killed",
                remedy="`pilaster nightly` carries it; close the month then",
            )
    return names
