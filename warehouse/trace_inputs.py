"""What a trace reads: the tables of one brand around one month, registered as the report's own query wants them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT, RPT_INFLUENCER_PERFORMANCE
from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import DIM_POST, FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, TABLES, Table
from transforms.facts.register import dim_post_latest
from transforms.influence import WINDOW_DAYS
from transforms.lineage import READS
from transforms.months import BrandMonth, brand_month, last_day, shift
from transforms.reports import restatements
from transforms.reports.influencer_month import MIXED, is_about_us
from transforms.reports.influencer_performance import MONTHS_BACK, gathered
from transforms.reports.quality import files_of
from transforms.reports.register import REPORTS
from transforms.strategy import Strategy
from warehouse.engine import read_parquet, scan_parquet
from warehouse.reporting import months_table, pillars_table
from warehouse.restating_inputs import AHEAD, BACK, file_rows, known_exports, month_rows
from warehouse.stack import ROW_ID
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

    from warehouse.journal import Event

Row = dict[str, Any]
# What these read follows from the row, not from its month alone.
OF_ONE_ROW = frozenset({RPT_INFLUENCER_PERFORMANCE.name, RPT_QUALITY.name, RPT_RESTATEMENTS.name})


def register(
    connection: "duckdb.DuckDBPyConnection",
    workspace: Workspace,
    strategy: Strategy,
    table: Table,
    row: Row,
    files: Iterable[Mapping[str, Any]],
    close: "Event | None" = None,
) -> None:
    """Register what the trail of `table` reads for one of its rows; `formats` is registered.

    `files` are the ledger's taken and held files of the brand, `close` what the journal keeps of the month's close.
    """
    cut = _cut(strategy, row)
    connection.register("months", months_table([cut]))
    connection.register("pillars", pillars_table([strategy]))
    if table == RPT_INFLUENCER_PERFORMANCE:
        _creator(connection, workspace, cut, row)
    elif table == RPT_QUALITY:
        _quality(connection, workspace, cut, row, files_of(row, strategy, files))
    elif table == RPT_RESTATEMENTS and close is not None:
        _restatements(connection, workspace, strategy, row, files, close)
    else:
        _of_query(connection, workspace, cut, table, strategy)


def params_of(strategy: Strategy, row: Row) -> Row:
    """What the queries of a trail ask by: the row, and the days around which its report looks."""
    cut = _cut(strategy, row)
    window_start = cut.as_of_date - timedelta(days=WINDOW_DAYS - 1)
    return {**row, "month_start": cut.month_start, "month_end": cut.month_end, "window_start": window_start}


def _cut(strategy: Strategy, row: Row) -> BrandMonth:
    return brand_month(strategy, row["month"], row.get("as_of_date", last_day(row["month"])))


def _of_query(
    connection: "duckdb.DuckDBPyConnection", workspace: Workspace, cut: BrandMonth, table: Table, strategy: Strategy
) -> None:
    report = next(each for each in REPORTS if each.table == table)
    for name, rows in report.of_strategies([strategy], [cut]).items():
        connection.register(name, rows)
    # A rank is a row's place among the other rows.
    connection.register(table.name, scan_parquet(table, files_there(workspace, table, cut.brand, [cut.month])))
    for name, offsets in report.reads.items():
        months = [shift(cut.month, by) for by in offsets]
        connection.register(name, scan_parquet(TABLES[name], files_there(workspace, TABLES[name], cut.brand, months)))
        if name == DIM_POST.name:
            paths = files_there(workspace, FACT_POST_SNAPSHOT, cut.brand, months)
            snapshots = read_parquet(FACT_POST_SNAPSHOT, paths)
            # dim_post is made of the latest observations: the same statements choose them here.
            # `published` for them alone: a step of the report has that name.
            laid = snapshots.append_column(ROW_ID, pa.array(range(len(snapshots)), pa.int64()))
            connection.register("published", laid)
            connection.register("observations", laid)
            connection.execute(dim_post_latest())


def _creator(connection: "duckdb.DuckDBPyConnection", workspace: Workspace, cut: BrandMonth, row: Row) -> None:
    months = [shift(cut.month, -back) for back in range(MONTHS_BACK + 1)]
    told = {}
    for fact in (FACT_CREATOR_SNAPSHOT, FACT_CREATOR_POST):
        rows = read_parquet(fact, files_there(workspace, fact, cut.brand, months))
        connection.register(fact.name, rows)
        told[fact] = rows.to_pylist()
    known = gathered(told[FACT_CREATOR_SNAPSHOT], told[FACT_CREATOR_POST])
    creator = known[row["platform"], row["account_handle"]]
    is_mixed = row["currency"] == MIXED
    posts = [each | {"is_told_of_us": is_about_us(each), "is_mixed": is_mixed} for each in creator.posts.values()]
    days = [each | {"day": each["activity_date"]} for each in creator.snapshots.values()]
    post_schema = _nullable(FACT_CREATOR_POST)
    for name, kind in (("day", pa.date32()), ("is_told_of_us", pa.bool_()), ("is_mixed", pa.bool_())):
        post_schema = post_schema.append(pa.field(name, kind))
    connection.register("creator_posts", pa.Table.from_pylist(posts, post_schema))
    day_schema = _nullable(FACT_CREATOR_SNAPSHOT).append(pa.field("day", pa.date32()))
    connection.register("creator_days", pa.Table.from_pylist(days, day_schema))


def _quality(
    connection: "duckdb.DuckDBPyConnection",
    workspace: Workspace,
    cut: BrandMonth,
    row: Row,
    files: Iterable[Mapping[str, Any]],
) -> None:
    for fact in (FACT_ACCOUNT_DAILY, FACT_POST_DAILY):
        connection.register(fact.name, scan_parquet(fact, files_there(workspace, fact, row["brand"], [cut.month])))
    counts = ("n_records", "n_accepted", "n_quarantined", "n_structural", "n_duplicates")
    schema = pa.schema([("source_sha", pa.string()), ("state", pa.string()), *((name, pa.int64()) for name in counts)])
    rows = [{"source_sha": file["sha"], "state": file["state"], **{name: file[name] for name in counts}} for file in files]
    connection.register("export_files", pa.Table.from_pylist(rows, schema))


def _restatements(
    connection: "duckdb.DuckDBPyConnection",
    workspace: Workspace,
    strategy: Strategy,
    row: Row,
    files: Iterable[Mapping[str, Any]],
    close: "Event",
) -> None:
    brand, month = row["brand"], row["month"]
    facts = restatements.facts_of(row["report_table"], READS)
    connection.register("closed_months", month_rows({brand: strategy}, {(brand, month): close}))
    connection.register("known_exports", known_exports(workspace, {(brand, month): close}))
    connection.register("quality_arrivals", file_rows(files))
    for name in facts:
        if name in TABLES:
            months = [shift(month, by) for by in range(-BACK, AHEAD + 1)]
            connection.register(name, scan_parquet(TABLES[name], files_there(workspace, TABLES[name], brand, months)))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE arrivals AS {restatements.arrivals_query(facts)}")


def files_there(workspace: Workspace, table: Table, brand: str, months: Iterable[str]) -> list[Path]:
    """The published files of one table and brand in some months."""
    return [path for month in months if (path := workspace.partition(table, brand, month)).is_file()]


def _nullable(table: Table) -> pa.Schema:
    return pa.schema([field.with_nullable(True).remove_metadata() for field in arrow_schema(table)])  # noqa: FBT003 - positional in pyarrow
