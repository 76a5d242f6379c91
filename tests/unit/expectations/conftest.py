"""Tiny frames for the tables that have expectations: one valid row each, and what the queries make of rows."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from expectations.model import Counts
from expectations.row_query import batch_query, count_query, read_counts, row_query
from tests.builders import (
    care_report_rows,
    conversation_rows,
    engagement_rows,
    partner_report_rows,
    post_report_rows,
    restatement_rows,
)
from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import TABLES

Row = dict[str, Any]

LINEAGE: Row = {
    "brand": "atelier",
    "platform": "instagram",
    "format": "ig_content",
    "observed_on": date(2026, 10, 20),
    "observed_at": datetime(2026, 10, 20, 8, tzinfo=UTC),
    "source_sha": "5c1f",
    "source_line": 2,
}
POST: Row = LINEAGE | {
    "post_id": "17912345678901234",
    "account_handle": "atelier",
    "published_at": datetime(2026, 10, 3, 18, tzinfo=UTC),
    "exposure_metric": "views",
    "impressions": 1000,
    "reach": 700,
    "likes": 40,
    "comments": 3,
    "shares": 2,
    "engagements_native": 46,
}
VALID: dict[str, Row] = {
    **conversation_rows.VALID,
    **engagement_rows.VALID,
    **post_report_rows.VALID,
    **care_report_rows.VALID,
    **partner_report_rows.VALID,
    "rpt_restatements": restatement_rows.RESTATEMENT,
    "staging_post": POST,
    "staging_post_daily": POST | {"activity_date": date(2026, 10, 4)},
    "staging_account_daily": LINEAGE
    | {
        "account_handle": "atelier",
        "activity_date": date(2026, 10, 4),
        "exposure_metric": "views",
        "impressions": 90,
        "reach": 80,
    },
    "staging_creator": LINEAGE
    | {"account_handle": "a.creator", "activity_date": date(2026, 10, 4), "followers": 48_000, "reach_median": 9_100},
    "staging_creator_post": POST
    | {
        "account_handle": "a.creator",
        "is_about_us": True,
        "activation_kind": "paid",
        "cost": Decimal("450.50"),
        "currency": "EUR",
    },
    "staging_audience": LINEAGE
    | {
        "account_handle": "atelier",
        "audience": "followers",
        "dimension": "country",
        "dimension_value": "Portugal",
        "value_id": "PT",
        "period": "2026-09-01/2026-09-30",
        "activity_date": date(2026, 10, 4),
        "window_start": date(2026, 9, 1),
        "window_end": date(2026, 9, 30),
        "audience_share": 0.4,
        "audience_count": 1200,
        "watch_time_share": 0.38,
        "exposure_metric": "views",
        "impressions": 3000,
    },
    "staging_retention": POST
    | {"retention_curve": "total", "position": 3, "position_share": 0.25, "retention_share": 0.61, "duration_s": 12},
    "staging_file_profile": LINEAGE
    | {
        "first_date": date(2026, 10, 1),
        "last_date": date(2026, 10, 19),
        "n_records": 20,
        "n_unparsed": 1,
        "n_conflicting": 0,
        "n_own": 18,
    },
    "fact_post_change": LINEAGE
    | {
        "to_date": date(2026, 10, 20),
        "from_date": date(2026, 10, 13),
        "span_days": 7,
        "post_id": "17912345678901234",
        "account": "atelier",
        "is_own": True,
        "exposure_metric": "views",
        "impressions_delta": 120,
        "likes_delta": -3,
        "comments_delta": 1,
        "engagements_delta": -2,
        "components_present": 3,
        "has_decrease": True,
        "from_at": datetime(2026, 10, 13, 8, tzinfo=UTC),
        "to_at": datetime(2026, 10, 20, 8, tzinfo=UTC),
        "from_source_sha": "9b02",
        "from_source_line": 2,
    },
    "rpt_influencer_performance": {
        "month_start": date(2026, 10, 1),
        "month": "2026-10",
        "as_of_date": date(2026, 10, 31),
        "brand": "atelier",
        "platform": "instagram",
        "creator": "A Creator",
        "account_handle": "a.creator",
        "is_in_strategy": True,
        "basis_source": "fact_creator_post",
        "n": 5,
        "followers": 50_000,
        "followers_on": date(2026, 10, 31),
        "score": 100 * 0.5**0.3 * 0.25**0.3 * 0.5**0.4,
        "creator_score": 60.0,
        "reach_factor": 0.5,
        "leadership_factor": 0.25,
        "engagement_factor": 0.5,
        "pts_lost_reach": 0.3,
        "pts_lost_leadership": 0.3,
        "pts_lost_engagement": 0.4,
        "creator_engagement_rate": 0.02,
        "typical_rate": 0.02,
        "amplification": 0.5,
        "typical_amplification": 1.0,
        "topic_share_numerator": 2,
        "topic_share_denominator": 5,
        "topic_share": 0.4,
        "n_posts": 3,
        "n_posts_about_us": 2,
        "engagements_about_us": 1500,
        "engagements_about_us_n_missing": 0,
        "our_interactions": 8,
        "creator_interactions": 5,
        "give_ratio": 1.6,
        "cost": Decimal("500.25"),
        "currency": "EUR",
        "cost_n_missing": 0,
        "cpe_numerator": Decimal("500.25"),
        "cpe_denominator": 1500,
        "cpe": 0.3335,
        "earned_share_numerator": 1,
        "earned_share_denominator": 2,
        "earned_share": 0.5,
        "earned_engagements_share_numerator": 300,
        "earned_engagements_share_denominator": 1500,
        "earned_engagements_share": 0.2,
        "confidence": "low",
    },
    "rpt_pillar_balance": {
        "month_start": date(2026, 10, 1),
        "month": "2026-10",
        "as_of_date": date(2026, 10, 31),
        "brand": "atelier",
        "pillar": "craft",
        "basis": "published",
        "exposure_metric": "views",
        "n": 4,
        "target_share": 0.4,
        "posts_share_numerator": 2,
        "posts_share_denominator": 4,
        "posts_share": 0.5,
        "posts_gap": 0.1,
        "posts_drift": 0.1,
        "impressions_share_numerator": 2,
        "impressions_share_denominator": 4,
        "impressions_share": 0.5,
        "impressions_gap": 0.1,
        "impressions_drift": 0.1,
        "engagements_share_numerator": 2,
        "engagements_share_denominator": 4,
        "engagements_share": 0.5,
        "engagements_gap": 0.1,
        "engagements_drift": 0.1,
        "impressions_posts_n_missing": 0,
        "engagements_posts_n_missing": 0,
        "label_coverage_numerator": 4,
        "label_coverage_denominator": 5,
        "label_coverage": 0.8,
        "confidence": "low",
    },
    "rpt_quality": {
        "month_start": date(2026, 10, 1),
        "month": "2026-10",
        "as_of_date": date(2026, 10, 31),
        "brand": "atelier",
        "platform": "x",
        "account": "atelier",
        "format": "x_overview",
        "n": 3,
        "files_taken": 2,
        "files_held": 1,
        "records": 31,
        "records_accepted": 29,
        "records_quarantined": 1,
        "records_structural": 1,
        "records_duplicate": 1,
        "first_day": date(2026, 10, 1),
        "last_day": date(2026, 10, 30),
        "days_covered": 29,
        "days_missing": 1,
        "exports_expected": 1,
        "exports_late": 0,
        "exports_missing": 0,
        "last_export_on": date(2026, 10, 31),
        "held_codes": "unknown_format",
        "reason": "1 held (unknown_format): see pilaster quarantine list",
    },
}


@dataclass(frozen=True)
class Staged:
    """Rows of one table as the gate and the quarantine see them; each query is asked when somebody looks at its answer."""

    connection: duckdb.DuckDBPyConnection
    table: str
    source: str

    @cached_property
    def batch(self) -> pa.Table:
        return self.connection.sql(batch_query(self.table, self.source)).to_arrow_table()

    @cached_property
    def counts(self) -> dict[str, Counts]:
        return read_counts(self.connection.execute(count_query(self.table, self.source)).fetchall())

    @cached_property
    def broken(self) -> list[tuple[Any, ...]]:
        return self.connection.execute(row_query(self.table, self.source)).fetchall()


@pytest.fixture(scope="session")
def row() -> Callable[..., Row]:
    """A valid row of a table, with some values replaced."""

    def build(table: str, **overrides: object) -> Row:
        given = {name: value for name, value in VALID[table].items() if name in TABLES[table].columns}
        return given | overrides

    return build


@pytest.fixture(scope="session")
def staged() -> Iterator[Callable[[str, list[Row]], Staged]]:
    """What the three queries of a table give for these rows. One connection for all: opening one costs as much as a query."""
    numbers = itertools.count()
    with duckdb.connect() as connection:

        def run(table: str, rows: list[Row]) -> Staged:
            nullable = pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[table])])
            source = f"staging {next(numbers)}"
            connection.register(source, pa.Table.from_pylist(rows, schema=nullable))
            return Staged(connection, table, source)

        yield run
