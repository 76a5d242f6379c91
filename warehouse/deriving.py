"""Transform: the dimensions, derived from tonight's facts and the strategies."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.audience_tables import FACT_AUDIENCE, FACT_RETENTION
from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.conversation_tables import FACT_AUDIENCE_MEMBER, FACT_INTERACTION, FACT_MENTION
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT
from transforms.contracts.dictionary import dictionary_rows
from transforms.contracts.metric_table import DIM_METRIC
from transforms.contracts.tables import (
    DATA_DICTIONARY,
    DIM_ACCOUNT,
    DIM_BRAND,
    DIM_DATE,
    DIM_PLATFORM,
    FACT_ACCOUNT_DAILY,
    FACT_POST_DAILY,
    FACT_POST_SNAPSHOT,
    Table,
)
from transforms.exports.registry import SHIPPED, Registry
from transforms.facts.metric_rows import metric_rows
from transforms.facts.register import SMALL_DIMS_VERSION, dim_account_query
from transforms.facts.small_dims import brand_rows, date_rows, platform_rows
from transforms.strategy import Strategy
from warehouse.changing import derive_changes
from warehouse.covering import Coverage
from warehouse.deriving_posts import derive_posts
from warehouse.engine import scan_parquet, stream
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, key_of
from warehouse.workspace import UNDATED

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds

# The facts that say whose accounts are ours.
_FACTS = (
    FACT_POST_SNAPSHOT, FACT_POST_DAILY, FACT_ACCOUNT_DAILY, FACT_AUDIENCE, FACT_RETENTION, FACT_INTERACTION,
    FACT_AUDIENCE_MEMBER,
)  # fmt: skip
_OF_ACCOUNT = ("brand", "platform", "account", "is_own")
_DATED = {table.name for table in (*_FACTS, FACT_POST_CHANGE, FACT_CREATOR_SNAPSHOT, FACT_CREATOR_POST, FACT_MENTION)}
WHOLE = "all"


def format_ranks(known: Registry = SHIPPED) -> pa.Table:
    """`formats`: which format to believe first, in the order of the register, and what to believe of it.

    Does it count a chosen period, only the most seen posts, or another format's posts under other ids?
    """
    formats = list(known)
    # What was taken under a format whose file cannot be read tonight stays in the reports.
    ids, silent = [each.id for each in formats] + sorted(known.broken), [None] * len(known.broken)
    return pa.table(
        {
            "format": pa.array(ids, pa.string()),
            "rank": pa.array(range(len(ids)), pa.int32()),
            "is_windowed": pa.array([*(each.windowed for each in formats), *silent], pa.bool_()).fill_null(False),  # noqa: FBT003 - pyarrow's argument
            "is_partial": pa.array([*(each.partial for each in formats), *silent], pa.bool_()).fill_null(False),  # noqa: FBT003 - pyarrow's argument
            "same_post_as": pa.array([*(each.same_post_as for each in formats), *silent], pa.string()),
        }
    )


def derive(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    strategies: Mapping[str, Strategy],
    retold: frozenset[str],
    formats: Registry,
    coverage: Coverage,
) -> None:
    """Build fact_post_change and every dimension that tonight's facts or strategies change. `own_accounts` is registered."""
    connection.register("formats", format_ranks(formats))
    derive_changes(connection, build)
    derive_posts(connection, build, retold, coverage)
    _dim_account(connection, build, retold)
    _whole(build, DIM_BRAND, brand_rows(strategies.values()))
    _of_formats(build, formats, DIM_PLATFORM, lambda: platform_rows((each.platform, each.time_zone) for each in formats))
    _whole(build, DIM_DATE, date_rows(_years(build)))
    _of_formats(build, formats, DIM_METRIC, lambda: metric_rows(formats))
    _whole(build, DATA_DICTIONARY, dictionary_rows())


def _dim_account(connection: "duckdb.DuckDBPyConnection", build: Build, retold: frozenset[str]) -> None:
    """The accounts of earlier nights stay, except where one may have gone: those brands are counted anew from all their facts."""
    slot = Slot(DIM_ACCOUNT.name, WHOLE, WHOLE)
    if build.is_stale_and_lost(slot):
        # Only a run that looks at all brands knows what stood there.
        return
    before = build.read(slot)
    recounted = _recounted(connection, build, retold)
    connection.register("_known", scan_parquet(DIM_ACCOUNT, [before] if before else []))
    connection.register("_recounted", pa.table({"brand": pa.array(sorted(recounted), pa.string())}))
    connection.execute("CREATE OR REPLACE TEMP VIEW known AS SELECT * FROM _known ANTI JOIN _recounted USING (brand)")
    # Without the file that knows them, the accounts of earlier nights are in the facts of all months.
    is_lost = slot in build.catalogue.to_rebuild()
    slots = {*build.built, *(each for each in build.catalogue.published if is_lost or each.brand in recounted)}
    seen = {
        table.name: build.rows(table.name, sorted(each for each in slots if each.table == table.name), _OF_ACCOUNT)
        for table in _FACTS
    }
    connection.execute(f"CREATE OR REPLACE TEMP VIEW seen AS {_accounts(connection, 'seen', seen)}")
    rows = stream(connection, dim_account_query()).read_all()
    _write_whole(build, DIM_ACCOUNT, lambda: rows, key_of(rows.to_pylist(), SMALL_DIMS_VERSION))


def _recounted(connection: "duckdb.DuckDBPyConnection", build: Build, retold: frozenset[str]) -> set[str]:
    """Brands of which an account may have gone: a strategy calls it otherwise, or a file that is replaced tonight loses it."""
    brands = {*retold, *(slot.brand for slot in build.catalogue.to_rebuild())}
    replaced = {
        slot: build.place(slot)
        for slot, built in build.built.items()
        if built.is_changed and slot.brand not in brands and slot in build.catalogue.published and build.place(slot).exists()
    }
    of = {table: [slot for slot in replaced if slot.table == table.name] for table in _FACTS}
    old = {table.name: scan_parquet(table, [replaced[slot] for slot in slots]) for table, slots in of.items()}
    new = {table.name: build.rows(table.name, slots, _OF_ACCOUNT) for table, slots in of.items()}
    # Each side in parentheses: UNION and EXCEPT bind alike, from left to right.
    lost = f"SELECT DISTINCT brand FROM (({_accounts(connection, 'old', old)}) EXCEPT ({_accounts(connection, 'new', new)}))"
    return brands | {brand for (brand,) in connection.execute(lost).fetchall()}


def _accounts(connection: "duckdb.DuckDBPyConnection", name: str, rows: Mapping[str, "ds.Dataset | pa.Table"]) -> str:
    """Query for the accounts in some rows of the facts."""
    for table in _FACTS:
        connection.register(f"_{name}_{table.name}", rows[table.name])
    return " UNION ".join(f"SELECT {', '.join(_OF_ACCOUNT)} FROM _{name}_{table.name}" for table in _FACTS)


def _years(build: Build) -> set[int]:
    """Years that a fact of any brand touches."""
    months = {month for name in _DATED for brand in build.catalogue.brands for month in build.months_of(name, brand)}
    return {int(month[:4]) for month in (months | build.catalogue.months_elsewhere) - {UNDATED}}


def _of_formats(build: Build, formats: Registry, table: Table, rows: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
    before = build.catalogue.published.get(Slot(table.name, WHOLE, WHOLE))
    # What a format whose file cannot be read tonight brought is still in the facts: its platform stays, too.
    if not (formats.broken and before and before.state == "published"):
        _whole(build, table, rows())


def _whole(build: Build, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    rows = list(rows)
    key = key_of([str(row) for row in rows], SMALL_DIMS_VERSION)
    _write_whole(build, table, lambda: pa.Table.from_pylist(rows, schema=arrow_schema(table)), key)


def _write_whole(build: Build, table: Table, content: Callable[[], pa.Table], key: str) -> None:
    slot = Slot(table.name, WHOLE, WHOLE)
    before = build.catalogue.published.get(slot)
    if before is None or before.state != "published" or before.key != key:
        build.write(slot, SMALL_DIMS_VERSION, key, content().to_batches())
