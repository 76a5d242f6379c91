"""The questions that are put to a source: its records with what other tables say of them, in the order of their sync."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    TableClause,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
)

from transforms.connectors.model import Lookup
from warehouse.sql_sources.shape import Shape

_READ, _SYNCED, _ARRIVED = "read_at", "synced_at", "arrived_at"


@dataclass(frozen=True)
class Records:
    """A table's records as a query, and the header of each of its first columns."""

    query: FromClause
    headers: tuple[str, ...]
    n_keys: int
    has_zone: bool

    def between(self, after: datetime | None, until: datetime) -> Select[Any]:
        """Records that became readable after one moment and until another, in the order of that moment and of their keys.

        Whole moments only: what shares a moment is never divided, so `after` needs no place within it.
        """
        read = self.query.c[_READ]
        window = [read <= _bound(until, has_zone=self.has_zone)] + (
            [] if after is None else [read > _bound(after, has_zone=self.has_zone)]
        )
        keys = [self.query.c[f"k{at}"] for at in range(self.n_keys)]
        columns = [self.query.c[f"c{at}"] for at in range(len(self.headers))]
        return select(*columns, self.query.c[_SYNCED], read).where(*window).order_by(read, *keys)

    def count(self, until: datetime) -> Select[Any]:
        """How many records there are up to a moment."""
        return select(func.count()).select_from(self.query).where(self.query.c[_READ] <= _bound(until, has_zone=self.has_zone))


def records(shape: Shape) -> Records:
    """Every record of a table, once, whatever its lookups hold."""
    told = shape.told
    main = _added_up(shape) if told.added else shape.main
    synced = main.c[told.synced]
    joined, read, seen = _joined(shape, main)
    headers = _headers(shape, main)
    columns = [seen[name.partition(".")[0]].c[name.partition(".")[2]] for name in headers]
    query = (
        select(
            *(column.label(f"c{at}") for at, column in enumerate(columns)),
            *(main.c[name].label(f"k{at}") for at, name in enumerate(told.key)),
            synced.label(_SYNCED),
            read.label(_READ),
        )
        .select_from(joined)
        .where(synced.is_not(None), *_belonging(shape, seen))
    )
    if not told.added:
        query = query.where(*_living(shape))
    has_zone = bool(getattr(shape.main.c[told.synced].type, "timezone", False))
    return Records(query.subquery("records"), tuple(headers), len(told.key), has_zone)


def oddities(shape: Shape, after: datetime | None, until: datetime) -> Select[Any]:
    """(rows without a sync moment, rows deleted since, rows too young): what is not read, for people to know."""
    told, main = shape.told, shape.main
    synced = main.c[told.synced]
    has_zone = bool(getattr(synced.type, "timezone", False))
    gone: list[ColumnElement[bool]] = [main.c[told.deleted].is_(true())] if told.deleted in main.c else [false()]
    gone += [] if after is None else [synced > _bound(after, has_zone=has_zone)]
    young = synced > _bound(until, has_zone=has_zone)
    return select(*(func.count().filter(each) for each in (synced.is_(None), and_(*gone), young))).select_from(main)


def as_utc(moment: datetime) -> datetime:
    """A moment as a driver gives it; without a zone it is UTC, as connectors write."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _bound(moment: datetime, *, has_zone: bool) -> datetime:
    """A moment of UTC as a sync column has it."""
    return moment if has_zone else moment.replace(tzinfo=None)


def _headers(shape: Shape, main: FromClause) -> list[str]:
    told = shape.told
    names = {f"{told.table}.{column.name}" for column in main.c}
    names |= {f"{each.table}.{name}" for each in told.lookups for name in each.columns if shape.has(f"{each.table}.{name}")}
    # One order, whatever the order of the columns is: the same rows are the same bytes.
    return sorted(names)


def _added_up(shape: Shape) -> FromClause:
    """One row per key: the sums of its rows, as new as the newest of them."""
    told, main = shape.told, shape.main
    sums = [func.sum(main.c[name]).label(name) for name in dict.fromkeys(told.added) if name in main.c]
    keys = [main.c[name] for name in told.key]
    newest = func.max(main.c[told.synced]).label(told.synced)
    return select(*keys, *sums, newest).where(*_living(shape)).group_by(*keys).subquery("added_up")


def _living(shape: Shape) -> list[ColumnElement[bool]]:
    deleted = shape.told.deleted
    return [shape.main.c[deleted].is_not(true())] if deleted in shape.main.c else []


def _joined(shape: Shape, main: FromClause) -> tuple[FromClause, ColumnElement[datetime], dict[str, FromClause]]:
    """The records beside their lookups, the moment at which each became readable, and what each table is called there."""
    told = shape.told
    joined: FromClause = main
    read: ColumnElement[datetime] = main.c[told.synced]
    seen: dict[str, FromClause] = {told.table: main}
    for lookup in told.lookups:
        if lookup.table not in shape.lookups:
            continue
        latest = _latest(lookup, shape.lookups[lookup.table], told.synced)
        matches = [_same(latest.c[own], seen[name.partition(".")[0]].c[name.partition(".")[2]]) for own, name in lookup.on]
        joined = joined.outerjoin(latest, and_(*matches))
        seen[lookup.table] = latest
        if lookup.wakes and _ARRIVED in latest.c:
            read = case((latest.c[_ARRIVED] > read, latest.c[_ARRIVED]), else_=read)
    return joined, read, seen


def _latest(lookup: Lookup, found: TableClause, synced: str) -> FromClause:
    """One row per key of a lookup: the last one by its sync; of equals always the same.

    With it, where it has a sync moment, that of the first version: a record waits for its post to appear, and is not read again
    for every change of the post's text.
    """
    keys = [found.c[own] for own, _ in lookup.on]
    wanted = [found.c[name] for name in dict.fromkeys((*(own for own, _ in lookup.on), *lookup.columns)) if name in found.c]
    has_moment = synced in found.c
    arrived = [func.min(found.c[synced]).over(partition_by=keys).label(_ARRIVED)] if has_moment else []
    order = [found.c[synced].desc(), *wanted] if has_moment else wanted
    place = func.row_number().over(partition_by=keys, order_by=order).label("place")
    ranked = select(*wanted, *arrived, place).subquery(f"{lookup.table}_ranked")
    kept = [column for column in ranked.c if column.name != "place"]
    return select(*kept).where(ranked.c.place == 1).subquery(f"{lookup.table}_latest")


def _same(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Ids are compared as text where one table has them as numbers and the other as text."""
    if isinstance(one.type, String) == isinstance(other.type, String):
        return one == other
    return cast(one, String) == cast(other, String)


def _belonging(shape: Shape, seen: dict[str, FromClause]) -> list[ColumnElement[bool]]:
    told = shape.told
    conditions = []
    if told.present:
        conditions.append(or_(*(_says(seen, name) for name in told.present if shape.has(name))))
    conditions += [~_says(seen, name) for name in told.absent if shape.has(name)]
    return conditions


def _says(seen: dict[str, FromClause], name: str) -> ColumnElement[bool]:
    where, _, column = name.partition(".")
    found = seen[where].c[column]
    # Spelled out, so that it is never NULL and can be turned round.
    return and_(found.is_not(None), found != "") if isinstance(found.type, String) else found.is_not(None)
