"""The lists themselves: complete, well formed, and each expectation able to pass and to fail."""

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import great_expectations.expectations as gxe
import pytest

from expectations.gate import judge
from expectations.register import EXPECTATIONS
from tests.builders import care_report_rows, conversation_rows, engagement_rows, partner_report_rows, post_report_rows
from transforms.contracts.tables import TABLES

PAST, FUTURE = datetime(2003, 1, 1, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)
COMMON = {
    "parse_error_absent": {"parse_error": "likes: '3.авг'"},
    "counts_not_negative": {"likes": -1},
    "counts_believable": {"likes": 17912345678901234},
    "reach_within_exposure": {"reach": 10**6},
    "native_covers_components": {"engagements_native": 5, "likes": 6},
}
POST = {
    "post_id_digits": {"post_id": "1.79E+16"},
    "published_since_platforms": {"published_at": PAST},
}
DAILY = {
    "activity_since_platforms": {"activity_date": date(1970, 1, 1)},
    "activity_before_export": {"activity_date": date(2026, 10, 23)},
}
# For each expectation of a table's own list: what to change in its valid row so that it fails.
BASES = ("posts", "impressions", "engagements")
BREAKS: dict[str, Any] = {
    **conversation_rows.BREAKS,
    **post_report_rows.BREAKS,
    **care_report_rows.BREAKS,
    **partner_report_rows.BREAKS,
    "staging_post": COMMON | POST | {"published_before_export": {"published_at": FUTURE}},
    "staging_post_daily": COMMON | POST | DAILY | {"published_before_activity": {"activity_date": date(2026, 9, 30)}},
    "staging_account_daily": COMMON | DAILY,
    "staging_creator": {
        "parse_error_absent": COMMON["parse_error_absent"],
        "activity_since_platforms": DAILY["activity_since_platforms"],
        "activity_before_export": DAILY["activity_before_export"],
        "counts_not_negative": {"followers": -1},
        "counts_believable": {"followers": 17912345678901234},
        "has_followers": {"followers": None},
    },
    "staging_creator_post": {
        "parse_error_absent": COMMON["parse_error_absent"],
        "published_since_platforms": {"published_at": PAST},
        "published_before_export": {"published_at": FUTURE},
        "counts_not_negative": {"likes": -1},
        "counts_believable": {"likes": 17912345678901234},
        "cost_not_negative": {"cost": Decimal(-1)},
        "cost_has_currency": {"currency": None},
        "earned_costs_nothing": {"activation_kind": "earned"},
        "cost_is_about_us": {"is_about_us": None, "activation_kind": None},
    },
    "staging_audience": {
        "parse_error_absent": COMMON["parse_error_absent"],
        **DAILY,
        "counts_not_negative": {"audience_count": -1},
        "counts_believable": {"audience_count": 17912345678901234},
        "shares_are_fractions": {"audience_share": 10.6},
        "shares_not_negative": {"watch_time_share": -0.1},
        "window_in_order": {"window_end": date(2026, 8, 31)},
    },
    "staging_retention": {
        "parse_error_absent": COMMON["parse_error_absent"],
        "published_since_platforms": {"published_at": PAST},
        "published_before_export": {"published_at": FUTURE},
        "retention_believable": {"retention_share": 97.0},
        "position_on_the_curve": {"position_share": 1.025},
        "position_not_negative": {"position": -1},
    },
    "staging_file_profile": {
        "has_records": {"n_records": 0},
        "mostly_readable": {"n_unparsed": 11},
        "first_date_given": {"first_date": None},
        "ends_before_export": {"last_date": date(2026, 10, 23)},
        "no_conflicts": {"n_conflicting": 1},
        "has_own_records": {"n_own": 0},
    },
    "fact_post_change": {
        "to_date_after_from_date": {"from_date": date(2026, 10, 20), "span_days": 0},
        "span_days_is_its_dates": {"span_days": 8},
        "moments_in_order": {"from_at": datetime(2026, 10, 20, 9, tzinfo=UTC)},
        "two_observations": {"from_source_sha": "5c1f"},
        "engagements_is_its_components": {"engagements_delta": -3},
        "components_are_those_present": {"components_present": 7},
    },
    "rpt_influencer_performance": {
        "score_within_100": {"score": 101.0},
        "reach_factor_within_1": {"reach_factor": 1.1},
        "leadership_factor_within_1": {"leadership_factor": -0.1},
        "engagement_factor_within_1": {"engagement_factor": 1.1},
        "topic_share_within_1": {"topic_share": 1.1},
        "earned_share_within_1": {"earned_share": 1.1},
        "earned_engagements_share_within_1": {"earned_engagements_share": 1.1},
        "topic_share_is_its_parts": {"topic_share": 0.5},
        "cpe_is_its_parts": {"cpe": 0.3336},
        "give_ratio_is_its_parts": {"give_ratio": None},
        "earned_share_is_its_parts": {"earned_share_numerator": 2},
        "earned_engagements_share_is_its_parts": {"earned_engagements_share_denominator": None},
        "score_is_its_factors": {"score": None, "reason": "nothing is missing"},
        "explanation_sums_to_1": {"pts_lost_reach": 0.31},
        "creator_score_is_the_largest": {"creator_score": 40.0},
        "no_score_has_a_reason": {"score": None, "reason": None},
        "cost_has_one_currency": {"currency": "mixed"},
        "about_us_within_posts": {"n_posts_about_us": 4},
        "followers_as_of": {"followers_on": date(2026, 11, 1)},
        "confidence_known": {"confidence": "maybe"},
    },
    "rpt_pillar_balance": {
        **{f"{basis}_share_is_a_fraction": {f"{basis}_share": 1.5, f"{basis}_gap": 1.1} for basis in BASES},
        **{f"{basis}_drift_is_a_fraction": {f"{basis}_drift": 1.1} for basis in BASES},
        "label_coverage_is_a_fraction": {"label_coverage": 1.25},
        **{f"{basis}_part_within_whole": {f"{basis}_share_numerator": 5} for basis in BASES},
        **{f"{basis}_gap_is_the_difference": {f"{basis}_gap": -0.1} for basis in BASES},
    },
    "rpt_restatements": {
        "old_and_new_differ": {"new_value": "60"},
        "cause_is_known": {"cause": "weather", "source_sha": None},
        "export_is_named": {"source_sha": None},
    },
    "rpt_quality": {
        "every_file_taken_or_held": {"n": 4},
        "every_record_once": {"records_accepted": 28},
        "counts_not_negative": {"days_missing": -1},
        "days_within_month": {"days_missing": 3},
        "late_and_missing_are_expected": {"exports_expected": 0, "exports_late": 1},
        "no_export_missing": {"exports_missing": 1},
        "held_files_say_why": {"held_codes": None},
        "what_is_amiss_has_a_reason": {"reason": None},
    },
    **engagement_rows.BREAKS,
}
TABLES_WITH_LISTS = sorted(EXPECTATIONS)


def _breaks(table):
    """The rendered expectations too: a required column is NULL, a key part is empty."""
    own = set(BREAKS[table])
    rendered = {expect.id: expect.column for expect in EXPECTATIONS[table] if expect.id not in own}
    changes = {id_: {column: "" if id_.endswith("_not_empty") else None} for id_, column in rendered.items()}
    changes.pop("key_unique", None)  # takes two rows: it has a test of its own
    return BREAKS[table] | changes


CASES = [(table, id_, change) for table in TABLES_WITH_LISTS for id_, change in _breaks(table).items()]


@pytest.mark.parametrize(("table", "id_", "change"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_an_expectation_passes_the_valid_row_and_refuses_the_broken_one(row, staged, table, id_, change):
    counts = staged(table, [row(table), row(table, **change)]).counts

    assert counts[id_].n_unexpected == 1


@pytest.mark.parametrize("table", TABLES_WITH_LISTS)
def test_great_expectations_passes_the_valid_row(row, staged, table):
    valid = staged(table, [row(table)])

    verdict = judge(table, valid.batch, valid.counts)

    assert verdict.success
    assert [result.id for result in verdict.results if not result.success] == []
    assert valid.broken == []


@pytest.mark.parametrize("table", TABLES_WITH_LISTS)
def test_great_expectations_refuses_what_the_row_query_refuses(row, staged, table):
    """One frame with a breaking row for every expectation; `judge` compares each count with the query's."""
    broken = staged(table, [row(table), *(row(table, **change) for _, id_, change in CASES if _ == table)])

    verdict = judge(table, broken.batch, broken.counts)

    assert [result.id for result in verdict.results if result.success] == []
    critical = {result.id for result in verdict.failed("critical")}
    assert {reason for *_, reasons in broken.broken for reason in reasons} == critical


def test_a_report_that_names_a_key_twice_is_refused(row, staged):
    rows = [row("rpt_engagement"), row("rpt_engagement"), row("rpt_engagement", basis="activity")]

    counts = staged("rpt_engagement", rows).counts

    assert counts["key_unique"].n_unexpected == 2


def test_corrections_below_zero_are_told_for_days_and_refused_for_lifetimes(row, staged):
    reasons = {table: staged(table, [row(table, likes=-1)]).broken for table in ("staging_post", "staging_post_daily")}

    assert reasons == {"staging_post": [("atelier", "5c1f", 2, ["counts_not_negative"])], "staging_post_daily": []}


def test_every_table_that_is_staged_derived_or_reported_has_a_list():
    judged = {name for name, table in TABLES.items() if table.layer in {"staging", "report"}}

    assert judged | {"fact_post_change"} == set(EXPECTATIONS)


@pytest.mark.parametrize("table", TABLES_WITH_LISTS)
def test_a_list_is_well_formed(table):
    expects = EXPECTATIONS[table]
    ids = [expect.id for expect in expects]
    values = {(expect.column, expect.sql) for expect in expects}

    assert len(ids) == len(set(ids))
    assert len(values) == len({column for column, _ in values}), "one judged name, one value"
    for expect in expects:
        assert (expect.column in TABLES[table].columns) == (not expect.value), "a computed value hides a column"
        assert hasattr(gxe, expect.kind)
        assert expect.why


def test_reading_lists_and_queries_imports_no_engine():
    code = """
import sys
import expectations.gate, expectations.register, expectations.row_query
for table in expectations.register.EXPECTATIONS:
    expectations.row_query.row_query(table)
print([name for name in ("pandas", "numpy", "pyarrow", "duckdb", "great_expectations") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
