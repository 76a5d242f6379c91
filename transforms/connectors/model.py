"""What a connector is: tables that somebody lands in a database, declared as data. Code reads these declarations and knows none.

A row of a source table becomes a record of a text file in the archive, whose header names each column `table.column`. Three kinds
of columns are added on the way, because later no row knows them any more:

    <format>.account   whose numbers the record holds; this header is also what the format is recognised by
    sum.<name>         several columns of the row as one sum
    <lookup>.<column>  what the same database says elsewhere of the record's post or account
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from transforms.exports.model import Field, Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.exports.normalise import Work

# How the archive writes a moment and a day, whatever the database is.
WRITTEN = ("YYYY-MM-DDThh:mm:ss.f", "YYYY-MM-DD")
# Fivetran's own columns (https://fivetran.com/docs/core-concepts/system-columns-and-tables).
SYNCED = "_fivetran_synced"
DELETED = "_fivetran_deleted"
SYSTEM = {
    "_fivetran_id": "the connector's own key of the row; it stays in raw",
    DELETED: "rows that are gone at the source are not read",
}


@dataclass(frozen=True)
class Lookup:
    """Another table of the schema. It may hold several rows or versions of one thing: the one that was synced last counts."""

    table: str
    on: tuple[tuple[str, str], ...]
    """(its column, `table.column` of the record or of a lookup before it)"""
    columns: tuple[str, ...] = ()
    wakes: bool = False
    """a record is read again when its row here appears: without it the record cannot be placed"""


@dataclass(frozen=True)
class SourceTable:
    """One table of a connector, and the format that its records have in the archive."""

    format: Format
    table: str
    key: tuple[str, ...]
    """what tells its records apart"""
    account: tuple[str, ...]
    """`table.column` of the names and ids of its account, best first"""
    lookups: tuple[Lookup, ...] = ()
    added: tuple[str, ...] = ()
    """columns that are added up over all rows of one key; empty: a row is a record"""
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """columns of one row that are one figure together, as `sum.<name>`"""
    present: tuple[str, ...] = ()
    """a row belongs here if one of these `table.column` says something"""
    absent: tuple[str, ...] = ()
    """a row belongs here if none of them does"""
    synced: str = SYNCED
    deleted: str = DELETED


@dataclass(frozen=True)
class Connector:
    """One connector's schema."""

    id: str
    title: str
    schema: str
    """its usual name in the database"""
    tables: tuple[SourceTable, ...]


def account_header(format_id: str) -> str:
    """The header of the added account column."""
    return f"{format_id}.account"


def columns_of(name: str, table: str, *columns: str, exposure: str | None = None, unit: Any = None) -> Field:  # noqa: ANN401 - a Unit
    """The field of a canonical column: the table's columns that supply it, best first."""
    return Field(name, tuple(f"{table}.{column}" for column in columns), exposure=exposure, unit=unit)


def source_format(
    *,
    name: str,
    title: str,
    platform: str,
    source: str,
    table: str,
    account: tuple[str, ...],
    fields: tuple[Field, ...],
    synced: str = SYNCED,
    **more: Any,  # noqa: ANN401 - whatever else a Format has
) -> Format:
    """The format in which records of the source table `source` lie in the archive."""
    carried = {alias for each in fields for alias in each.aliases}
    names = {each: "a name of the account, which is carried" for each in account if each not in carried}
    several = tuple(each.name for each in fields if len(each.aliases) > 1)
    dated = {each.name for each in fields} & {"post_id", "activity_date"}
    return Format(
        id=name,
        platform=platform,
        title=title,
        version=1,
        fields=(
            Field("account_handle", (account_header(name),)),
            Field("observed_at", (f"{source}.{synced}",)),
            *fields,
        ),
        required=("account_handle", "observed_at", *sorted(dated)),
        signature=(frozenset({"account_handle"}),),
        table=table,
        days=WRITTEN,
        moments=WRITTEN,
        coalesced=several,
        not_carried={f"{source}.{name}": why for name, why in SYSTEM.items()} | names | more.pop("not_carried", {}),
        identity=more.pop("identity", read_bare),
        **more,
    )


def not_carried(table: str, why: str, *columns: str) -> dict[str, str]:
    """Known columns of a source table without a column of ours, and why."""
    return {f"{table}.{column}": why for column in columns}


def read_bare(work: Work) -> None:
    """Ids as they are."""
    from transforms.exports.readings import read_identity

    read_identity(work)


def read_last_part(work: Work) -> None:
    """Ids behind the last `_` or `:`: Facebook puts the page before the post, LinkedIn the kind."""
    from dataclasses import replace

    import pyarrow.compute as pc

    from transforms.exports.readings import read_identity
    from transforms.exports.vectors import whole

    if "post_id" in work.cells.columns:
        bare = pc.replace_substring_regex(whole(work.cells.columns["post_id"]), "^.*[_:]", "")
        work.cells = replace(work.cells, columns={**work.cells.columns, "post_id": bare})
    read_identity(work)
