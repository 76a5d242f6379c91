"""Runs in the ledger: when each began, how it ended, what it said of itself."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, insert, update

from warehouse.ledger.open import writing
from warehouse.ledger.schema import runs


def enter_run(ledger: Engine, run_id: str, kind: str) -> None:
    """A run has begun."""
    with writing(ledger) as connection:
        connection.execute(insert(runs).values(run_id=run_id, kind=kind, state="running", started_at=_now()))


def close_run(ledger: Engine, run_id: str, state: str, summary: dict[str, Any]) -> None:
    """A run has ended. An open intent is for recovery to finish: a run that failed while it published must not forget it."""
    with writing(ledger) as connection:
        connection.execute(
            update(runs)
            .where(runs.c.run_id == run_id, runs.c.state != "intent")
            .values(state=state, ended_at=_now(), summary=summary)
        )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
