"""dim_post: a period is never taken for a lifetime, and a video asset is the post that was published in its minute."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import FACT_POST_SNAPSHOT
from warehouse.deriving import format_ranks
from warehouse.deriving_posts import latest_states
from warehouse.engine import EngineSettings, engine

NOON = dt.datetime(2026, 10, 2, 12, tzinfo=dt.UTC)
SHA = iter(range(10_000))


def seen(format_, post, **known):
    day, month = known.pop("day", 20), known.pop("month", 10)
    row = {
        "brand": "lune", "platform": format_.partition("_")[0], "account": "lune", "account_id": "77", "post_id": post,
        "format": format_, "is_own": True, "published_at": NOON, "published_at_source": "date",
        "observed_on": dt.date(2026, month, day), "observed_at": dt.datetime(2026, month, day, tzinfo=dt.UTC),
        "source_sha": f"{next(SHA):064x}", "source_line": 2,
    }  # fmt: skip
    return row | known


def posts(*rows):
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(FACT_POST_SNAPSHOT)])
    with TemporaryDirectory() as folder, engine(EngineSettings(), Path(folder)) as connection:
        file = Path(folder) / "fact_post_snapshot.parquet"
        pq.write_table(pa.Table.from_pylist(list(rows), schema), file)
        connection.register("formats", format_ranks())
        found = [row for batch in latest_states(connection, [file]) for row in batch.to_pylist()]
    return {row["post_id"]: row for row in found}


@pytest.mark.parametrize("is_lifetime", [False, None])
def test_a_period_of_a_video_is_no_measure_of_it(is_lifetime):
    found = posts(seen("youtube_table", "v", is_lifetime=is_lifetime, impressions=9, thumbnail_ctr=0.5, title="Coat"))

    assert (found["v"]["impressions"], found["v"]["thumbnail_ctr"], found["v"]["engagements"]) == (None, None, None)
    assert found["v"]["title"] == "Coat"


def test_a_lifetime_stays_when_a_period_is_seen_later():
    old = seen("youtube_table", "v", is_lifetime=True, impressions=9, window_start=dt.date(2026, 10, 1), day=20)
    late = seen("youtube_table", "v", is_lifetime=False, impressions=4, window_start=dt.date(2026, 10, 21), day=30)

    assert {posts(*order)["v"]["impressions"] for order in ((old, late), (late, old))} == {9}
    assert posts(old, late)["v"]["is_lifetime"] is True


def test_of_two_lifetimes_the_later_counts():
    rows = [seen("youtube_table", "v", is_lifetime=True, impressions=n, day=n) for n in (12, 20)]

    assert posts(*rows)["v"]["impressions"] == 20


def test_exports_that_know_no_periods_count_as_they_are():
    assert posts(seen("x_content", "1", impressions=5))["1"]["impressions"] == 5


def test_a_video_asset_is_the_post_of_its_minute():
    post = seen("facebook_content", "100", is_lifetime=True, likes=5, media_type="reel")
    video = seen("facebook_videos", "200", is_lifetime=True, likes=6, video_views=70, media_type="video")

    found = posts(post, video)

    assert list(found) == ["100"]
    assert (found["100"]["likes"], found["100"]["video_views"], found["100"]["media_type"]) == (5, 70, "reel")


@pytest.mark.parametrize(
    "others",
    [
        [],
        [{"account_id": "78"}],
        [{"published_at": NOON + dt.timedelta(minutes=1)}],
        # Two posts in one minute: nobody knows which of them it is.
        [{}, {"post_id": "101"}],
    ],
    ids=["alone", "other page", "other minute", "two posts"],
)
def test_a_video_asset_without_one_such_post_is_a_post_of_its_own(others):
    rows = [seen("facebook_content", "100", is_lifetime=True) | other for other in others]

    assert "200" in posts(*rows, seen("facebook_videos", "200", is_lifetime=True, likes=6))
