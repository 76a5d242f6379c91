"""Report: set-based SQL over facts and strategy, one query per report over all brands and months that changed.

A report of reports reads what is published. Of a closed month it is told what it would say now: then it reads, of its own month,
what the others would say now, and of other months what is published, which may be what was closed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.tables import TABLES
from transforms.months import BrandMonth, brand_month, shift
from transforms.pillars import credit_units
from transforms.reports.register import REPORTS, Report
from transforms.strategy import Strategy
from warehouse.engine import few, stream
from warehouse.hands import Hand, stop
from warehouse.ledger.partitions import Slot
from warehouse.lost_files import lost_among
from warehouse.partitions import Build, is_current, key_of, split
from warehouse.side_by_side import Task, side_by_side
from warehouse.workspace import UNDATED

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds

Contents: TypeAlias = Mapping[str, str]
"""month → content hash of what one table of one brand has there"""
Tell: TypeAlias = "Callable[[duckdb.DuckDBPyConnection, str], Iterable[pa.RecordBatch]]"

# Rows that a query reads, up to which planning it costs more than what it tells.
_FEW_ROWS = 100_000
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
    hands: Sequence[Hand],
    build: Build,
    strategies: Mapping[str, Strategy],
    latest: Mapping[str, date],
    others: Mapping[str, Task[Hand]] = MappingProxyType({}),
) -> None:
    """Build every report whose inputs changed, side by side and each behind those that it reads; `others` beside them.

    `latest` is each brand's latest accepted observation. Every hand has the tables of `shared`.
    """
    # All reports look at the same months of the same tables, and a history has many. What a report reads is built before it.
    cut = cache(lambda brand, month: brand_month(strategies[brand], month, latest[brand]))
    contents = cache(partial(_contents, build))

    def build_one(each: Report, hand: Hand) -> None:
        due: dict[Slot, tuple[BrandMonth, str]] = {}
        for brand, strategy in sorted(strategies.items()):
            if brand in latest:
                due |= dict(_due(build, each, strategy, partial(cut, brand), contents))
        _build(hand, build, each, due, strategies)

    tasks = {each.table.name: Task(partial(build_one, each), each.reads) for each in REPORTS}
    side_by_side(tasks | dict(others), hands, partial(stop, hands))


def shared(strategies: Mapping[str, Strategy], formats: pa.Table) -> dict[str, pa.Table]:
    """What queries of reports read beside facts; `formats` is what the registry says of each format (`format_ranks`)."""
    return {"pillars": pillars_table(strategies.values()), "formats": formats}


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
        cut, slot = cut_of(month), Slot(each.table.name, strategy.brand, month)
        inputs = [found.get(shift(month, by), "") for found, offsets in reads for by in offsets]
        if slot in build.catalogue.closed:
            inputs = [_said(build, slot, source) for source in _inputs(each, strategy.brand, month)]
        key_at = partial(_key, inputs, read, cut)
        if is_current(build.catalogue.published.get(slot), each.version, key_at):
            continue
        sources = _inputs(each, strategy.brand, month)
        lost = lost_among(build, (source for source in sources if not _is_now(build, slot, source)))
        if lost:
            build.left[slot] = lost
        else:
            yield slot, (cut, key_at(each.version))


def _contents(build: Build, table: str, brand: str) -> Contents:
    return {month: build.content_of(Slot(table, brand, month)) for month in build.months_of(table, brand)}


def _is_now(build: Build, slot: Slot, source: Slot) -> bool:
    """Whether a report of a closed month reads another of the same month: not what was closed, but what that would say now."""
    return slot in build.catalogue.closed and source in build.catalogue.closed and source.month == slot.month


def _said(build: Build, slot: Slot, source: Slot) -> str:
    """What a source says, for the key of what is made from it. What a closed report would say now, its own key knows."""
    if not _is_now(build, slot, source):
        return build.content_of(source)
    key = _key_of(build, source)
    at_close = (build.catalogue.closed[source].tables[source.table] or {}).get("key")
    return build.content_of(source) if key == at_close else key


def _key_of(build: Build, slot: Slot) -> str:
    before = build.catalogue.published.get(slot)
    return build.built[slot].key if slot in build.built else before.key if before else ""


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
    hand: Hand,
    build: Build,
    each: Report,
    due: Mapping[Slot, tuple[BrandMonth, str]],
    strategies: Mapping[str, Strategy],
) -> None:
    for slots in _together(build, each, due):
        with hand.telling:
            _tell_sources(hand, build, each, {slot: due[slot] for slot in slots}, strategies)
        for portion, n_rows in _portions(build, each, slots, hand.room.n_rows):
            with hand.room.of(n_rows):
                tell = few if n_rows <= _FEW_ROWS else stream
                _build_together(hand.connection, build, each, {slot: due[slot] for slot in portion}, strategies, tell)


def _together(build: Build, each: Report, due: Iterable[Slot]) -> list[list[Slot]]:
    """Slots that one query can tell: to a closed month its own reports say something else than to the months around it."""
    of_reports = any(TABLES[name].layer == "report" for name in each.reads)
    found: dict[str, list[Slot]] = defaultdict(list)
    for slot in due:
        found[slot.month if of_reports and slot in build.catalogue.closed else ""].append(slot)
    return list(found.values())


def _portions(build: Build, each: Report, slots: Iterable[Slot], room: int) -> Iterable[tuple[list[Slot], int]]:
    """Slots that one query tells in bounded memory, and the rows that it reads. A night is one portion, large years are more."""
    portion: list[Slot] = []
    read: set[Slot] = set()
    n_rows = 0
    for slot in sorted(slots):
        sources = {source: build.n_rows_of(source) for source in _inputs(each, slot.brand, slot.month)}
        n_anew = sum(n for source, n in sources.items() if source not in read)
        if portion and n_rows + n_anew > room:
            yield portion, n_rows
            portion, read, n_rows, n_anew = [], set(), 0, sum(sources.values())
        portion.append(slot)
        read |= sources.keys()
        n_rows += n_anew
    yield portion, n_rows


def _tell_sources(
    hand: Hand,
    build: Build,
    each: Report,
    due: Mapping[Slot, tuple[BrandMonth, str]],
    strategies: Mapping[str, Strategy],
) -> None:
    """What reports of the same closed month would say now, where this night did not ask them yet."""
    wanted = {
        source: (cut, _key_of(build, source))
        for slot, (cut, _) in due.items()
        for source in _inputs(each, slot.brand, slot.month)
        if _is_now(build, slot, source) and source not in build.beside
    }
    for report in REPORTS:
        _build(
            hand,
            build,
            report,
            {slot: told for slot, told in wanted.items() if slot.table == report.table.name},
            strategies,
        )


def _build_together(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    each: Report,
    due: Mapping[Slot, tuple[BrandMonth, str]],
    strategies: Mapping[str, Strategy],
    tell: Tell,
) -> None:
    connection.register("months", months_table(cut for cut, _ in due.values()))
    at_hand = [strategies[brand] for brand in sorted({slot.brand for slot in due})]
    for name, rows in each.of_strategies(at_hand, [cut for cut, _ in due.values()]).items():
        connection.register(name, rows)
    wanted = {(source, _is_now(build, slot, source)) for slot in due for source in _inputs(each, slot.brand, slot.month)}
    for table in each.reads:
        sources = [(source, is_now) for source, is_now in sorted(wanted) if source.table == table]
        found = [build.beside[source] if is_now else build.read(source) for source, is_now in sources]
        n_rows = sum(build.n_rows_of(source) for source, _ in sources)
        rows = build.shelf.rows(TABLES[table], [path for path in found if path], n_rows, each.columns_of(TABLES[table]))
        connection.register(table, rows)
    missing = dict(due)
    for slot, batches in split(tell(connection, each.query()), each.table):
        build.write(slot, each.version, missing.pop(slot)[1], batches)
    # What was read would else stay in memory for as long as this hand reads something else.
    for table in each.reads:
        connection.unregister(table)
    for slot, (_, key) in missing.items():
        build.write_empty(slot, key)


def staged_reports(build: Build) -> "dict[str, ds.Dataset | pa.Table]":
    """The rows of reports and changes that this build would publish, by table; what is judged before anything is published."""
    found: dict[str, ds.Dataset | pa.Table] = {}
    for table in (table for table in TABLES.values() if table.layer == "report" or table == FACT_POST_CHANGE):
        slots = [built.slot for built in build.built.values() if built.slot.table == table.name and built.staged]
        if slots:
            found[table.name] = build.rows(table.name, slots)
    return found
