"""Years of several accounts against plain Python, and the oracles of METRICS 3 that speak of the engagement reports.

| oracle of METRICS 3 | test |
|---|---|
| sum of pillar shares = 1, gaps = 0, TVD in [0, 1] | test_histories.py (assert_pillars), unit/pillars |
| sum(delta) = last - first snapshot | test_changes.py; looked at in every night (post_change_unbalanced.sql) |
| sum over days of impressions = month impressions | here: days_add_up |
| no reach column with SUM | house/test_tables.py (test_no_report_adds_what_never_adds) |
| ERI(total) = sum E / sum I, between min and max of parts | here: rates_lie_between_their_parts |
| score in [0, 100] and monotone | test_influence.py |
| backfill twice = same bytes | test_backfills.py |
| order of files irrelevant | test_arrivals.py; here: the order of nights |
| dropping an optional column yields NULLs | integration/test_columns_left_out.py |
| month re-render from frozen inputs identical | here: the second night writes nothing; test_threads.py |
| report figure == recomputed from Parquet by an independent query | test_recomputed.py, here; rates_are_what_duckdb_says |
| SoV sums to 1; Jaccard symmetric, <= containment | missing: rpt_share_of_voice and rpt_partner_overlap do not exist yet |
"""

import duckdb
import pytest
from hypothesis import example, given, settings

from tests.builders.workspace import BRAND, team
from tests.properties.nights import FEW
from tests.properties.recomputing import assert_recomputed
from tests.properties.years import ACCOUNTS, TAKEN, steady, years
from transforms.contracts.engagement_columns import RATES


def carried(root, nights):
    made = team(root, accounts=[{"platform": platform, "handle": handle} for platform, handle in ACCOUNTS])
    for sheets in nights:
        for number, sheet in enumerate(sheets):
            made.land(sheet.data, f"{sheet.kind}-{number}.csv", BRAND, sheet.taken)
        made.night()
    return made


@pytest.mark.slow
@FEW
@given(sheets=years())
@example(sheets=steady())
def test_years_are_reported_as_plain_python_says(tmp_path_factory, sheets):
    made = carried(tmp_path_factory.mktemp("years"), [sheets])
    before = made.mtimes()

    assert assert_recomputed(made, BRAND, "Europe/Amsterdam", max(sheet.taken for sheet in sheets).date())
    days_add_up(made)
    rates_lie_between_their_parts(made)
    rates_are_what_duckdb_says(made)
    sums_are_what_duckdb_says(made)
    growth_telescopes(made)
    made.night()
    assert made.mtimes() == before


@pytest.mark.slow
@settings(FEW, max_examples=2)
@given(sheets=years())
def test_the_order_of_nights_does_not_matter(tmp_path_factory, sheets):
    """A neighbouring month that comes later, or is restated, changes what it is compared with."""
    at_once = carried(tmp_path_factory.mktemp("once"), [sheets])
    backwards = carried(tmp_path_factory.mktemp("backwards"), [[sheet] for sheet in reversed(sheets)])

    assert reports(backwards) == reports(at_once)


@pytest.mark.slow
def test_months_are_compared_where_they_count_the_same(tmp_path):
    made = carried(tmp_path, [steady()])
    found = {(row["platform"], row["account"], row["month"], row["basis"]): row for row in made.rows("rpt_engagement_trend")}

    now = found["instagram", "atelier.lumen", "2026-11", "activity"]
    assert (now["impressions_mom"] is not None, now["likes_mom"] is not None, now["followers_end_mom"] is not None) == (True,) * 3
    assert now["mom_series_break"] is None
    # A year ago impressions were counted: no difference between the two is one of what people did.
    assert (now["impressions_yoy_base"], now["impressions_yoy"], now["eri_yoy"]) == (None, None, None)
    assert now["likes_yoy"] == now["likes"] - now["likes_yoy_base"]
    assert now["yoy_series_break"] == "instagram_impressions_to_views"
    page = found["facebook", "atelier.page", "2026-06", "activity"]
    assert (page["mom_series_break"], page["video_views_mom"]) == ("facebook_insights_second_wave", None)
    assert page["likes_mom"] is not None
    brand = next(
        row for row in made.rows("rpt_engagement_brand_trend") if (row["month"], row["basis"]) == ("2026-11", "activity")
    )
    assert brand["yoy_series_break"].split(", ") == [
        "facebook_impressions_to_views",
        "facebook_insights_second_wave",
        "facebook_negative_feedback_ends",
        "facebook_reach_parts_end",
        "instagram_impressions_to_views",
    ]


@pytest.mark.slow
def test_followers_are_carried_three_days_and_no_longer(tmp_path):
    made = carried(tmp_path, [[sheet for sheet in steady() if sheet.kind == "account_days"]])
    rows = {(row["month"], row["account"]): row for row in made.rows("rpt_engagement")}

    november = rows["2026-11", "atelier.pins"]
    assert (november["followers_start_carried_days"], november["followers_end_carried_days"]) == (0, 0)
    assert november["as_of_date"] == november["month_start"].replace(day=30)
    # December ends at the day of the latest export, three days after the last count.
    december = rows["2026-12", "atelier.pins"]
    assert (december["as_of_date"], december["followers_end_carried_days"]) == (TAKEN[0].date(), 0)
    may = rows["2026-05", "atelier.pins"]
    assert (may["followers_start"], may["net_follower_growth"]) == (None, None)


def reports(made):
    return {path: data for path, data in made.bytes().items() if "rpt_" in path and "quality" not in path}


def days_add_up(made):
    """Sum over days = month, of accounts that tell their days in one format."""
    months: dict[tuple[str, str, str], list[int | None]] = {}
    for row in made.rows("fact_account_daily"):
        key = row["platform"], row["account"], f"{row['activity_date']:%Y-%m}"
        months.setdefault(key, []).append(row["impressions"])
    for row in made.rows("rpt_engagement"):
        if row["basis_source"] == "fact_account_daily":
            days = [value for value in months[row["platform"], row["account"], row["month"]] if value is not None]
            assert row["impressions"] == (sum(days) if days else None)


def rates_lie_between_their_parts(made):
    """ERI of the brand is no less than the least of its accounts and no more than the largest."""
    accounts = made.rows("rpt_engagement")
    for row in made.rows("rpt_engagement_brand"):
        of_row = [each for each in accounts if (each["month"], each["basis"]) == (row["month"], row["basis"])]
        parts = [each["eri"] for each in of_row if each["eri"] is not None]
        shown = [(each["eri_denominator"], each["eri_numerator"]) for each in of_row if each["eri_denominator"] is not None]
        # Engagements that nothing was shown for have no rate of their own, and yet they count. Where a platform took back more
        # than it added, the sums are still sums, and no mean of anything lies between what they come from.
        if all(times > 0 or (times == 0 and not actions) for times, actions in shown):
            assert (row["eri"] is None) == (not parts)
            assert row["eri"] is None or min(parts) - 1e-9 <= row["eri"] <= max(parts) + 1e-9


def rates_are_what_duckdb_says(made):
    """Each rate again by another query over the published Parquet."""
    place = f"{made.root}/warehouse/rpt_engagement/*.parquet"
    wrong = " OR ".join(
        f"abs(coalesce({rate.name}, -1) - coalesce({rate.numerator}::DOUBLE / nullif({rate.denominator}, 0), -1)) > 1e-9 * "
        f"greatest(1, abs(coalesce({rate.name}, 0)))"
        for rate in RATES
    )
    with duckdb.connect() as connection:
        assert connection.sql(f"SELECT count(*) FROM '{place}' WHERE {wrong}").fetchall() == [(0,)]


def sums_are_what_duckdb_says(made):
    """The sums of what was published in a month again from the posts, by another query than the report's."""
    if not made.rows("dim_post"):
        assert all(row["basis"] != "published" for row in made.rows("rpt_engagement"))
        return
    of_month = "strftime(timezone('Europe/Amsterdam', published_at), '%Y-%m')"
    told = ", ".join(f"sum({name}) AS {name}, count(*) - count({name}) AS {name}_n_missing" for name in ("likes", "impressions"))
    posts, report = (f"{made.root}/warehouse/{name}/*.parquet" for name in ("dim_post", "rpt_engagement"))
    names = "platform, account, month, n, likes, likes_n_missing, impressions, impressions_n_missing"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        wanted = connection.sql(
            f"SELECT platform, account, {of_month} AS month, count(*) AS n, {told} FROM '{posts}' "
            f"WHERE is_own AND published_at IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert connection.sql(f"SELECT {names} FROM '{report}' WHERE basis = 'published' ORDER BY ALL").fetchall() == wanted


def growth_telescopes(made):
    """A month ends where the next one starts."""
    rows = {(row["account"], row["month"]): row for row in made.rows("rpt_engagement") if row["basis"] == "activity"}
    for (account, month), row in rows.items():
        after = rows.get((account, f"{month[:5]}{int(month[5:]) + 1:02d}"))
        if after is not None:
            assert row["followers_end"] == after["followers_start"]
