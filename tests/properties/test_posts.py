"""Reports by post against plain Python: ranks at equal ages, best times, posts worth paying for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.builders.workspace import team
from tests.properties.nights import FEW
from tests.properties.post_histories import OWN, PILLARS, files, history
from tests.properties.post_oracle import Reports

# Text of the export that the reports hand on as it is.
ALIKE = {
    "native_post_type",
    "permalink",
    "title",
    "engagements_native",
    "video_views",
    "profile_visits",
    "follows",
    "recommendation",
}

ADDED = ("impressions", "likes", "engagements", "link_clicks", "eri_numerator", "erf_denominator")


@pytest.mark.slow
@FEW
@given(seed=st.integers(0, 10**9))
@example(seed=5)
def test_reports_by_post_say_what_plain_python_says(tmp_path_factory, seed):
    made = history(seed)
    told = Reports(made)

    built = night(tmp_path_factory.mktemp("posts"), made)

    posts = [row for month in sorted(told.rows) for row in told.rows[month]]
    assert compared(built.rows("rpt_post", order="month, post_id")) == posts
    assert compared(built.rows("rpt_best_time", order="month, iso_weekday, hour")) == told.best_times()
    assert compared(built.rows("rpt_boost_candidates", order="month, boost_rank")) == told.candidates()
    assert totals(posts) == {
        row["month"]: (row["n_posts"], *(row[name] for name in ADDED))
        for row in built.rows("rpt_engagement")
        if row["basis"] == "published"
    }


def test_a_history_that_is_looked_at_has_ranks_hours_and_candidates():
    """Else the property above would hold for empty reports."""
    told = Reports(history(2))

    ages = {row["compared_age_days"] for rows in told.rows.values() for row in rows}
    assert ages >= {1, 7, 28, None}
    assert {row["confidence"] for row in told.best_times()} >= {"none", "low", "high"}
    assert told.candidates()


@pytest.mark.slow
def test_nights_in_any_order_and_a_second_one_give_the_same_reports(tmp_path):
    made = history(5)

    at_once = night(tmp_path / "once", made)
    backwards = workspace(tmp_path / "backwards", made)
    for name, taken, data in reversed(files(made)):
        backwards.land(data, name, taken=taken)
        backwards.night()

    folders = [f"warehouse/rpt_{name}" for name in ("post", "best_time", "boost_candidates")]
    assert at_once.bytes(*folders) == backwards.bytes(*folders)
    before = at_once.mtimes()
    at_once.night()
    assert at_once.mtimes() == before


def workspace(root, made):
    accounts = [{"platform": "pinterest", "handle": OWN}]
    return team(root, zone=made.zone, accounts=accounts, pillars=PILLARS)


def night(root, made):
    built = workspace(root, made)
    for name, taken, data in files(made):
        built.land(data, name, taken=taken)
    built.night()
    return built


def totals(posts):
    """The parts of rpt_post, added: the published month of rpt_engagement."""
    found = {}
    for month in sorted({row["month"] for row in posts}):
        rows = [row for row in posts if row["month"] == month]
        supplied = {name: [row[name] for row in rows if row[name] is not None] for name in ADDED}
        found[month] = (len(rows), *(sum(values) if values else None for values in supplied.values()))
    return found


def compared(rows):
    return [{name: value for name, value in row.items() if name not in ALIKE} for row in rows]
