"""What one publication tells the ledger. Plain JSON, so that an intent carries it and recovery can apply it for a dead run."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, select, update

from warehouse.ledger.finding import files_of
from warehouse.ledger.forgetting import forget
from warehouse.ledger.own_formats import changed_since
from warehouse.ledger.retiring import retire
from warehouse.ledger.schema import brands, checks, contributions, dispositions, files, partitions
from warehouse.ledger.upsert import upsert

_BATCH = 400

Updates = dict[str, Any]


def apply(connection: Connection, updates: Updates, broken: Collection[tuple[str, ...]] = ()) -> None:
    """Apply one publication's updates; partitions in `broken` are marked to be built again from raw."""
    moved = _judge(connection, updates.get("files", []), changed_since(connection, updates.get("own_formats", {})))
    for brand, sha in updates.get("retired", []):
        retire(connection, brand, sha, "held")
    upsert(connection, dispositions, updates.get("dispositions", []))
    upsert(connection, brands, updates.get("brands", []))
    upsert(connection, checks, updates.get("checks", []))
    _place(connection, updates.get("partitions", []), {tuple(slot) for slot in updates.get("rebuilt", [])}, broken)
    _contribute(connection, updates.get("contributions", []), updates.get("reread", []))
    for (brand, sha), state in moved.items():
        retire(connection, brand, sha, state)
    for brand in updates.get("forgotten", []):
        forget(connection, brand)


def _judge(connection: Connection, judged: list[Updates], reworded: Collection[str]) -> dict[tuple[str, str], str]:
    """What the night found of files that arrived before; a file is never entered here.

    Returns:
        Files of which something else was learned while the night ran, with the state that follows: what the night made of
        them is told, but does not stand.
    """
    keys = [(row["brand"], row["sha"]) for row in judged]
    known = files_of(connection, keys, (files.c.state, files.c.observed_at, files.c.is_released, files.c.assigned_account))
    moved = {}
    for key, row in zip(keys, judged, strict=True):
        now = known[key]
        if now.state == "superseded":
            moved[key] = "superseded"
        elif _known(now) != (row["observed_at"], row["is_released"], row["was_assigned"]) or row["format"] in reworded:
            moved[key] = "received"
    if judged:
        names = [name for name in judged[0] if name not in {"brand", "sha", "observed_at", "is_released", "was_assigned"}]
        values: Updates = {name: bindparam(f"of_{name}") for name in names}
        here = (files.c.brand == bindparam("of_brand")) & (files.c.sha == bindparam("of_sha"))
        # An account that a person has named meanwhile stays named.
        told = [row | _said_meanwhile(known[key], row) for key, row in zip(keys, judged, strict=True)]
        rows = [{f"of_{name}": row[name] for name in ("brand", "sha", *names)} for row in told]
        connection.execute(update(files).where(here).values(**values), rows)
    return moved


def _said_meanwhile(now: Row[Any], row: Updates) -> Updates:
    return {} if now.assigned_account == row["was_assigned"] else {"assigned_account": now.assigned_account}


def _known(now: Row[Any]) -> tuple[str, bool, str | None]:
    """What a night went by when it judged a file."""
    return now.observed_at.isoformat(), now.is_released, now.assigned_account


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


def _contribute(connection: Connection, changes: list[Updates], reread: Collection[list[str]]) -> None:
    """Add the files of each partition; only files that this run read itself may also leave it."""
    names = [column.name for column in contributions.c]
    stays = {(change["table_name"], change["brand"], change["month"]): set(change["shas"]) for change in changes}
    gone = [
        row for row in _supplied(connection, {slot[:2] for slot in stays}, reread) if row[3] not in stays.get(row[:3], {row[3]})
    ]
    if gone:
        is_it = and_(*(column == bindparam(f"of_{column.name}") for column in contributions.c))
        bound = [{f"of_{name}": value for name, value in zip(names, row, strict=True)} for row in gone]
        connection.execute(delete(contributions).where(is_it), bound)
    rows = [dict(zip(names, (*slot, sha), strict=True)) for slot, shas in stays.items() for sha in sorted(shas)]
    upsert(connection, contributions, rows)


def _supplied(
    connection: Connection, places: Iterable[tuple[str, str]], reread: Collection[list[str]]
) -> Iterator[tuple[str, str, str, str]]:
    """(table, brand, month, sha) of every contribution of some files, as [brand, sha], to some tables, as (table, brand)."""
    shas_of: dict[str, list[str]] = defaultdict(list)
    for brand, sha in reread:
        shas_of[brand].append(sha)
    for table, brand in sorted(places):
        # Both together narrow the search to a stretch of the primary key.
        here = (contributions.c.table_name == table) & (contributions.c.brand == brand)
        for start in range(0, len(shas_of[brand]), _BATCH):
            some = contributions.c.sha.in_(shas_of[brand][start : start + _BATCH])
            yield from connection.execute(select(contributions).where(here, some)).tuples().all()
