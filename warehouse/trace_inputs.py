"""What a trace reads: the tables of one brand around one month, registered as the report's own query wants them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT, RPT_INFLUENCER_PERFORMANCE
from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.tables import DIM_POST, FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, TABLES, Table
from transforms.facts.register import dim_post_latest
from transforms.influence import WINDOW_DAYS
from transforms.months import BrandMonth, brand_month, shift
from transforms.reports.influencer_month import MIXED, is_about_us
from transforms.reports.influencer_performance import MONTHS_BACK, gathered
from transforms.reports.quality import files_of
from transforms.reports.register import REPORTS
from transforms.strategy import Strategy
from warehouse.engine import scan_parquet
from warehouse.reporting import months_table, pillars_table
from warehouse.stack import ROW_ID
from warehouse.tracing import Row, files_there
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import duckdb


def register(
    connection: "duckdb.DuckDBPyConnection",
    workspace: Workspace,
    strategy: Strategy,
    table: Table,
    row: Row,
    files: Iterable[Mapping[str, Any]],
) -> Row:
    """Register what the trail of `table` reads for one of its rows; returns the parameters of its queries.

    `formats` is registered. `files` are the ledger's taken and held files of the brand.
    """
    cut = brand_month(strategy, row["month"], row["as_of_date"])
    connection.register("months", months_table([cut]))
    connection.register("pillars", pillars_table([strategy]))
    if table == RPT_INFLUENCER_PERFORMANCE:
        _creator(connection, workspace, cut, row)
    elif table == RPT_QUALITY:
        _quality(connection, workspace, cut, row, files_of(row, strategy, files))
    else:
        _of_query(connection, workspace, cut, table)
    return {
        **{name: row[name] for name in ("brand", "month", *table.key)},
        "month_start": cut.month_start,
        "month_end": cut.month_end,
        "as_of_date": cut.as_of_date,
        "window_start": cut.as_of_date - timedelta(days=WINDOW_DAYS - 1),
    }


def _of_query(connection: "duckdb.DuckDBPyConnection", workspace: Workspace, cut: BrandMonth, table: Table) -> None:
    report = next(each for each in REPORTS if each.table == table)
    for name, offsets in report.reads.items():
        months = [shift(cut.month, by) for by in offsets]
        connection.register(name, scan_parquet(TABLES[name], files_there(workspace, TABLES[name], cut.brand, months)))
        if name == DIM_POST.name:
            paths = files_there(workspace, FACT_POST_SNAPSHOT, cut.brand, months)
            rows = scan_parquet(FACT_POST_SNAPSHOT, paths)
            rows = rows if isinstance(rows, pa.Table) else rows.to_table()
            # dim_post is made of the latest observations: the same statements choose them here.
            # `published` for them alone: a step of the report has that name.
            laid = rows.append_column(ROW_ID, pa.array(range(len(rows)), pa.int64()))
            connection.register("published", laid)
            connection.register("observations", laid)
            connection.execute(dim_post_latest())


def _creator(connection: "duckdb.DuckDBPyConnection", workspace: Workspace, cut: BrandMonth, row: Row) -> None:
    months = [shift(cut.month, -back) for back in range(MONTHS_BACK + 1)]
    told = {}
    for fact in (FACT_CREATOR_SNAPSHOT, FACT_CREATOR_POST):
        rows = scan_parquet(fact, files_there(workspace, fact, cut.brand, months))
        connection.register(fact.name, rows)
        told[fact] = (rows if isinstance(rows, pa.Table) else rows.to_table()).to_pylist()
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


def _nullable(table: Table) -> pa.Schema:
    return pa.schema([field.with_nullable(True).remove_metadata() for field in arrow_schema(table)])  # noqa: FBT003 - positional in pyarrow
