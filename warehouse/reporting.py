"""Report: set-based SQL over facts and strategy, one query per report over all brands and months that changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.tables import TABLES
from transforms.months import BrandMonth, brand_month, shift
from transforms.pillars import credit_units
from transforms.reports.register import REPORTS, Report
from transforms.strategy import Strategy
from warehouse.engine import stream
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, is_current, key_of, split
from warehouse.workspace import UNDATED

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds

Contents: TypeAlias = Mapping[str, str]
"""month → content hash of what one table of one brand has there"""

_MONTHS_SCHEMA = pa.schema(
    [
        ("brand", pa.string()),
        ("month", pa.string()),
        ("month_start", pa.date32()),
        ("month_end", pa.date32()),
        ("starts_at", pa.timestamp("us", tz="UTC")),
        ("ends_at", pa.timestamp("us", tz="UTC")),
        ("as_of_date", pa.date32()),
        ("time_zone", pa.string()),
    ]
)
_PILLARS_SCHEMA = pa.schema(
    [("brand", pa.string()), ("pillar", pa.string()), ("target_units", pa.int64()), ("credit_units", pa.int64())]
)


def report(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    strategies: Mapping[str, Strategy],
    latest: Mapping[str, date],
) -> None:
    """Build every report whose inputs changed. `latest` is each brand's latest accepted observation; `formats` is registered."""
    connection.register("pillars", pillars_table(strategies.values()))
    # All reports look at the same months of the same tables, and a history has many. What a report reads is built before it.
    cut = cache(lambda brand, month: brand_month(strategies[brand], month, latest[brand]))
    contents = cache(partial(_contents, build))
    for each in REPORTS:
        due: dict[Slot, tuple[BrandMonth, str]] = {}
        for brand, strategy in sorted(strategies.items()):
            if brand in latest:
                due |= dict(_due(build, each, strategy, partial(cut, brand), contents))
        _build(connection, build, each, due, strategies)


def months_table(cuts: Iterable[BrandMonth]) -> pa.Table:
    """`months`: one row per brand and month, with where it begins and ends."""
    return pa.Table.from_pylist([asdict(cut) for cut in cuts], schema=_MONTHS_SCHEMA)


def pillars_table(strategies: Iterable[Strategy]) -> pa.Table:
    """`pillars`: one row per brand and pillar with its target and the units into which the brand divides a post."""
    rows = [
        {
            "brand": each.brand,
            "pillar": pillar.name,
            "target_units": pillar.target_units,
            "credit_units": credit_units(len(each.pillars)),
        }
        for each in strategies
        for pillar in each.pillars
    ]
    return pa.Table.from_pylist(rows, _PILLARS_SCHEMA)


def _due(
    build: Build, each: Report, strategy: Strategy, cut_of: Callable[[str], BrandMonth], contents: Callable[[str, str], Contents]
) -> Iterable[tuple[Slot, tuple[BrandMonth, str]]]:
    """Months of one brand in which an input of the report is not what it was made from."""
    read = [strategy.slices[name] for name in each.slices]
    reads = [(contents(table, strategy.brand), offsets) for table, offsets in sorted(each.reads.items())]
    for month in sorted(_months(build, each, strategy.brand)):
        cut = cut_of(month)
        inputs = [found.get(shift(month, by), "") for found, offsets in reads for by in offsets]
        key_at = partial(_key, inputs, read, cut)
        slot = Slot(each.table.name, strategy.brand, month)
        if not is_current(build.catalogue.published.get(slot), each.version, key_at):
            yield slot, (cut, key_at(each.version))


def _contents(build: Build, table: str, brand: str) -> Contents:
    return {month: build.content_of(Slot(table, brand, month)) for month in build.months_of(table, brand)}


def _key(inputs: list[str], read: list[str], cut: BrandMonth, version: int) -> str:
    return key_of(inputs, version, read, cut.as_of_date.isoformat())


def _months(build: Build, each: Report, brand: str) -> set[str]:
    """Every month that could have a row: those of the inputs with their neighbours, and those that are published."""
    months = set(build.catalogue.of(each.table.name, brand))
    for table, offsets in each.reads.items():
        # What is read of earlier months for comparison alone makes no row; where it works both ways, a row may move.
        ways = [by for by in offsets if -by in offsets]
        for month in build.months_of(table, brand) - {UNDATED}:
            months |= {shift(month, by) for by in ways}
    return months


def _inputs(each: Report, brand: str, month: str) -> list[Slot]:
    return [Slot(table, brand, shift(month, by)) for table, offsets in sorted(each.reads.items()) for by in offsets]


def _build(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    each: Report,
    due: Mapping[Slot, tuple[BrandMonth, str]],
    strategies: Mapping[str, Strategy],
) -> None:
    if not due:
        return
    connection.register("months", months_table(cut for cut, _ in due.values()))
    at_hand = [strategies[brand] for brand in sorted({slot.brand for slot in due})]
    for name, rows in each.of_strategies(at_hand, [cut for cut, _ in due.values()]).items():
        connection.register(name, rows)
    wanted = {source for slot in due for source in _inputs(each, slot.brand, slot.month)}
    for table in each.reads:
        sources = [source for source in sorted(wanted) if source.table == table]
        connection.register(table, build.rows(table, sources, each.columns_of(TABLES[table])))
    missing = dict(due)
    for slot, batches in split(stream(connection, each.query()), each.table):
        build.write(slot, each.version, missing.pop(slot)[1], batches)
    for slot, (_, key) in missing.items():
        build.write_empty(slot, key)


def staged_reports(build: Build) -> "dict[str, pa.Table | ds.Dataset]":
    """The rows of reports and changes that this build would publish, by table; what is judged before anything is published."""
    found: dict[str, pa.Table | ds.Dataset] = {}
    for table in (table for table in TABLES.values() if table.layer == "report" or table == FACT_POST_CHANGE):
        slots = [built.slot for built in build.built.values() if built.slot.table == table.name and built.staged]
        if slots:
            found[table.name] = build.rows(table.name, slots)
    return found
