"""What one publication tells the ledger. Plain JSON, so that an intent carries it and recovery can apply it for a dead run."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from warehouse.ledger.retiring import retire
from warehouse.ledger.schema import brands, checks, contributions, dispositions, files, partitions
from warehouse.ledger.upsert import upsert

Updates = dict[str, Any]


def apply(connection: Connection, updates: Updates, broken: Collection[tuple[str, ...]] = ()) -> None:
    """Apply one publication's updates; partitions in `broken` are marked to be built again from raw."""
    moved = _judge(connection, updates.get("files", []))
    for brand, sha in updates.get("retired", []):
        retire(connection, brand, sha, "held")
    upsert(connection, dispositions, updates.get("dispositions", []))
    upsert(connection, brands, updates.get("brands", []))
    upsert(connection, checks, updates.get("checks", []))
    _place(connection, updates.get("partitions", []), {tuple(slot) for slot in updates.get("rebuilt", [])}, broken)
    for change in updates.get("contributions", []):
        _contribute(connection, change)
    for (brand, sha), state in moved.items():
        retire(connection, brand, sha, state)


def _judge(connection: Connection, judged: list[Updates]) -> dict[tuple[str, str], str]:
    """What the night found of files that arrived before; a file is never entered here.

    Returns:
        Files of which something else was learned while the night ran, with the state that follows: what the night made of
        them is told, but does not stand.
    """
    moved = {}
    for row in judged:
        here = (files.c.brand == row["brand"]) & (files.c.sha == row["sha"])
        now = connection.execute(select(files.c.state, files.c.observed_at, files.c.is_released).where(here)).one()
        if now.state == "superseded":
            moved[row["brand"], row["sha"]] = "superseded"
        elif (now.observed_at.isoformat(), now.is_released) != (row["observed_at"], row["is_released"]):
            moved[row["brand"], row["sha"]] = "received"
        told = {name: value for name, value in row.items() if name not in {"observed_at", "is_released"}}
        connection.execute(update(files).where(here).values(**told))
    return moved


def _place(
    connection: Connection, rows: list[Updates], rebuilt: Collection[tuple[str, ...]], broken: Collection[tuple[str, ...]]
) -> None:
    """A partition that was marked after the night was planned stays marked: the night had not all of its files."""
    marked = connection.execute(
        select(partitions.c.table_name, partitions.c.brand, partitions.c.month).where(partitions.c.state == "rebuild")
    )
    stays = {tuple(slot) for slot in marked} - set(rebuilt) | set(broken)
    slots = [(row["table_name"], row["brand"], row["month"]) for row in rows]
    states = ["rebuild" if slot in stays else row["state"] for slot, row in zip(slots, rows, strict=True)]
    upsert(connection, partitions, [{**row, "state": state} for row, state in zip(rows, states, strict=True)])


def _contribute(connection: Connection, change: Updates) -> None:
    """Add the files of a partition; only files that this run read itself may also leave it."""
    slot = {name: change[name] for name in ("table_name", "brand", "month")}
    gone = set(change["reread"]) - set(change["shas"])
    if gone:
        here = and_(*(contributions.c[name] == value for name, value in slot.items()))
        connection.execute(delete(contributions).where(here, contributions.c.sha.in_(sorted(gone))))
    upsert(connection, contributions, [{**slot, "sha": sha} for sha in change["shas"]])
