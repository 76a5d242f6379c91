"""Deleted posts over nights: months that a list merely spans, and what was known of them on a day."""

import duckdb
import pytest

from flows.as_of import report_as_of
from tests.builders import instagram
from tests.builders.workspace import team

MONTHS = {1: (2026, 9, 20), 2: (2026, 10, 10), 3: (2026, 11, 5)}
EARLY, LATE = instagram.at(2026, 11, 6, 7), instagram.at(2026, 11, 20, 7)


def listing(*numbers, likes):
    rows = [instagram.post(number, **instagram.published(instagram.at(*MONTHS[number], 12)), Likes=likes) for number in numbers]
    return instagram.content(*rows)


def whole(made):
    made.land(listing(1, 2, 3, likes=5), "whole.csv", taken=EARLY)
    made.night()


def without_october(made):
    """No record of it lies in October, and it spans the month."""
    made.land(listing(1, 3, likes=6), "lacking.csv", taken=LATE)
    made.night()


@pytest.mark.parametrize(
    "nights",
    [
        pytest.param((whole, without_october), id="in order", marks=pytest.mark.slow),
        pytest.param((without_october, whole), id="backwards"),
    ],
)
def test_an_export_without_a_post_of_a_month_tells_that_the_month_lost_its_only_one(nights, tmp_path):
    made = team(tmp_path)
    for night in nights:
        night(made)

    found = [row["deleted_seen_at"] for row in made.rows("dim_post", order="post_id")]
    months = {row["month"]: (row["n_posts"], row["n_posts_live"]) for row in made.rows("rpt_engagement_brand") if row["n_posts"]}

    assert found == [None, LATE, None]
    assert months == {"2026-09": (1, 1), "2026-10": (1, 0), "2026-11": (1, 1)}
    before = made.mtimes()
    made.night()
    assert made.mtimes() == before


@pytest.mark.slow
def test_as_of_a_day_nobody_knew_of_a_deletion_that_was_seen_later(tmp_path):
    made = team(tmp_path)
    whole(made)
    without_october(made)

    report_as_of(tmp_path, "2026-11-10", "2026-10")

    made_then = tmp_path / "reports/as-of/atelier/2026-11-10/rpt_post/rpt_post__atelier__2026-10.parquet"
    now = made.rows("rpt_post", order="month")
    assert [row["deleted_seen_at"] for row in now] == [None, LATE, None]
    assert duckdb.connect().execute(f"SELECT deleted_seen_at FROM '{made_then}'").fetchall() == [(None,)]
