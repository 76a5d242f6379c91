"""Which posts are deleted: what exports list whole, laid over what was seen of each post."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.facts.test_periods_and_twins import seen
from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import FACT_POST_SNAPSHOT
from transforms.facts import coverage
from warehouse.deriving import format_ranks
from warehouse.deriving_posts import latest_states
from warehouse.engine import EngineSettings, engine
from warehouse.fact_merging import own_accounts

LATER = dt.datetime(2026, 10, 25, 7, tzinfo=dt.UTC)
TOLD = (
    "brand VARCHAR, source_sha VARCHAR, part BIGINT, platform VARCHAR, format VARCHAR, account_id VARCHAR, "
    "account_handle VARCHAR, first_at TIMESTAMPTZ, last_at TIMESTAMPTZ, kinds VARCHAR[], observed_at TIMESTAMPTZ, "
    "observed_on DATE"
)
OWN = [
    ("lune", "facebook", "77", "lune", None),
    ("lune", "facebook", "lune", "lune", None),
    ("lune", "facebook", "78", "sol", None),
]


def listed(format_="facebook_content", account="77", sha="b" * 64, at=LATER, days=(1, 20), kinds=("",), part=0):
    first, last = (dt.datetime(2026, 10, day, tzinfo=dt.UTC) for day in days)
    return ("lune", sha, part, "facebook", format_, account, f"page {account}", first, last, list(kinds), at, at.date())


def deleted(rows, *told):
    """Post → deleted_seen_at of all posts, given what exports list whole."""
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(FACT_POST_SNAPSHOT)])
    with TemporaryDirectory() as folder, engine(EngineSettings(), Path(folder)) as connection:
        file = Path(folder) / "fact_post_snapshot.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema), file)
        connection.register("formats", format_ranks())
        connection.register("own_accounts", own_accounts([]))
        connection.execute("CREATE TABLE accounts AS FROM own_accounts")
        connection.unregister("own_accounts")
        connection.executemany("INSERT INTO accounts VALUES (?, ?, ?, ?, ?)", OWN)
        connection.execute("CREATE VIEW own_accounts AS FROM accounts")
        connection.execute(f"CREATE TABLE told ({TOLD})")
        for row in told:
            connection.execute(f"INSERT INTO told VALUES ({', '.join('?' * len(row))})", row)
        connection.execute(f"CREATE TEMP TABLE covers AS {coverage.covers()}")
        connection.execute("DROP TABLE told")
        found = [row for batch in latest_states(connection, [file], is_covered=True) for row in batch.to_pylist()]
    return {row["post_id"]: row["deleted_seen_at"] for row in found}


POST = seen("facebook_content", "100", is_lifetime=True, likes=5)


def test_a_post_that_a_later_list_of_its_days_lacks_is_deleted():
    assert deleted([POST], listed()) == {"100": LATER}


def test_the_first_of_these_lists_tells_when():
    late = LATER + dt.timedelta(days=7)

    assert deleted([POST], listed(sha="c" * 64, at=late), listed()) == {"100": LATER}


@pytest.mark.parametrize(
    "told",
    [
        listed(at=POST["observed_at"]),
        listed(days=(3, 20)),
        listed(days=(1, 2)),
        listed(account="78"),
        listed(account="99"),
        listed(format_="facebook_videos"),
        listed(kinds=("reel",)),
    ],
    ids=["as old", "begins later", "ends before", "other page", "page of others", "other format", "other kind"],
)
def test_a_list_that_would_not_show_it_says_nothing(told):
    assert deleted([POST], told) == {"100": None}


def test_a_list_of_two_pages_is_nobodys():
    """A post that two accounts made together is in the exports of both."""
    assert deleted([POST], listed(), listed(account="78")) == {"100": None}
    assert deleted([POST], listed(), listed(account="99")) == {"100": LATER}
    # Two tables in one archive are two lists.
    assert deleted([POST], listed(), listed(account="78", part=1)) == {"100": LATER}


def test_a_post_that_shows_up_again_was_never_deleted():
    again = seen("facebook_content", "100", is_lifetime=True, day=28)

    assert deleted([POST, again], listed()) == {"100": None}
    assert deleted([POST, seen("youtube_table", "100", platform="facebook", day=28)], listed()) == {"100": None}


def test_exports_of_posts_say_whether_a_video_asset_is_there():
    video = seen("facebook_videos", "200", is_lifetime=True, video_views=7, media_type="video")
    of_videos = listed(format_="facebook_videos", kinds=("video",))

    assert deleted([POST, video], of_videos) == {"100": None}
    assert deleted([POST, video], listed()) == {"100": LATER}
    assert deleted([video], of_videos) == {"200": LATER}


def test_posts_of_others_and_posts_without_a_day_are_not_looked_for():
    others = seen("facebook_content", "101", is_own=False, account="noord", account_id="99")
    undated = seen("facebook_content", "102", published_at=None)

    assert deleted([others, undated], listed()) == {"101": None, "102": None}
