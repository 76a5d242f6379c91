"""Transform: fact_post_change, derived from the posts of fact_post_snapshot that have another past than before tonight.

A post's snapshots lie in the month of its publication, its changes in the months in which they ended. So a night compares the
snapshots that it replaces with what they were, finds the posts whose observations differ and the months in which that shows,
and builds these partitions: the changes of those posts anew, those of all others as they lie. What it costs depends on what
arrived. Where there is nothing sure to compare with, the posts of the brand are all taken for changed.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.tables import FACT_POST_SNAPSHOT
from transforms.errors import DataError
from transforms.facts import post_change
from warehouse.engine import scan_parquet, stream
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, key_of, split
from warehouse.stack import Stack

if TYPE_CHECKING:
    import duckdb

_CHANGE, _SNAPSHOT = FACT_POST_CHANGE.name, FACT_POST_SNAPSHOT.name


def derive_changes(connection: "duckdb.DuckDBPyConnection", build: Build) -> None:
    """Build every partition of fact_post_change that tonight's snapshots change, and those that are marked.

    `formats` is registered already.
    """
    marked = {slot for slot, found in build.catalogue.published.items() if slot.table == _CHANGE and not _stands(found.state)}
    replaced = {slot for slot, built in build.built.items() if slot.table == _SNAPSHOT and built.is_changed}
    unsure = _unsure(build)
    if not (marked or replaced or unsure):
        return
    for name in ("before", "after"):
        connection.execute(post_change.lay_out(name))
    known = {slot for slot in replaced if slot.brand not in unsure}
    tell(connection, "before", [path for slot in sorted(known) if (path := _as_it_was(build, slot))])
    tell(connection, "after", _paths(build, known | _snapshots(build, unsure)))
    connection.execute(post_change.touched())
    affected = {Slot(_CHANGE, *row) for row in connection.sql("FROM affected").fetchall()}
    # What lies there of posts that did not change is kept; where it may not be, they are told anew.
    anew = {slot.brand for slot in marked | {slot for slot in affected if not _is_current(build, slot)}} - unsure
    _tell_all(connection, build, anew, {slot for slot in known if slot.brand in anew})
    affected |= marked | {found.slot for brand in unsure for found in build.catalogue.of(_CHANGE, brand).values()}
    if affected:
        _write(connection, build, affected, anew | unsure)


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


def _as_it_was(build: Build, slot: Slot) -> Path | None:
    before = build.catalogue.published.get(slot)
    return build.place(slot) if before is not None and before.state == "published" else None


def _snapshots(build: Build, brands: Iterable[str]) -> set[Slot]:
    return {Slot(_SNAPSHOT, brand, month) for brand in brands for month in build.months_of(_SNAPSHOT, brand)}


def _paths(build: Build, slots: Iterable[Slot]) -> list[Path]:
    return [path for slot in sorted(slots) if (path := build.read(slot))]


def tell(connection: "duckdb.DuckDBPyConnection", name: str, paths: list[Path]) -> None:
    """Add what some files of fact_post_snapshot say of posts to the table `name`; `formats` is registered."""
    # Read once and file by file: of many small files that is cheaper than a dataset of them.
    connection.register("exported", Stack(FACT_POST_SNAPSHOT).lay_files(FACT_POST_SNAPSHOT, paths, post_change.READS))
    connection.execute(post_change.told(name))


def _tell_all(connection: "duckdb.DuckDBPyConnection", build: Build, brands: set[str], told: set[Slot]) -> None:
    """Add the snapshots of `brands` that are not `told` yet, and take all their posts for changed."""
    if not brands:
        return
    tell(connection, "after", _paths(build, _snapshots(build, brands) - told))
    connection.execute(
        """
        INSERT INTO changed
        SELECT brand, platform, post_id, format, min(known_on) FROM after WHERE list_contains($brands, brand) GROUP BY ALL
        """,
        {"brands": sorted(brands)},
    )


def _require_balance(connection: "duckdb.DuckDBPyConnection") -> None:
    unbalanced = connection.sql(post_change.unbalanced()).fetchall()
    if unbalanced:
        brand, platform, post_id, format_ = unbalanced[0]
        raise DataError(
            where=f"{_CHANGE}, {brand}: post {post_id} of {platform} in {format_}",
            expected="differences that add up to the last observation less the first",
            found=f"{len(unbalanced)} posts whose differences do not",
            remedy="nothing was published; look at the observations of this post in fact_post_snapshot",
        )


def _write(connection: "duckdb.DuckDBPyConnection", build: Build, affected: set[Slot], anew: set[str]) -> None:
    places = {"brand": [slot.brand for slot in affected], "month": [slot.month for slot in affected]}
    connection.execute("CREATE OR REPLACE TEMP TABLE affected AS SELECT unnest($brand) AS brand, unnest($month) AS month", places)
    connection.execute(post_change.differences())
    _require_balance(connection)
    kept = _paths(build, {slot for slot in affected if slot.brand not in anew})
    connection.register("published", scan_parquet(FACT_POST_CHANGE, kept))
    left = set(affected)
    for slot, batches in split(stream(connection, post_change.query()), FACT_POST_CHANGE):
        build.write(slot, post_change.VERSION, "", batches)
        built = build.built[slot]
        # Single observations out of many files: what they come to is the content itself, whatever night they came in.
        key = key_of(built.footer.content_hash if built.footer else "", post_change.VERSION)
        build.built[slot] = replace(built, key=key)
        left.discard(slot)
    for slot in left:
        build.write_empty(slot, key_of("", post_change.VERSION))
