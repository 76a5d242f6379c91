"""Transform: merge the night's accepted records into facts. Every observation is kept, arrival order leaves no trace."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from transforms.facts.register import FACTS, Fact, post_publication
from transforms.facts.small_dims import HAS_ID_TIME
from transforms.months import shift
from transforms.strategy import Strategy
from warehouse import record_counts
from warehouse.engine import scan_parquet, stream
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, key_of, split
from warehouse.stack import Stack
from warehouse.workspace import UNDATED

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

# Sources without a time in the id differ by a zone or a day, never by more than the month next door.
_NEIGHBOURS = (-1, 0, 1)

# Tables of one fact that no other needs.
_LEFT = ("incoming", "duplicates", "existing", "publication")


def own_accounts(strategies: Iterable[Strategy]) -> pa.Table:
    """One row per name of every own account; its id counts as a name. It counts in exports taken up to `until`, if set."""
    rows = [(each.brand, *name) for each in strategies for name in each.names()]
    names = ("brand", "platform", "name", "handle", "until")
    types = dict.fromkeys(names, pa.string()) | {"until": pa.date32()}
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pa.table({name: pa.array(list(column), types[name]) for name, column in zip(names, columns, strict=True)})


def merge(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    staged: Mapping[str, list["Path"]],
    strategies: Mapping[str, Strategy],
    retold: frozenset[str],
) -> record_counts.Counts:
    """Build every fact partition that the night touches.

    `connection` has the tables `refused` and `held`; `retold` are the brands whose strategy now names other accounts, so
    that all their partitions say anew whose numbers they hold.
    """
    counts = record_counts.nothing_yet(connection)
    connection.register("own_accounts", own_accounts(strategies.values()))
    for fact in FACTS:
        if not _is_concerned(build, fact, staged, retold):
            continue
        stack = Stack(fact.table)
        connection.register("staging", stack.lay_mapped(fact.staging, staged.get(fact.staging.name, [])))
        connection.execute(fact.incoming())
        connection.unregister("staging")
        _merge_one(connection, build, fact, stack, strategies, retold)
        record_counts.count(connection, fact, counts)
        # What comes after needs the memory for itself.
        for name in _LEFT:
            connection.execute(f"DROP TABLE IF EXISTS {name}")
    return record_counts.finish(connection, counts)


def _is_concerned(build: Build, fact: Fact, staged: Mapping[str, list["Path"]], retold: frozenset[str]) -> bool:
    """Whether tonight can change anything of a fact; of most it cannot, and a query over nothing takes its time too."""
    name = fact.table.name
    return (
        bool(staged.get(fact.staging.name))
        or any(slot.table == name for slot in build.catalogue.to_rebuild())
        or any(build.catalogue.of(name, brand) for brand in retold)
    )


def _merge_one(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    fact: Fact,
    stack: Stack,
    strategies: Mapping[str, Strategy],
    retold: frozenset[str],
) -> None:
    touched = _touched(connection, build, fact, retold)
    paths = [path for slot in sorted(touched) if (path := build.read(slot))]
    connection.register("published", stack.lay_files(fact.table, paths, fact.published))
    connection.execute(fact.observed())
    if fact.moves:
        connection.execute(post_publication(fact))
    contributors = _contributors(connection, build, fact, touched)
    for slot, batches in split(stack.carry(stream(connection, fact.query())), fact.table):
        shas = contributors[slot]
        accounts_hash = strategies[slot.brand].accounts_hash if slot.brand in strategies else ""
        version = build.version_of(slot, fact.version)
        build.write(slot, version, key_of(sorted(shas), version, accounts_hash), batches, frozenset(shas))
    for slot in sorted(touched):
        if slot not in build.built and slot in build.catalogue.published:
            build.write_empty(slot, key_of())


def _touched(connection: "duckdb.DuckDBPyConnection", build: Build, fact: Fact, retold: frozenset[str]) -> set[Slot]:
    """Every partition whose rows the night may change, among them those that a post has to leave."""
    name = fact.table.name
    months = connection.execute("SELECT DISTINCT brand, month FROM incoming").fetchall()
    touched = {Slot(name, brand, month) for brand, month in months}
    touched |= {slot for slot in build.catalogue.to_rebuild() if slot.table == name}
    touched |= {Slot(name, brand, month) for brand in retold for month in build.catalogue.of(name, brand)}
    # A file that was read again may have left a month that it supplied before.
    again = connection.execute("SELECT DISTINCT brand, source_sha FROM incoming").fetchall()
    touched |= build.catalogue.supplied_by(again, name).keys()
    return touched | _homes(connection, build, fact, touched) if fact.moves else touched


def _homes(connection: "duckdb.DuckDBPyConnection", build: Build, fact: Fact, touched: set[Slot]) -> set[Slot]:
    """Partitions outside `touched` that hold an incoming post: it is known there under another moment of publication."""
    candidates = _candidates(connection, build, fact) - touched
    paths = [path for slot in sorted(candidates) if (path := build.read(slot))]
    if not paths:
        return set()
    connection.register("elsewhere", scan_parquet(fact.table, paths))
    found = connection.execute(
        f"SELECT DISTINCT brand, month_of({fact.table.moment}) FROM elsewhere SEMI JOIN incoming USING ({fact.post})"
    ).fetchall()
    return {Slot(fact.table.name, brand, month) for brand, month in found}


def _candidates(connection: "duckdb.DuckDBPyConnection", build: Build, fact: Fact) -> set[Slot]:
    """Where else an incoming post may lie. Ids that carry their time settle a post's month for good, so mostly nowhere."""
    if fact.is_latest or not fact.is_ours:
        # What somebody typed, or a tool read, may be wrong by any number of months.
        brands = connection.execute("SELECT DISTINCT brand FROM incoming").fetchall()
        return {found.slot for (brand,) in brands for found in build.catalogue.of(fact.table.name, brand).values()}
    rows = connection.execute("SELECT DISTINCT brand, platform, published_at_source = 'id', month FROM incoming").fetchall()
    candidates = set()
    for brand, platform, is_settled, month in rows:
        for other, found in build.catalogue.of(fact.table.name, brand).items():
            if platform in HAS_ID_TIME:
                could_lie = bool(found.n_unsettled) or not is_settled
            else:
                could_lie = UNDATED in (month, other) or other in {shift(month, by) for by in _NEIGHBOURS}
            if could_lie:
                candidates.add(found.slot)
    return candidates


def _contributors(connection: "duckdb.DuckDBPyConnection", build: Build, fact: Fact, touched: set[Slot]) -> dict[Slot, set[str]]:
    """Which files have an accepted record in each partition, the losers of a contest included."""
    rebuilt = build.catalogue.to_rebuild()
    again = set(connection.execute("SELECT DISTINCT brand, source_sha FROM incoming").fetchall())
    before = build.catalogue.contributors_of(touched - rebuilt)
    found = {slot: {sha for sha in before[slot] if (slot.brand, sha) not in again} for slot in touched - rebuilt}
    found |= {slot: set() for slot in rebuilt & touched}
    if fact.moves:
        rows = connection.execute(
            f"SELECT DISTINCT brand, publication.month, incoming.source_sha FROM incoming JOIN publication USING ({fact.post})"
        ).fetchall()
        _follow_moved_posts(connection, fact, found)
    else:
        rows = connection.execute("SELECT DISTINCT brand, month, source_sha FROM incoming").fetchall()
    for brand, month, sha in rows:
        found.setdefault(Slot(fact.table.name, brand, month), set()).add(sha)
    return found


def _follow_moved_posts(connection: "duckdb.DuckDBPyConnection", fact: Fact, found: dict[Slot, set[str]]) -> None:
    """A post that changes its month may take along records of every file of its old month: losers of a contest leave no row."""
    moved = connection.execute(
        f"""
        SELECT DISTINCT brand, existing.month, publication.month
        FROM existing JOIN publication USING ({fact.post})
        WHERE publication.month <> existing.month
        """
    ).fetchall()
    for brand, old, new in moved:
        found.setdefault(Slot(fact.table.name, brand, new), set()).update(found[Slot(fact.table.name, brand, old)])
