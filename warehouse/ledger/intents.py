"""Intents: what a publication is about to do, committed before it does it."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select, update

from warehouse.ledger.open import writing
from warehouse.ledger.schema import runs
from warehouse.ledger.updates import apply

Intent = dict[str, Any]
"""files: slot, path, staged, generation and content_hash of each; updates: what the ledger says once they are in place"""


def enter(ledger: Engine, run_id: str, intent: Intent) -> None:
    """Commit an intent. From here on the publication is only ever rolled forward."""
    with writing(ledger) as connection:
        connection.execute(update(runs).where(runs.c.run_id == run_id).values(state="intent", intent=intent))


def complete(ledger: Engine, run_id: str, intent: Intent, broken: Collection[str] = ()) -> None:
    """The ledger says what the files say, in one transaction; `broken` paths are to be built again."""
    slots = {tuple(entry["slot"]) for entry in intent["files"] if entry["path"] in broken}
    now = datetime.now(UTC).replace(tzinfo=None)
    with writing(ledger) as connection:
        apply(connection, intent["updates"], slots)
        connection.execute(update(runs).where(runs.c.run_id == run_id).values(state="published", intent=None, ended_at=now))


def open_intents(ledger: Engine) -> list[tuple[str, Intent]]:
    """(run, intent) of every publication that was begun and not completed."""
    with ledger.connect() as connection:
        rows = connection.execute(select(runs.c.run_id, runs.c.intent).where(runs.c.state == "intent"))
        return [(row.run_id, row.intent) for row in rows]


def bury(ledger: Engine, run_id: str) -> None:
    """Say of a run that died before it had an intent that it failed; nothing of it was published."""
    with ledger.connect() as connection:
        found = connection.execute(select(runs.c.summary).where(runs.c.run_id == run_id, runs.c.state == "running")).first()
    if found:
        now = datetime.now(UTC).replace(tzinfo=None)
        # What it remembers of alerts that went out stays.
        summary = (found.summary or {}) | {"error": "it was killed before it published anything"}
        with writing(ledger) as connection:
            connection.execute(update(runs).where(runs.c.run_id == run_id).values(state="failed", ended_at=now, summary=summary))
