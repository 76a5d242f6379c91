"""Forgetting a brand: its rows, what runs said of it, and the space that all of it lay in."""

from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from warehouse.faultpoints import step
from warehouse.ledger.alert_keys import is_about
from warehouse.ledger.schema import metadata, runs

_GONE = "a brand that left"


def forget(connection: Connection, brand: str) -> None:
    """Delete every row of a brand, and its lines in the summaries of runs."""
    for table in metadata.sorted_tables:
        if "brand" in table.c:
            connection.execute(delete(table).where(table.c.brand == brand))
    for run_id, summary in connection.execute(select(runs.c.run_id, runs.c.summary)).all():
        kept = _unremembered(_without(summary, brand), brand) if summary else summary
        if kept != summary:
            connection.execute(update(runs).where(runs.c.run_id == run_id).values(summary=kept))


def compact(ledger: Engine) -> None:
    """Give back the pages of deleted rows: SQLite would else keep their bytes until it needs the space."""
    if ledger.dialect.name != "sqlite":
        return
    step("compact the ledger")
    connection = ledger.raw_connection()
    try:
        connection.cursor().execute("VACUUM")
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _unremembered(summary: dict[str, Any], brand: str) -> dict[str, Any]:
    """A summary whose memory of alerts knows nothing of the brand: later runs hand on what it says."""
    alerts = summary.get("alerts") or {}
    memory = alerts.get("memory")
    if not memory:
        return summary
    known = [key for key in memory["known"] if not is_about(key, brand)]
    return summary | {"alerts": alerts | {"memory": memory | {"known": known}}}


def _without(told: Any, brand: str) -> Any:  # noqa: ANN401 - any JSON
    """A summary without the entries that are of a brand; a sentence that names it is replaced whole."""
    if isinstance(told, dict):
        return {name: _without(value, brand) for name, value in told.items() if not _is_of([name], brand)}
    if isinstance(told, list):
        return [_without(value, brand) for value in told if not _is_of(value, brand)]
    return _GONE if isinstance(told, str) and _names(told, brand) else told


def _is_of(entry: Any, brand: str) -> bool:  # noqa: ANN401 - any JSON
    """Whether a line of a summary is about the brand: a file's row, an arrival, a path, a Parquet file."""
    if isinstance(entry, dict):
        return entry.get("brand") == brand
    if isinstance(entry, list):
        return any(isinstance(part, str) and (part == brand or _names(part, brand)) for part in entry)
    return isinstance(entry, str) and _names(entry, brand)


def _names(text: str, brand: str) -> bool:
    marks = (f"__{brand}__", f"/{brand}/", f"strategy/{brand}.yaml")
    return text.startswith(f"{brand}/") or any(mark in text for mark in marks)
