"""Report: rpt_quality, from the ledger's files, the strategy's expectations and the days of the daily facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY
from transforms.exports.registry import Registry
from transforms.months import first_day, last_day
from transforms.reports.quality import VERSION, Inputs, inputs, query
from transforms.strategy import Strategy
from warehouse.engine import few
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, is_current, key_of, split
from warehouse.workspace import UNDATED

if TYPE_CHECKING:
    import duckdb

_DAILY = (FACT_ACCOUNT_DAILY, FACT_POST_DAILY)
_SLOT = [("brand", pa.string()), ("month", pa.string())]
_KEY = [("platform", pa.string()), ("account", pa.string()), ("format", pa.string())]
_COUNTS = ("files", "records", "records_accepted", "records_quarantined", "records_structural", "records_duplicate")
_TOLD = [("last_export_on", pa.date32()), ("held_codes", pa.string())]
_SCHEMAS = {
    "months": pa.schema([*_SLOT, ("month_start", pa.date32()), ("as_of_date", pa.date32())]),
    "quality_files": pa.schema([*_SLOT, *_KEY, ("state", pa.string()), *((name, pa.int64()) for name in _COUNTS), *_TOLD]),
    "quality_spans": pa.schema([*_SLOT, *_KEY, ("span_days", pa.int64())]),
    "quality_due": pa.schema([*_SLOT, *_KEY, ("outcome", pa.string())]),
}


def report_quality(
    connection: "duckdb.DuckDBPyConnection",
    build: Build,
    strategies: Mapping[str, Strategy],
    files: Iterable[Mapping[str, Any]],
    formats: Registry,
) -> None:
    """Build rpt_quality of every month whose files, expectations or daily facts changed. `files` are taken or held."""
    told: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for file in files:
        told[file["brand"]].append(file)
    due: dict[Slot, str] = {}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _SCHEMAS}
    for brand, strategy in sorted(strategies.items()):
        found = inputs(strategy, told[brand], formats)
        if found is not None:
            changed = dict(_changed(build, brand, found))
            due |= changed
            _gather(rows, found, {slot.month for slot in changed}, brand)
    if due:
        _write(connection, build, due, rows)


def _changed(build: Build, brand: str, found: Inputs) -> Iterable[tuple[Slot, str]]:
    months = found.months | set(build.catalogue.of(RPT_QUALITY.name, brand))
    for table in _DAILY:
        months |= build.months_of(table.name, brand) - {UNDATED}
    for month in sorted(months):
        days = [build.content_of(Slot(table.name, brand, month)) for table in _DAILY]
        as_of = min(last_day(month), found.latest)
        key_at = partial(key_of, found.of(month), days, as_of.isoformat())
        slot = Slot(RPT_QUALITY.name, brand, month)
        if not is_current(build.catalogue.published.get(slot), VERSION, key_at):
            yield slot, key_at(VERSION)


def _gather(rows: dict[str, list[dict[str, Any]]], found: Inputs, months: set[str], brand: str) -> None:
    rows["months"] += [
        {"brand": brand, "month": month, "month_start": first_day(month), "as_of_date": min(last_day(month), found.latest)}
        for month in sorted(months)
    ]
    for name, said in (("quality_files", found.files), ("quality_spans", found.spans), ("quality_due", found.due)):
        rows[name] += [row for row in said if row["month"] in months]


def _write(
    connection: "duckdb.DuckDBPyConnection", build: Build, due: Mapping[Slot, str], rows: Mapping[str, list[dict[str, Any]]]
) -> None:
    for name, schema in _SCHEMAS.items():
        connection.register(name, pa.Table.from_pylist(rows[name], schema))
    for table in _DAILY:
        connection.register(table.name, build.rows(table.name, [Slot(table.name, slot.brand, slot.month) for slot in due]))
    missing = dict(due)
    for slot, batches in split(few(connection, query()), RPT_QUALITY):
        build.write(slot, VERSION, missing.pop(slot), batches)
    for table in _DAILY:
        connection.unregister(table.name)
    for slot, key in missing.items():
        build.write_empty(slot, key)
