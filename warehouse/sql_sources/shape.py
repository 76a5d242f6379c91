"""Which tables and columns of a connector a database has, held against what the connector promises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, TableClause, column, inspect, table
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.types import DateTime

from transforms.connectors.model import Lookup, SourceTable
from transforms.errors import DatabaseSourceError
from warehouse.sql_sources.reaching import place, url_of
from warehouse.sql_sources.source import Source

_MANY = 40


@dataclass(frozen=True)
class Shape:
    """A connector's table as one database has it."""

    told: SourceTable
    main: TableClause
    lookups: Mapping[str, TableClause]
    """those that are there"""

    def has(self, name: str) -> bool:
        """Whether there is a column `table.column`."""
        where, _, wanted = name.partition(".")
        found = self.main if where == self.told.table else self.lookups.get(where)
        return found is not None and wanted in found.c

    @property
    def can_hold_records(self) -> bool:
        """Whether a row could belong here: without any of the columns that say so, none does."""
        return not self.told.present or any(self.has(name) for name in self.told.present)


def look(connection: Connection, source: Source, schema: str | None, told: SourceTable) -> Shape:
    """The tables that `told` reads, with the columns that they have.

    Raises:
        DatabaseSourceError: a table or column is missing without which no record can be read.
    """
    main = _table(connection, source, schema, told.table)
    if main is None:
        raise _no_table(connection, source, schema, told.table)
    ours = [name for _, name in _main_columns(told)]
    _require(connection, source, main, (*told.key, told.synced, *ours, *_needed(told, main)))
    if not isinstance(main.c[told.synced].type, DateTime):
        raise DatabaseSourceError(
            where=place(source, url_of(connection), f"{main.name}.{told.synced}"),
            expected="a timestamp, which says what is new",
            found=f"a column of type {main.c[told.synced].type}",
            remedy="let the connector land it as a timestamp, or read from a view that casts it",
        )
    lookups: dict[str, TableClause] = {}
    for lookup in told.lookups:
        found = _lookup(connection, source, schema, lookup)
        # A lookup hangs on those before it.
        reachable = all(name.partition(".")[0] in {told.table, *lookups} for _, name in lookup.on)
        if found is not None and reachable:
            lookups[lookup.table] = found
    return Shape(told, main, lookups)


def _main_columns(told: SourceTable) -> list[tuple[str, str]]:
    pairs = (name.partition(".")[::2] for lookup in told.lookups for _, name in lookup.on)
    return [(where, name) for where, name in pairs if where == told.table]


def _needed(told: SourceTable, main: TableClause) -> Iterable[str]:
    """Columns that supply what the format requires, where none of several does."""
    for each in told.format.fields:
        own = [alias.partition(".")[2] for alias in each.aliases if alias.startswith(f"{told.table}.")]
        if each.name in told.format.required and own and not any(name in main.c for name in own):
            yield own[0]


def _lookup(connection: Connection, source: Source, schema: str | None, lookup: Lookup) -> TableClause | None:
    found = _table(connection, source, schema, lookup.table)
    if found is None and lookup.wakes:
        raise _no_table(connection, source, schema, lookup.table)
    keys = [own for own, _ in lookup.on]
    if found is not None and lookup.wakes:
        _require(connection, source, found, keys)
    return found if found is not None and all(key in found.c for key in keys) else None


def _table(connection: Connection, source: Source, schema: str | None, name: str) -> TableClause | None:
    del source
    try:
        columns = inspect(connection).get_columns(name, schema=schema)
    except NoSuchTableError:
        return None
    return table(name, *(column(each["name"], each["type"]) for each in columns), schema=schema) if columns else None


def _require(connection: Connection, source: Source, found: TableClause, wanted: Iterable[str]) -> None:
    missing = sorted({name for name in wanted if name not in found.c})
    if missing:
        raise DatabaseSourceError(
            where=place(source, url_of(connection), found.name),
            expected=f"columns {', '.join(missing)}, as the connector {source.connector} lands them",
            found="columns " + ", ".join(sorted(each.name for each in found.c)[:_MANY]),
            remedy="see whether they are left out of the connector's sync, or whether this is another connector's schema",
        )


def _no_table(connection: Connection, source: Source, schema: str | None, name: str) -> DatabaseSourceError:
    inspector = inspect(connection)
    there = sorted([*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)])
    told = f"schema {schema}" if schema else "the database"
    return DatabaseSourceError(
        where=place(source, url_of(connection), name),
        expected=f"a table {name} in {told}, as the connector {source.connector} lands it",
        found=f"tables {', '.join(there[:_MANY])}" if there else f"no table in {told}, or none that this role may see",
        remedy="name the right `schema` in this source, or see whether the table is left out of the connector's sync",
    )
