"""Transform: fact_post_change, derived from the posts of fact_post_snapshot that have another past than before tonight.

A post's snapshots lie in the month of its publication, its changes in the months in which they ended. So a night compares the
snapshots that it replaces with what they were, finds the posts whose observations differ, from which day on and in which months
that shows, and builds these partitions: the changes of those posts from that day on anew, all others as they lie. What it costs
depends on what arrived. Where there is nothing sure to compare with, the posts of the brand are all taken for changed.

Snapshots are looked at in portions, and of what is told of them only what a choice is made by: memory is bounded by the portion.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.tables import FACT_POST_SNAPSHOT
from transforms.errors import DataError
from transforms.facts import post_change
from warehouse.engine import stream
from warehouse.exchange import Exchange
from warehouse.lake import ROW_GROUP_ROWS
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, key_of, split
from warehouse.portions import Portion, portions
from warehouse.shelf import Shelf
from warehouse.stack import ROW_ID, Stack

if TYPE_CHECKING:
    import duckdb

_CHANGE, _SNAPSHOT = FACT_POST_CHANGE.name, FACT_POST_SNAPSHOT.name
# What only this table needs of an engine that others will use.
_LEFT = (
    "before", "after", "seen", "touched", "months", "changed", "whole", "moving", "uneven", "pairs",
)  # fmt: skip


def derive_changes(connection: "duckdb.DuckDBPyConnection", build: Build) -> None:
    """Build every partition of fact_post_change that tonight's snapshots change, and those that are marked.

    `formats` is registered already.
    """
    marked = {slot for slot, found in build.catalogue.published.items() if slot.table == _CHANGE and not _stands(found.state)}
    replaced = {slot for slot, built in build.built.items() if slot.table == _SNAPSHOT and built.is_changed}
    unsure = _unsure(build)
    if not (marked or replaced or unsure):
        return
    connection.execute(post_change.lay_out())
    known = {slot for slot in replaced if slot.brand not in unsure}
    told, fresh = Told(connection, build.shelf), Exchange(build.folder / "changes", FACT_POST_CHANGE)
    affected = set(marked)
    for number, portion in enumerate(portions(build, known, compared=True)):
        affected |= compare(told, portion, number)
        if connection.execute(f"FROM changed WHERE portion = {number} LIMIT 1").fetchall():
            fresh.add(subtract(told, portion).to_batches())
    # What lies there of posts that did not change is kept; where it may not be, they are told anew.
    anew = {slot.brand for slot in marked | {slot for slot in affected if not _is_current(build, slot)}} - unsure
    affected |= {found.slot for brand in unsure for found in build.catalogue.of(_CHANGE, brand).values()}
    fresh.forget(anew)
    connection.execute("INSERT INTO whole SELECT unnest($brands)", {"brands": sorted(anew | unsure)})
    for portion in portions(build, _snapshots(build, anew | unsure)):
        months, has_pairs = _look(connection, portion)
        affected |= {slot for slot in months if slot.brand in unsure}
        if has_pairs:
            fresh.add(subtract(told, portion).to_batches())
    _write(connection, build, fresh, affected, anew | unsure)
    fresh.clear()
    for name in _LEFT:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _stands(state: str) -> bool:
    return state in {"published", "empty"}


def _unsure(build: Build) -> set[str]:
    """Brands of which nobody knows what their changes were made from.

    Their changes were never built, or the snapshots that are replaced tonight are not the ones that they were built from.
    """
    tonight = {slot for slot in build.built if slot.table == _SNAPSHOT}
    never = {slot.brand for slot in tonight if not build.catalogue.of(_CHANGE, slot.brand)}
    before = build.catalogue.published
    return never | {slot.brand for slot in tonight if slot in before and not _stands(before[slot].state)}


def _is_current(build: Build, slot: Slot) -> bool:
    """Whether the rows that lie there can stay beside rows of tonight."""
    before = build.catalogue.published.get(slot)
    return before is None or before.state == "empty" or before.transform_version == post_change.VERSION


def _snapshots(build: Build, brands: Iterable[str]) -> set[Slot]:
    return {Slot(_SNAPSHOT, brand, month) for brand in brands for month in build.months_of(_SNAPSHOT, brand)}


class Told:
    """What is told of the posts of one portion, until that of another one is asked for."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", shelf: Shelf | None = None) -> None:
        self.connection, self._shelf = connection, shelf
        self._portion = Portion()
        self._stack = Stack(FACT_POST_SNAPSHOT)

    def before(self, portion: Portion) -> None:
        """Make `before`; `formats` is registered."""
        self._tell("before", portion.before, portion)

    def after(self, portion: Portion) -> Stack:
        """Make `after`; returns where its rows lie."""
        if portion != self._portion:
            self._stack, self._portion = self._tell("after", portion.after, portion), portion
        return self._stack

    def _tell(self, name: str, paths: Iterable[Path], portion: Portion) -> Stack:
        # Read once and file by file: of many small files that is cheaper than a dataset of them.
        stack = Stack(FACT_POST_SNAPSHOT, self._shelf)
        self.connection.register("exported", stack.lay_files(FACT_POST_SNAPSHOT, paths, post_change.READS))
        self.connection.execute(post_change.told(name, portion.share, portion.shares))
        self.connection.unregister("exported")
        return stack


def compare(told: Told, portion: Portion, number: int) -> set[Slot]:
    """Find the posts of a portion that have another past than before tonight; the partitions in which that shows."""
    told.before(portion)
    told.after(portion)
    told.connection.execute(post_change.touched(number))
    return {Slot(_CHANGE, *row) for row in told.connection.execute("FROM months").fetchall()}


def _look(connection: "duckdb.DuckDBPyConnection", portion: Portion) -> tuple[set[Slot], bool]:
    """The partitions in which posts of a portion were ever seen, and whether one of them was seen twice.

    Most of what is imported at first was seen once: there is nothing to subtract, and nothing else to read of it.
    """
    stack = Stack(FACT_POST_SNAPSHOT)
    connection.register("exported", stack.lay_files(FACT_POST_SNAPSHOT, portion.after, post_change.SEEN))
    connection.execute(post_change.seen(portion.share, portion.shares))
    connection.unregister("exported")
    months = connection.execute(
        "SELECT DISTINCT brand, month_of(known_on) FROM (SELECT DISTINCT brand, known_on FROM seen)"
    ).fetchall()
    twice = connection.execute(
        "SELECT 1 FROM seen GROUP BY brand, platform, post_id, format HAVING count(*) > 1 LIMIT 1"
    ).fetchall()
    return {Slot(_CHANGE, *row) for row in months}, bool(twice)


def subtract(told: Told, portion: Portion) -> pa.Table:
    """Changes of the posts of a portion that are in `changed`, or of a brand in `whole`; by brand and month.

    Raises:
        DataError: they do not add up.
    """
    connection, stack = told.connection, told.after(portion)
    connection.execute(post_change.pairs())
    needed = connection.sql(post_change.needed()).to_arrow_table()
    counts = post_change.supplied(_any_bit(needed.column("supplied")))
    rows = stack.take(needed.column(ROW_ID).to_numpy(), (*post_change.ABOUT, *counts)) if len(needed) else _nothing()
    for name in rows.column_names:
        needed = needed.append_column(name, rows.column(name))
    connection.register("needed", needed)
    changes = connection.sql(post_change.differences(counts)).to_arrow_table()
    connection.register("changes", changes)
    _require_balance(connection, counts)
    connection.unregister("needed")
    connection.unregister("changes")
    return changes


def _any_bit(bits: pa.ChunkedArray) -> int:
    return int(np.bitwise_or.reduce(bits.to_numpy(), initial=0))


def _nothing() -> pa.Table:
    return arrow_schema(FACT_POST_SNAPSHOT).empty_table().select(list(post_change.ABOUT))


def _require_balance(connection: "duckdb.DuckDBPyConnection", counts: Sequence[str]) -> None:
    # A post that supplies no count at all has rows, and nothing to add up in them.
    unbalanced = connection.execute(post_change.unbalanced(counts)).fetchall() if counts else []
    if unbalanced:
        brand, platform, post_id, format_ = unbalanced[0]
        raise DataError(
            where=f"{_CHANGE}, {brand}: post {post_id} of {platform} in {format_}",
            expected="differences that add up to the last observation less the first",
            found=f"{len(unbalanced)} posts whose differences do not",
            remedy="nothing was published; look at the observations of this post in fact_post_snapshot",
        )


def _write(connection: "duckdb.DuckDBPyConnection", build: Build, fresh: Exchange, affected: set[Slot], whole: set[str]) -> None:
    kept = {slot for slot in affected if slot.brand not in whole}
    left = set(affected)
    for slots in _together(build, fresh, affected, kept):
        for slot, batches in split(_rows(connection, build, fresh, slots, kept), FACT_POST_CHANGE):
            build.write(slot, post_change.VERSION, "", batches)
            # Single observations out of many files: what they come to is the content itself, whatever night they came in.
            key = key_of(build.content_of(slot), post_change.VERSION)
            build.rekey(slot, key)
            left.discard(slot)
    for slot in left:
        build.write_empty(slot, key_of("", post_change.VERSION))


def _together(build: Build, fresh: Exchange, affected: Iterable[Slot], kept: set[Slot]) -> Iterator[list[Slot]]:
    """Partitions with rows, so many at a time that these can be ordered in memory."""
    waiting: list[Slot] = []
    n_rows = 0
    for slot in sorted(affected):
        more = fresh.n_rows_of(slot) + (build.n_rows_of(slot) if slot in kept else 0)
        if waiting and n_rows + more > ROW_GROUP_ROWS:
            yield waiting
            waiting, n_rows = [], 0
        if more:
            waiting.append(slot)
            n_rows += more
    if waiting:
        yield waiting


def _rows(
    connection: "duckdb.DuckDBPyConnection", build: Build, fresh: Exchange, slots: list[Slot], kept: set[Slot]
) -> Iterator[pa.RecordBatch]:
    """Rows of some partitions: those that were told now, and those that stay; in the order of the files."""
    stack = Stack(FACT_POST_CHANGE, build.shelf)
    connection.register("fresh", stack.lay_pieces(FACT_POST_CHANGE, fresh.pieces(slots), post_change.NARROW))
    paths = [path for slot in slots if slot in kept and (path := build.read(slot))]
    connection.register("published", stack.lay_files(FACT_POST_CHANGE, paths, post_change.NARROW))
    yield from stack.carry(stream(connection, post_change.query()))
