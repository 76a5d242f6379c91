"""Validate, the set-based half: which records and files break a critical expectation, and how many break each.

The queries come as text from the expectations; the verdict is Great Expectations' (see `expectations.gate`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import STAGING_FILE_PROFILE, STAGING_POST, TABLES
from transforms.facts import coverage
from transforms.facts.register import file_profile_query
from transforms.sources import FileOutcome, SourceFile
from warehouse.engine import map_arrow
from warehouse.hands import Hand, stop
from warehouse.side_by_side import Task, side_by_side

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds

Refused = tuple[str, str, int, list[str], str | None, str]
"""(brand, sha, line, ids of the broken expectations, what could not be read, staging table)"""


_WITH_CELL = """
SELECT brand, source_sha, source_line, reasons, parse_error
FROM ({rows}) JOIN staging USING (brand, source_sha, source_line)
ORDER BY brand, source_sha, source_line
"""
# Rows of one record share its fate: refused is the record, once, for all that any of its rows breaks.
_RECORD_WITH_CELL = """
WITH
refused AS (
    SELECT brand, source_sha, source_line, list_sort(list_distinct(flatten(list(reasons)))) AS reasons
    FROM ({rows}) GROUP BY brand, source_sha, source_line
)
SELECT brand, source_sha, source_line, reasons, min(parse_error) AS parse_error
FROM refused JOIN staging USING (brand, source_sha, source_line)
GROUP BY ALL
ORDER BY brand, source_sha, source_line
"""
_TOLD = """
SELECT brand, source_sha, account_handle, first_date::VARCHAR, last_date::VARCHAR FROM staging ORDER BY brand, source_sha
"""


@dataclass(frozen=True)
class Queries:
    """The SQL of one table's expectations, each over a table called `staging`."""

    rows: str
    counts: str
    batch: str


@dataclass
class Sifted:
    """What the queries found. `batches` holds only what is small enough to be judged row by row."""

    refused: list[Refused] = field(default_factory=list)
    held: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    broken: list[tuple[str, tuple[object, ...], list[str]]] = field(default_factory=list)
    """(table, key, ids of the broken expectations) of report rows"""
    counts: dict[str, list[tuple[str, int, int, int]]] = field(default_factory=dict)
    profiles: list[tuple[str, str, str | None, str | None, str | None]] = field(default_factory=list)
    """(brand, sha, its one own account, first day, last day) of each file"""
    batches: dict[str, pa.Table] = field(default_factory=dict)
    covers: list[tuple[Any, ...]] = field(default_factory=list)
    """what files list whole (coverage.sql)"""


def sift(
    connection: "duckdb.DuckDBPyConnection",
    staged: Mapping[str, list[Path]],
    files: Mapping[tuple[str, str], SourceFile],
    outcomes: Iterable[FileOutcome],
    queries_of: Callable[[str], Queries],
    direct_limit: int,
    listing: Collection[str] = (),
) -> Sifted:
    """Run every query of the night over staged records and over the profile of each file.

    `listing` names the formats that list all posts of an account.
    """
    sifted = Sifted()
    profiles = []
    refused: dict[tuple[str, str, int], Refused] = {}
    for name, paths in sorted(staged.items()):
        connection.register("staging", map_arrow(TABLES[name], paths))
        if _count(connection, name, queries_of(name), sifted, direct_limit):
            with_cell = _RECORD_WITH_CELL if TABLES[name].many_per_record else _WITH_CELL
            found = connection.execute(with_cell.format(rows=queries_of(name).rows)).fetchall()
            # A record that supplies two tables is refused once, in both.
            refused |= {row[:3]: (*row, name) for row in found if row[:3] not in refused}
        profiles.append(connection.sql(file_profile_query(TABLES[name])).to_arrow_table())
        if name == STAGING_POST.name and listing:
            sifted.covers = connection.execute(coverage.found(listing)).fetchall()
    sifted.refused = list(refused.values())
    profile = _profile(connection, profiles, files, outcomes)
    connection.register("staging", profile)
    sifted.profiles = connection.execute(_TOLD).fetchall()
    queries = queries_of(STAGING_FILE_PROFILE.name)
    if _count(connection, STAGING_FILE_PROFILE.name, queries, sifted, direct_limit):
        sifted.held = {(brand, sha): reasons for brand, sha, reasons in connection.execute(queries.rows).fetchall()}
    return sifted


def sift_reports(
    hands: Sequence[Hand], staged: Mapping[str, "ds.Dataset | pa.Table"], queries_of: Callable[[str], Queries]
) -> Sifted:
    """Run every query over the report rows that are about to be published. The gate judges them by their counts alone."""
    parts = {name: Sifted() for name in staged}

    def sift_one(name: str, hand: Hand) -> None:
        hand.connection.register("staging", staged[name])
        if _count(hand.connection, name, queries_of(name), parts[name]):
            found = hand.connection.execute(queries_of(name).rows).fetchall()
            parts[name].broken += [(name, row[:-1], row[-1]) for row in found]
        hand.connection.unregister("staging")

    side_by_side({name: Task(partial(sift_one, name)) for name in staged}, hands, partial(stop, hands))
    sifted = Sifted()
    for part in parts.values():
        sifted.counts |= part.counts
        sifted.broken += part.broken
    return sifted


def _count(
    connection: "duckdb.DuckDBPyConnection", name: str, queries: Queries, sifted: Sifted, direct_limit: int | None = None
) -> bool:
    """Note the counts of every expectation; returns whether any row is unexpected, so that those rows have to be looked up.

    Up to `direct_limit` rows are handed to the gate themselves.
    """
    # Not as a relation: that would be bound twice, and it is hundreds of sums long.
    counts = connection.execute(queries.counts).fetchall()
    sifted.counts[name] = counts
    n_rows = counts[0][1] if counts else 0
    if direct_limit is not None and n_rows <= direct_limit:
        sifted.batches[name] = connection.sql(queries.batch).to_arrow_table()
    return any(n_unexpected for *_, n_unexpected in counts)


def _profile(
    connection: "duckdb.DuckDBPyConnection",
    profiles: list[pa.Table],
    files: Mapping[tuple[str, str], SourceFile],
    outcomes: Iterable[FileOutcome],
) -> pa.Table:
    """staging_file_profile: what extraction and the staged records say of each file together."""
    schema = pa.schema([field.with_nullable(True).remove_metadata() for field in arrow_schema(STAGING_FILE_PROFILE)])  # noqa: FBT003 - positional in pyarrow
    names = ("brand", "platform", "format", "source_sha", "observed_on", "n_records", "n_structural")
    staged = [each for each in outcomes if each.held_code is None]
    rows = [
        (
            each.brand,
            each.platform,
            each.format,
            each.sha,
            files[each.brand, each.sha].observed_on,
            each.n_records,
            each.n_structural,
        )
        for each in staged
    ]
    connection.register(
        "_files",
        pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], pa.schema([schema.field(n) for n in names])),
    )
    # A file may supply two staging tables; its profile covers both.
    connection.register("_profiles", pa.concat_tables(profiles) if profiles else schema.empty_table())
    return (
        connection.sql(
            """
            SELECT
                _files.*,
                CASE WHEN count(DISTINCT account_handle) = 1 THEN min(account_handle) END AS account_handle,
                min(first_date) AS first_date, max(last_date) AS last_date,
                coalesce(sum(n_unparsed), 0)::BIGINT AS n_unparsed, coalesce(sum(n_duplicates), 0)::BIGINT AS n_duplicates,
                coalesce(sum(n_conflicting), 0)::BIGINT AS n_conflicting, sum(n_own)::BIGINT AS n_own
            FROM _files LEFT JOIN _profiles USING (brand, source_sha)
            GROUP BY ALL
            """
        )
        .to_arrow_table()
        .select(schema.names)
        .cast(schema)
    )
