"""What one publication tells the ledger. Plain JSON, so that an intent carries it and recovery can apply it for a dead run."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update

from warehouse.ledger.finding import files_of
from warehouse.ledger.forgetting import forget
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
    _contribute(connection, updates.get("contributions", []))
    for (brand, sha), state in moved.items():
        retire(connection, brand, sha, state)
    for brand in updates.get("forgotten", []):
        forget(connection, brand)


def _judge(connection: Connection, judged: list[Updates]) -> dict[tuple[str, str], str]:
    """What the night found of files that arrived before; a file is never entered here.

    Returns:
        Files of which something else was learned while the night ran, with the state that follows: what the night made of
        them is told, but does not stand.
    """
    keys = [(row["brand"], row["sha"]) for row in judged]
    known = files_of(connection, keys, (files.c.state, files.c.observed_at, files.c.is_released))
    moved = {}
    for key, row in zip(keys, judged, strict=True):
        now = known[key]
        if now.state == "superseded":
            moved[key] = "superseded"
        elif (now.observed_at.isoformat(), now.is_released) != (row["observed_at"], row["is_released"]):
            moved[key] = "received"
    if judged:
        names = [name for name in judged[0] if name not in {"brand", "sha", "observed_at", "is_released"}]
        values: Updates = {name: bindparam(f"of_{name}") for name in names}
        here = (files.c.brand == bindparam("of_brand")) & (files.c.sha == bindparam("of_sha"))
        rows = [{f"of_{name}": row[name] for name in ("brand", "sha", *names)} for row in judged]
        connection.execute(update(files).where(here).values(**values), rows)
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


def _contribute(connection: Connection, changes: list[Updates]) -> None:
    """Add the files of each partition; only files that this run read itself may also leave it."""
    brand_names = sorted({change["brand"] for change in changes})
    here = {tuple(row) for row in connection.execute(select(contributions).where(contributions.c.brand.in_(brand_names)))}
    rows, gone = [], []
    for change in changes:
        slot = {name: change[name] for name in ("table_name", "brand", "month")}
        left = {sha for sha in set(change["reread"]) - set(change["shas"]) if (*slot.values(), sha) in here}
        gone += [{f"of_{name}": value for name, value in (slot | {"sha": sha}).items()} for sha in sorted(left)]
        rows += [slot | {"sha": sha} for sha in change["shas"]]
    if gone:
        is_it = and_(*(column == bindparam(f"of_{column.name}") for column in contributions.c))
        connection.execute(delete(contributions).where(is_it), gone)
    upsert(connection, contributions, rows)
