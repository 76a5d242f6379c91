"""What one publication tells the ledger. Plain JSON, so that an intent carries it and recovery can apply it for a dead run."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, update

from warehouse.ledger.schema import brands, checks, contributions, dispositions, files, partitions
from warehouse.ledger.retiring import retire
from warehouse.ledger.upsert import upsert

Updates = dict[str, Any]


def apply(connection: Connection, updates: Updates, broken: Collection[tuple[str, ...]] = ()) -> None:
    """Apply one publication's updates; partitions in `broken` are marked to be built again from raw."""
    _judge(connection, updates.get("files", []))
    for brand, sha in updates.get("retired", []):
        retire(connection, brand, sha, "held")
    upsert(connection, dispositions, updates.get("dispositions", []))
    upsert(connection, brands, updates.get("brands", []))
    upsert(connection, checks, updates.get("checks", []))
    for row in updates.get("partitions", []):
        is_broken = (row["table_name"], row["brand"], row["month"]) in broken
        upsert(connection, partitions, [{**row, "state": "rebuild"} if is_broken else row])
    for change in updates.get("contributions", []):
        _contribute(connection, change)


def _judge(connection: Connection, judged: list[Updates]) -> None:
    """What the night found of files that arrived before; a file is never entered here."""
    if judged:
        here = and_(files.c.brand == bindparam("of_brand"), files.c.sha == bindparam("of_sha"))
        rows = [
            {"of_brand": row["brand"], "of_sha": row["sha"], **{k: v for k, v in row.items() if k not in {"brand", "sha"}}}
            for row in judged
        ]
        values: dict[str, Any] = {name: bindparam(name) for name in judged[0] if name not in {"brand", "sha"}}
        connection.execute(update(files).where(here).values(**values), rows)


def _contribute(connection: Connection, change: Updates) -> None:
    """Add the files of a partition; only files that this run read itself may also leave it."""
    slot = {name: change[name] for name in ("table_name", "brand", "month")}
    gone = set(change["reread"]) - set(change["shas"])
    if gone:
        here = and_(*(contributions.c[name] == value for name, value in slot.items()))
        connection.execute(delete(contributions).where(here, contributions.c.sha.in_(sorted(gone))))
    upsert(connection, contributions, [{**slot, "sha": sha} for sha in change["shas"]])
