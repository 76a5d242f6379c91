"""rpt_video against plain Python: curves, means, and which posts are videos at all (METRICS 1.2)."""

import datetime as dt
import tempfile
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.audience_tables import FACT_RETENTION
from transforms.contracts.tables import DIM_POST
from transforms.reports.register import query_of
from warehouse.deriving import format_ranks
from warehouse.engine import EngineSettings, engine

NOON = dt.datetime(2026, 10, 10, 12, tzinfo=dt.UTC)
MONTH = {
    "brand": "lune", "month": "2026-10", "month_start": dt.date(2026, 10, 1),
    "starts_at": dt.datetime(2026, 9, 30, 22, tzinfo=dt.UTC), "ends_at": dt.datetime(2026, 10, 31, 23, tzinfo=dt.UTC),
    "as_of_date": dt.date(2026, 10, 31),
}  # fmt: skip
POST = {
    "brand": "lune", "platform": "facebook", "account": "lune", "account_id": "77", "is_own": True, "published_at": NOON,
    "published_at_source": "zoned", "media_type": "video",
}  # fmt: skip


def post(number, **known):
    return POST | {"post_id": str(number)} | known


def curve(number, shares, day=20, of="total", format_="facebook_videos", **known):
    """Positions of one curve; where a share is None, the export leaves its place empty."""
    told = [(at, share) for at, share in enumerate(shares) if share is not None]
    return [
        POST | {
            "post_id": str(number), "format": format_, "retention_curve": of, "position": at, "retention_share": share,
            "position_share": at / told[-1][0] if told[-1][0] else None, "observed_on": dt.date(2026, 10, day),
            "observed_at": dt.datetime(2026, 10, day, tzinfo=dt.UTC), "source_sha": "5c1f", "source_line": 2, **known,
        }
        for at, share in told
    ]  # fmt: skip


def video(posts, *curves):
    """Post → its row of rpt_video."""
    with tempfile.TemporaryDirectory() as spill, engine(EngineSettings(threads=1), Path(spill)) as connection:
        connection.register("months", pa.Table.from_pylist([MONTH]))
        connection.register("formats", format_ranks())
        for declared, rows in ((DIM_POST, posts), (FACT_RETENTION, [row for each in curves for row in each])):
            schema = pa.schema([field.with_nullable(True) for field in arrow_schema(declared)])
            connection.register(declared.name, pa.Table.from_pylist(rows, schema))
        return {row["post_id"]: row for row in connection.sql(query_of("rpt_video")).to_arrow_table().to_pylist()}


def rounded(fraction):
    return float(f"{float(fraction):.11e}")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 130)), min_size=1, max_size=8).filter(lambda told: told[-1] is not None))
@example([100, 80, 40, 30])
@example([100, 50, 25])  # a tie: the earlier frame
@example([50, 100])
@example([0, 0, 0])
def test_completion_and_falloff_are_what_plain_python_makes_of_the_curve(percents):
    shares = [None if each is None else each / 100 for each in percents]
    told = [(at, Fraction(each, 100)) for at, each in enumerate(percents) if each is not None]

    row = video([post(1)], curve(1, shares))["1"]

    falls = [(1 - after / here, -at) for (at, here), (_, after) in pairwise(told) if after < here]
    rate, frame = max(falls, default=(None, None))
    start, end = told[0][1], told[-1][1]
    is_curve = len(told) > 1
    assert row["retention_positions"] == len(told)
    assert row["completion_rate"] == (rounded(end / start) if is_curve and start else None)
    assert row["falloff_rate"] == (None if rate is None else pytest.approx(float(rate), abs=1e-11))
    assert row["falloff_frame"] == (None if frame is None else -frame)


def test_the_curve_of_the_whole_video_counts_as_it_was_seen_last():
    early, late, short = curve(1, [1, 0.9]), curve(1, [1, 0.5], day=25), curve(1, [1, 0.1], of="first_15_s", day=26)

    assert {video([post(1)], *order)["1"]["completion_rate"] for order in ((early, late, short), (short, late, early))} == {0.5}


def test_a_curve_of_a_video_asset_is_that_of_its_post():
    asset = curve(200, [1, 0.5])

    assert video([post(100)], asset)["100"]["completion_rate"] == 0.5
    # Two posts in one minute, a post of another page, of another minute: nobody knows whose curve it is.
    assert {row["completion_rate"] for row in video([post(100), post(101)], asset).values()} == {None}
    assert video([post(100, account_id="78")], asset)["100"]["completion_rate"] is None
    assert video([post(100, published_at=NOON + dt.timedelta(minutes=1))], asset)["100"]["completion_rate"] is None
    # An asset that is a post of its own keeps its curve.
    found = video([post(100), post(200)], asset)
    assert [found[name]["completion_rate"] for name in ("100", "200")] == [None, 0.5]


def test_means_are_weighted_by_views_and_missing_without_them():
    known = {"avg_view_share": 0.25, "avg_watch_time_s": 5.0, "duration_s": 20}
    found = video(
        [post(1, video_views=400, **known), post(2, **known), post(3, video_views=400, avg_watch_time_s=5.0, duration_s=0)]
    )

    parts = ("avg_watch_share", "mean_watch_share_numerator", "mean_watch_share_denominator", "mean_view_share_numerator")
    assert [found["1"][name] for name in parts] == [0.25, Decimal("2000.0000"), 8000, Decimal("100.0000")]
    assert [found["2"][name] for name in parts] == [0.25, None, None, None]
    assert [found["3"][name] for name in parts] == [None, None, None, None]


def test_views_are_those_that_the_platform_calls_so():
    told = video([
        post(1, impressions=9, exposure_metric="views"),
        post(2, impressions=9, exposure_metric="video_views", platform="youtube"),
        post(3, impressions=9, exposure_metric="views", video_views=4),
    ])  # fmt: skip

    assert [(told[name]["views"], told[name]["view_rule"]) for name in "123"] == [
        (None, None),
        (9, "youtube_view"),
        (4, "meta_3s"),
    ]


def test_posts_that_are_no_videos_posts_of_others_and_of_other_months_have_no_row():
    rows = [
        post(1, media_type="image", video_views=0), post(2, media_type="image", video_views=9), post(3, is_own=False),
        post(4, published_at=MONTH["ends_at"]), post(5, media_type=None), post(6, media_type=None, video_views=3),
        post(7, media_type="story"),
    ]  # fmt: skip

    assert sorted(video(rows)) == ["6", "7"]


def test_what_no_export_supplies_is_null_and_says_what_would_supply_it():
    row = video([post(1, media_type="story", platform="snapchat")])["1"]

    figures = [name for name in row if name.endswith(("_rate", "_share", "_numerator", "_denominator")) or name == "views"]
    assert {row[name] for name in figures} == {None}
    assert "snapchat_posts.csv" in row["reason"]
    assert row["confidence"] == "none"
