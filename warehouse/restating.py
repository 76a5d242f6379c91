"""Report: rpt_restatements, what the reports of closed months would say now, held against the files that were closed.

A night makes the reports of a closed month whose inputs changed beside its files, which stay. Here the two are compared; of the
other reports the cells that are published still stand. Which exports restate a cell is told anew for all of them, for it follows
from the facts: so in the end only files and facts count, in whatever order they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES
from transforms.lineage import READS, VERSIONS
from transforms.months import shift
from transforms.reports import restatements
from transforms.strategy import Strategy
from warehouse.engine import scan_parquet
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, key_of
from warehouse.restating_inputs import AHEAD, BACK, Month, events_of, file_rows, known_exports, month_rows

if TYPE_CHECKING:
    import duckdb

_VERSION = restatements.VERSION
_SCHEMA = arrow_schema(RPT_RESTATEMENTS).remove_metadata()
_LINEAGE = ("n_exports", "first_seen", "source_sha")
_CELLS = pa.schema([field.with_nullable(True) for field in _SCHEMA if field.name not in _LINEAGE])  # noqa: FBT003 - positional in pyarrow


def report_restatements(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    strategies: Mapping[str, Strategy],
    files: Iterable[Mapping[str, Any]],
) -> None:
    """Build rpt_restatements of every closed month that tonight touches. `files` are the taken and held ones."""
    beside = dict(_beside(build))
    touched = {month: beside.get(month, []) for month in sorted({*beside, *_moved(build)}) if month[0] in strategies}
    _leave_open_months(build, touched)
    if not touched:
        return
    events = events_of(build, touched)
    connection.register("closed_months", month_rows(strategies, events))
    connection.register("known_exports", known_exports(build.workspace, events))
    connection.register("quality_arrivals", file_rows(files))
    cells = _cells(connection, build, touched)
    reports = sorted({name for part in cells.values() for name in pc.unique(part["report_table"]).to_pylist()})
    facts = {report: restatements.facts_of(report, READS) for report in reports}
    _lay_arrivals(connection, build, touched, sorted({name for found in facts.values() for name in found}))
    told = []
    for report in reports:
        connection.register("cells", pa.concat_tables([_of_report(part, report) for part in cells.values()]))
        found = connection.sql(restatements.lineage_query(TABLES[report], facts[report])).to_arrow_table()
        told.append(found.select(_SCHEMA.names).cast(_SCHEMA))
    whole = pa.concat_tables([_SCHEMA.empty_table(), *told])
    for month in touched:
        _write(build, month, _of_month(whole, month))


def _beside(build: Build) -> Iterator[tuple[Month, list[Slot]]]:
    """Closed months of which reports were made anew, with these."""
    found: dict[Month, list[Slot]] = defaultdict(list)
    for slot in sorted(build.beside):
        if build.is_as_closed(slot):
            found[slot.brand, slot.month].append(slot)
        else:
            # Compared as soon as somebody has put it back; `pilaster verify` tells that it is lost.
            build.rekey(slot, "")
    yield from found.items()


def _moved(build: Build) -> set[Month]:
    """Closed months with restatements near which a fact changed: other exports may restate the same cells."""
    changed = {
        (slot.brand, shift(slot.month, by))
        for slot, built in build.built.items()
        if TABLES[slot.table].layer == "fact" and built.is_changed and slot.month[:1].isdigit()
        for by in range(-AHEAD, BACK + 1)
    }
    closed = {(slot.brand, slot.month) for slot in build.catalogue.closed}
    return {month for month in changed & closed if build.content_of(Slot(RPT_RESTATEMENTS.name, *month))}


def _leave_open_months(build: Build, touched: Mapping[Month, list[Slot]]) -> None:
    """A month that was opened again has no restatements: its reports say what is known."""
    closed = {(slot.brand, slot.month) for slot in build.catalogue.closed}
    for slot in sorted(build.catalogue.to_rebuild()):
        month = (slot.brand, slot.month)
        if slot.table == RPT_RESTATEMENTS.name and month not in closed and month not in touched:
            build.write_empty(slot, key_of("", _VERSION))


def _cells(connection: "duckdb.DuckDBPyConnection", build: Build, touched: Mapping[Month, list[Slot]]) -> dict[str, pa.Table]:
    """Cells that differ: of reports that were made anew, and of the others as they are published."""
    found: dict[str, pa.Table] = {}
    slots = [slot for each in touched.values() for slot in each]
    for report in sorted({slot.table for slot in slots}):
        found[report] = _differences(connection, build, report, [slot for slot in slots if slot.table == report])
    found[""] = pa.concat_tables([_CELLS.empty_table(), *(_kept(build, month, each) for month, each in touched.items())])
    return found


def _differences(connection: "duckdb.DuckDBPyConnection", build: Build, report: str, slots: list[Slot]) -> pa.Table:
    table = TABLES[report]
    closed = [build.place(slot) for slot in slots if build.built[slot].footer]
    connection.register("said", scan_parquet(table, closed))
    connection.register("now", scan_parquet(table, [path for slot in slots if (path := build.beside[slot])]))
    columns = frozenset(ds.dataset(closed[0]).schema.names if closed else table.columns)
    query = restatements.cells_query(table, columns, VERSIONS[report])
    return connection.sql(query).to_arrow_table().select(_CELLS.names).cast(_CELLS)


def _kept(build: Build, month: Month, anew: Iterable[Slot]) -> pa.Table:
    """What is published of reports that were not made anew; where the file is not to be trusted, all of them were."""
    slot = Slot(RPT_RESTATEMENTS.name, *month)
    before = build.catalogue.published.get(slot)
    path = build.read(slot) if before is not None and before.state == "published" else None
    if path is None:
        return _CELLS.empty_table()
    rows = pq.read_table(path, columns=_CELLS.names)
    names = pa.array(sorted(each.table for each in anew), pa.string())
    return rows.filter(pc.invert(pc.is_in(rows["report_table"], names))).cast(_CELLS)


def _lay_arrivals(connection: "duckdb.DuckDBPyConnection", build: Build, touched: Iterable[Month], facts: list[str]) -> None:
    """`arrivals`: records, and export files themselves, of which the closes did not know."""
    if not facts:
        return
    for name in facts:
        slots = {Slot(name, brand, shift(month, by)) for brand, month in touched for by in range(-BACK, AHEAD + 1)}
        if name in TABLES:
            paths = [path for slot in sorted(slots) if (path := build.read(slot))]
            connection.register(name, scan_parquet(TABLES[name], paths))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE arrivals AS {restatements.arrivals_query(facts)}")


def _of_report(part: pa.Table, report: str) -> pa.Table:
    return part.filter(pc.equal(part["report_table"], report))


def _of_month(rows: pa.Table, month: Month) -> pa.Table:
    brand, name = month
    found = rows.filter(pc.and_(pc.equal(rows["brand"], brand), pc.equal(rows["month"], name)))
    return found.sort_by([(column, "ascending") for column in RPT_RESTATEMENTS.order])


def _write(build: Build, month: Month, rows: pa.Table) -> None:
    slot = Slot(RPT_RESTATEMENTS.name, *month)
    if len(rows):
        build.write(slot, _VERSION, "", rows.to_batches())
        footer = build.built[slot].footer
        build.rekey(slot, key_of(footer.content_hash if footer else "", _VERSION))
    elif slot in build.catalogue.published:
        build.write_empty(slot, key_of("", _VERSION))
