"""Transform: dim_post, the latest state of each post, derived from fact_post_snapshot and from what the exports list whole."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import DIM_POST, FACT_POST_SNAPSHOT
from transforms.facts import coverage as sql
from transforms.facts.register import DIM_POST_NARROW, DIM_POST_VERSION, dim_post_coalesced, dim_post_latest, dim_post_query
from warehouse.covering import Coverage
from warehouse.engine import stream
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, is_current, key_of, split
from warehouse.portions import whole_files
from warehouse.shelf import Shelf
from warehouse.stack import ROW_ID, Stack

if TYPE_CHECKING:
    import duckdb

# The first version that knows deleted posts.
_WITH_DELETED = 4


def derive_posts(connection: "duckdb.DuckDBPyConnection", build: Build, retold: frozenset[str], coverage: Coverage) -> None:
    """Build every partition of dim_post that tonight's snapshots change, or what tonight's exports list.

    `formats` and `own_accounts` are registered already. `retold` are the brands whose strategy now names other accounts.
    """
    changed = {slot for slot in build.built if slot.table == FACT_POST_SNAPSHOT.name}
    # A dimension may have been lost alone: its fact stands, and is read again.
    lost = {slot for slot in build.catalogue.to_rebuild() if slot.table == DIM_POST.name}
    sure = changed | {Slot(FACT_POST_SNAPSHOT.name, slot.brand, slot.month) for slot in lost}
    listed = coverage.months_at_hand(build) | {
        Slot(FACT_POST_SNAPSHOT.name, brand, month)
        for brand in retold
        for month in build.months_of(FACT_POST_SNAPSHOT.name, brand)
    }
    covered = coverage.over(connection, sure | listed)
    keys = {}
    for slot in sorted(sure | listed):
        target = Slot(DIM_POST.name, slot.brand, slot.month)
        key_at = partial(_key, build.content_of(slot), covered.get((slot.brand, slot.month), []))
        if (
            _is_due(build, target, key_at)
            if slot in sure
            else not is_current(build.catalogue.published.get(target), DIM_POST_VERSION, key_at)
        ):
            keys[target] = key_at(DIM_POST_VERSION)
    sources = [Slot(FACT_POST_SNAPSHOT.name, slot.brand, slot.month) for slot in keys]
    is_covered = any((slot.brand, slot.month) in covered for slot in keys)
    for portion in whole_files(build, sources):
        for slot, batches in split(latest_states(connection, portion.after, build.shelf, is_covered=is_covered), DIM_POST):
            build.write(slot, DIM_POST_VERSION, keys.pop(slot), batches)
    for slot, key in keys.items():
        build.write_empty(slot, key)


def _key(content: str, covered: Sequence[str], version: int) -> str:
    return key_of(content, version, *(covered if version >= _WITH_DELETED else ()))


def _is_due(build: Build, target: Slot, key_at: Callable[[int], str]) -> bool:
    before = build.catalogue.published.get(target)
    return before is None or before.state != "published" or before.key != key_at(DIM_POST_VERSION)


def latest_states(
    connection: "duckdb.DuckDBPyConnection", paths: Sequence[Path], shelf: Shelf | None = None, *, is_covered: bool = False
) -> Iterator[pa.RecordBatch]:
    """Rows of dim_post out of files of fact_post_snapshot. Most posts are told of by one format and taken as they are.

    With `is_covered`, the table `covers` says what exports list whole.
    """
    stack = Stack(DIM_POST, shelf)
    narrow = (*DIM_POST_NARROW, *(sql.NARROW if is_covered else ()))
    connection.register("published", stack.lay_files(FACT_POST_SNAPSHOT, paths, narrow))
    connection.execute(dim_post_latest())
    connection.execute(sql.deleted() if is_covered else sql.none_deleted())
    query = "SELECT row_id FROM latest SEMI JOIN several USING (brand, platform, post_id)"
    places = connection.sql(query).to_arrow_table().column("row_id").to_numpy()
    told = stack.take(places, FACT_POST_SNAPSHOT.columns) if len(places) else arrow_schema(FACT_POST_SNAPSHOT).empty_table()
    connection.register("told", told.append_column(ROW_ID, pa.array(places, pa.int64())))
    coalesced = connection.sql(dim_post_coalesced()).to_arrow_table()
    connection.register("coalesced", stack.lay_table(coalesced))
    yield from stack.carry(stream(connection, dim_post_query()))
    for name in ("snapshots", "same_post", "latest", "several", "deleted"):
        connection.execute(f"DROP TABLE {name}")
