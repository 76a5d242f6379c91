"""Closed months in the ledger: which they are, and what the journal does not know of them yet.

A close is committed here first, then written to the journal, then told to be there: whoever dies in between leaves a row with
`pending` events, and the next run writes them. From the first commit on nobody writes these reports.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, select, update

from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from warehouse.journal import Event
from warehouse.ledger.open import writing
from warehouse.ledger.schema import closes, partitions

CLOSED, REOPENED = "closed", "reopened"
_TOLD = (closes.c.brand, closes.c.month, closes.c.state, closes.c.event, closes.c.closed_at, closes.c.tables)


@dataclass(frozen=True)
class Closed:
    """One closed month of a brand."""

    brand: str
    month: str
    event: str
    """name of the close in journal/close/<brand>/"""
    closed_at: datetime
    tables: dict[str, dict[str, Any] | None]
    """report → content_hash, key, file_sha, transform_version and n_rows of its file; None: it had none, and gets none"""


def closed_months(connection: Connection, brands: Iterable[str] | None = None) -> list[Closed]:
    """Every closed month (of some brands), in the order of brand and month."""
    query = select(*_TOLD).order_by(closes.c.brand, closes.c.month)
    if brands is not None:
        query = query.where(closes.c.brand.in_(sorted(brands)))
    # One that is being reopened is closed no more: it only waits for the journal.
    return [_closed(row) for row in connection.execute(query) if row.state == CLOSED]


def enter(ledger: Engine, closed: Closed, pending: list[Event]) -> None:
    """Commit a close whose events the journal does not have yet."""
    with writing(ledger) as connection:
        connection.execute(closes.insert().values(**_row(closed), pending=pending))


def reopen(ledger: Engine, closed: Closed, pending: list[Event]) -> None:
    """Commit the end of a close: what was frozen is to be built again, and its restatements go."""
    with writing(ledger) as connection:
        here = (closes.c.brand == closed.brand) & (closes.c.month == closed.month)
        connection.execute(update(closes).where(here).values(state=REOPENED, pending=pending))
        of_month = (partitions.c.brand == closed.brand) & (partitions.c.month == closed.month)
        frozen = partitions.c.table_name.in_([*closed.tables, RPT_RESTATEMENTS.name])
        connection.execute(update(partitions).where(of_month, frozen).values(state="rebuild"))


def pending(ledger: Engine) -> list[tuple[str, str, list[Event]]]:
    """(brand, month, events) of what the journal does not know yet."""
    query = select(closes.c.brand, closes.c.month, closes.c.pending).where(closes.c.pending.is_not(None))
    with ledger.connect() as connection:
        return [(row.brand, row.month, row.pending) for row in connection.execute(query)]


def told(ledger: Engine, brand: str, month: str) -> None:
    """The journal has the events of a month now."""
    here = (closes.c.brand == brand) & (closes.c.month == month)
    with writing(ledger) as connection:
        connection.execute(delete(closes).where(here, closes.c.state == REOPENED))
        connection.execute(update(closes).where(here).values(pending=None))


def repeat(connection: Connection, found: Iterable[Closed]) -> None:
    """Enter closes that the journal tells into an empty ledger."""
    for closed in found:
        connection.execute(closes.insert().values(**_row(closed), pending=None))


def now() -> datetime:
    """The moment of a close, for people: nothing is decided by it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _row(closed: Closed) -> dict[str, Any]:
    return vars(closed) | {"state": CLOSED}


def _closed(row: Row[Any]) -> Closed:
    return Closed(row.brand, row.month, row.event, row.closed_at, row.tables)
