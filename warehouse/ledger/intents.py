"""Intents: what a publication is about to do, committed before it does it."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from transforms.errors import PartitionMovedError, RetryError
from warehouse.ledger.open import writing
from warehouse.ledger.schema import runs
from warehouse.ledger.updates import apply

Intent = dict[str, Any]
"""files: slot, path, staged, generation and content_hash of each; updates: what the ledger says once they are in place"""


def enter(ledger: Engine, run_id: str, intent: Intent) -> None:
    """Commit an intent. From here on the publication is only ever rolled forward.

    Raises:
        PartitionMovedError: another intent is open, whose commit was still on its way when we looked: it comes first.
        RetryError: the ledger was rebuilt while this run was at work.
    """
    with writing(ledger) as connection:
        other = connection.execute(select(runs.c.run_id).where(runs.c.state == "intent", runs.c.run_id != run_id)).scalar()
        if other is not None:
            raise PartitionMovedError(
                where="the ledger", expected="no open intent", found=f"that of {other}", remedy="merged again"
            )
        entered = connection.execute(update(runs).where(runs.c.run_id == run_id).values(state="intent", intent=intent))
        if entered.rowcount != 1:
            raise RetryError(
                where=f"the ledger, run {run_id}",
                expected="the row of this run",
                found="none: the ledger was rebuilt meanwhile",
                remedy="run it again; nothing of this run was published",
            )


def complete(ledger: Engine, run_id: str, intent: Intent, broken: Collection[str] = ()) -> None:
    """The ledger says what the files say, in one transaction; `broken` paths are to be built again."""
    slots = {tuple(entry["slot"]) for entry in intent["files"] if entry["path"] in broken}
    now = datetime.now(UTC).replace(tzinfo=None)
    with writing(ledger) as connection:
        # A commit whose answer was lost may have been one all the same.
        if connection.execute(select(runs.c.state).where(runs.c.run_id == run_id)).scalar() != "intent":
            return
        apply(connection, intent["updates"], slots)
        values = {"state": "published", "intent": None, "ended_at": now, "summary": intent["updates"].get("summary")}
        connection.execute(update(runs).where(runs.c.run_id == run_id).values(**values))


def open_intents(ledger: Engine) -> list[tuple[str, Intent]]:
    """(run, intent) of every publication that was begun and not completed."""
    with ledger.connect() as connection:
        rows = connection.execute(select(runs.c.run_id, runs.c.intent).where(runs.c.state == "intent"))
        return [(row.run_id, row.intent) for row in rows]


def bury(ledger: Engine, run_id: str) -> bool:
    """Say of a dead run that had no intent that it failed: nothing of it was published. False if it has one that is open.

    A run whose connection died may have sent a commit that the server still works on; so one that has not ended, or is not known
    yet, is looked at after waiting for every other writer.
    """
    with ledger.connect() as connection:
        if _state(connection, run_id) in {"published", "failed"}:
            return True
    with writing(ledger) as connection:
        state = _state(connection, run_id)
        if state == "running":
            now = datetime.now(UTC).replace(tzinfo=None)
            # What it remembers of alerts that went out stays.
            known = connection.execute(select(runs.c.summary).where(runs.c.run_id == run_id)).scalar() or {}
            summary = known | {"error": "it was killed before it published anything"}
            connection.execute(update(runs).where(runs.c.run_id == run_id).values(state="failed", ended_at=now, summary=summary))
    return state != "intent"


def _state(connection: Connection, run_id: str) -> str | None:
    found: str | None = connection.execute(select(runs.c.state).where(runs.c.run_id == run_id)).scalar()
    return found
