"""Fresh rows of each connector's schema, in SQLite and PostgreSQL, become the staging rows that they mean."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.builders.connectors import SYNC, later
from tests.builders.instagram import at
from transforms.connectors.register import CONNECTORS
from transforms.contracts.columns import COLUMNS

POST, STORY = 17875951606801054, 17875951606801055
PAGE, USER = "514435155248879", 17841400000000000


def wall(*parts):
    return dt.datetime(*parts)  # noqa: DTZ001 - connectors write UTC without a zone


def test_facebook_pages(reader):
    source = reader("facebook_pages")
    source.landed.add("page", {"id": PAGE, "name": "Atelier Films", "_fivetran_deleted": False})
    source.landed.add(
        "post_history",
        {"id": f"{PAGE}_33913", "page_id": PAGE, "message": "old", "created_time": wall(2025, 9, 1, 7), "share_count": 1},
        synced=later(-9),
    )
    source.landed.add(
        "post_history",
        {
            "id": f"{PAGE}_33913", "page_id": PAGE, "message": 'Cut, sewn,\r\n"worn"',
            "created_time": wall(2025, 9, 1, 7, 0, 9),
            "share_count": 3, "status_type": "added_video",
        },
    )  # fmt: skip
    before = {"post_id": f"{PAGE}_33913", "date": wall(2025, 10, 2, 7), "post_impressions": 800, "post_clicks": 4}
    since = {
        "post_id": f"{PAGE}_33913", "date": wall(2026, 10, 29, 7), "post_media_view": 876.0, "post_reactions_like_total": 10,
        "post_reactions_love_total": 2, "post_video_view_time": 2149995, "post_video_length": 4901,
        "post_video_avg_time_watched": 4166,
    }  # fmt: skip
    source.landed.add("lifetime_post_metrics_total", before, since)
    day = {"page_id": PAGE, "date": wall(2026, 10, 29, 7), "page_media_view": 50.0, "page_fan_adds": 3, "page_fans": 900}
    source.landed.add("daily_page_metrics_total", day)

    reading = source.read()

    staged = source.staged(reading)
    views, impressions = sorted(staged["staging_post"], key=lambda row: row["exposure_metric"], reverse=True)
    named = {"platform": "facebook", "post_id": "33913", "account_id": PAGE, "account_handle": "atelier films"}
    assert named.items() <= views.items()
    assert named.items() <= impressions.items()
    assert (views["impressions"], views["likes"], views["shares"], views["watch_time_s"]) == (876, 12, 3, Decimal("2149.9950"))
    assert (views["duration_s"], views["avg_watch_time_s"], views["caption"]) == (4, 4.166, 'Cut, sewn,\n"worn"')
    assert (views["published_at"], views["media_type"]) == (at(2025, 9, 1, 7, 0).replace(second=9), "video")
    assert (impressions["impressions"], impressions["exposure_metric"], impressions["clicks"]) == (800, "impressions", 4)
    assert "likes" not in impressions, "no kind of reaction was supplied, which is not the same as none"
    # Both were synced at one moment; each is of the day that it names, and the later day is the later observation.
    assert [row["observed_on"] for row in (views, impressions)] == [dt.date(2026, 10, 29), dt.date(2025, 10, 2)]
    assert [row["observed_at"].date() for row in (views, impressions)] == [dt.date(2026, 10, 29), dt.date(2025, 10, 2)]
    assert views["observed_on_source"] == "content"
    (page,) = staged["staging_account_daily"]
    assert (page["activity_date"], page["follows"], page["followers"], page["impressions"]) == (dt.date(2026, 10, 29), 3, 900, 50)
    assert page["account_handle"] == "atelier films"


def test_instagram_business(reader):
    source = reader("instagram_business")
    about = {"user_id": USER, "username": "Atelier", "media_type": "VIDEO", "created_time": wall(2026, 10, 20, 12, 0, 3)}
    source.landed.add("media_history", {"id": POST, "caption": "reel", **about}, {"id": STORY, **about})
    source.landed.add("user_history", {"id": USER, "username": "atelier", "name": "Atelier"})
    reel = {
        "reel_views": 100,
        "reel_reach": 80,
        "reel_likes": 7,
        "like_count": 8,
        "reel_shares": 3,
        "reel_total_interactions": 12,
    }
    story = {"video_photo_impressions": 50, "story_reach": 40, "story_replies": 2, "story_exits": 1, "story_taps_forward": 5}
    source.landed.add("media_insights", {"id": POST, "_fivetran_id": "a", **reel}, {"id": STORY, "_fivetran_id": "b", **story})

    staged = source.staged(source.read())["staging_post"]

    views, impressions = sorted(staged, key=lambda row: row["post_id"])
    # Two columns tell of likes: the first of them counts, and they need not agree.
    told = ("impressions", "reach", "likes", "shares", "engagements_native", "exposure_metric")
    assert [views[name] for name in told] == [100, 80, 8, 3, 12, "views"]
    seen = ("impressions", "reach", "comments", "navigation", "exposure_metric")
    assert [impressions[name] for name in seen] == [50, 40, 2, 6, "impressions"]
    assert [row["post_id"] for row in (views, impressions)] == [str(POST), str(STORY)], "ids are text, to the last digit"
    assert {row["account_handle"] for row in staged} == {"atelier"}
    assert views["observed_at"] == SYNC.replace(tzinfo=dt.UTC)
    assert (views["observed_on"], views["media_type"], views["account_name"]) == (SYNC.date(), "video", "Atelier")


def test_twitter_organic(reader):
    source = reader("twitter_organic")
    tweet, day = str((1_793_000_000_000 - 1_288_834_974_657) << 22), wall(2026, 10, 29)
    source.landed.add("tweet", {"id": tweet, "user_id": "783214", "full_text": "new coat", "created_at": wall(2026, 10, 26)})
    source.landed.add("twitter_user_history", {"id": 783214, "screen_name": "Atelier", "name": "Atelier"})
    row = {"organic_tweet_id": tweet, "date": day, "account_id": "18ce54d4x5t"}
    source.landed.add(
        "organic_tweet_report",
        {**row, "placement": "ALL_ON_TWITTER", "impressions": 100, "likes": 4, "retweets": 2},
        {**row, "placement": "PUBLISHER_NETWORK", "impressions": 11, "likes": 1},
    )

    (daily,) = source.staged(source.read())["staging_post_daily"]

    assert (daily["impressions"], daily["likes"], daily["shares"]) == (111, 5, 2), "a day is the sum of its placements"
    assert "comments" not in daily
    assert (daily["activity_date"], daily["account_handle"], daily["account_id"]) == (day.date(), "atelier", "783214")
    assert (daily["published_at_source"], daily["caption"]) == ("id", "new coat")


def test_linkedin_pages(reader):
    source = reader("linkedin_pages")
    number = int(at(2026, 10, 2, 9).timestamp() * 1000) << 22
    urn = f"urn:li:ugcPost:{number}"
    source.landed.add(
        "share_statistic",
        {"_fivetran_id": "s1", "impression_count": 90, "like_count": 6, "click_count": 5, "engagement": 0.12},
        {"_fivetran_id": "whole page", "impression_count": 9000},
    )
    source.landed.add("ugc_post_share_statistic", {"share_statistic_id": "s1", "ugc_post_id": urn})
    source.landed.add("ugc_post_history", {"id": urn, "commentary": "We hire", "first_published_at": wall(2026, 10, 2, 10)})
    source.landed.add("organization_ugc_post", {"organization_id": 42, "ugc_post_id": urn})
    source.landed.add("organization", {"id": 42, "vanity_name": "Atelier", "localized_name": "Atelier B.V."})

    (post,) = source.staged(source.read())["staging_post"]

    assert (post["post_id"], post["account_handle"], post["account_id"]) == (str(number), "atelier", "42")
    assert (post["impressions"], post["likes"], post["clicks"], post["caption"]) == (90, 6, 5, "We hire")
    assert (post["published_at"], post["published_at_source"]) == (at(2026, 10, 2, 9), "id")


def test_youtube_analytics(reader):
    source = reader("youtube_analytics")
    row = {"channel_id": "UC2vW_-atelier", "date": dt.date(2026, 10, 28)}
    source.landed.add("video", {"id": "TSTbp5LSBdw", "snippet_title": "Lining", "snippet_published_at": wall(2026, 10, 1, 17)})
    source.landed.add(
        "channel_basic_a_2",
        {**row, "video_id": "TSTbp5LSBdw", "country_code": "NL", "views": 10, "watch_time_minutes": 1.5, "subscribers_gained": 1},
        {**row, "video_id": "TSTbp5LSBdw", "country_code": "DE", "views": 5, "watch_time_minutes": 0.25, "subscribers_lost": 1},
        {**row, "video_id": "", "country_code": "NL", "subscribers_gained": 2, "subscribers_lost": 0},
    )

    staged = source.staged(source.read())

    (video,) = staged["staging_post_daily"]
    assert (video["post_id"], video["impressions"], video["watch_time_s"], video["follows"]) == ("TSTbp5LSBdw", 15, 105, 1)
    assert (video["title"], video["exposure_metric"], video["activity_date"]) == ("Lining", "video_views", dt.date(2026, 10, 28))
    (channel,) = staged["staging_account_daily"]
    assert (channel["impressions"], channel["follows"], channel["unfollows"]) == (15, 3, 1)
    assert channel["account_handle"] == video["account_handle"] == "uc2vw_-atelier"


def test_moments_with_a_zone_mean_the_same_as_without(reader):
    source = reader("facebook_pages", zoned=True)
    source.landed.add("page", {"id": PAGE, "name": "Atelier"}, synced=SYNC.replace(tzinfo=dt.UTC))
    moment = dt.datetime(2026, 10, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)) if source.landed.schema else dt.UTC)
    source.landed.add("post_history", {"id": "1_2", "page_id": PAGE, "created_time": moment}, synced=SYNC.replace(tzinfo=dt.UTC))
    metrics = {"post_id": "1_2", "date": dt.datetime(2026, 10, 29, 7, tzinfo=dt.UTC), "post_impressions": 5}
    source.landed.add("lifetime_post_metrics_total", metrics, synced=SYNC.replace(tzinfo=dt.UTC))

    (post,) = source.staged(source.read())["staging_post"]

    assert post["published_at"] == moment.astimezone(dt.UTC)
    assert (post["observed_on"], post["account_handle"]) == (dt.date(2026, 10, 29), "atelier")
    assert source.read().taken == []


@pytest.mark.parametrize("connector", CONNECTORS.values(), ids=CONNECTORS.keys())
def test_a_connector_is_declared_soundly(connector):
    assert len({table.format.id for table in connector.tables}) == len(connector.tables)
    for table in connector.tables:
        known = {table.table, *(lookup.table for lookup in table.lookups), "sum", table.format.id}
        named = {alias.partition(".")[0] for each in table.format.fields for alias in each.aliases}
        assert named <= known
        assert {name.partition(".")[0] for name in (*table.account, *table.present, *table.absent)} <= known
        assert {alias for each in table.format.fields for alias in each.aliases if alias.startswith("sum.")} <= {
            f"sum.{name}" for name in table.sums
        }
        taken = {f"{lookup.table}.{name}" for lookup in table.lookups for name in lookup.columns}
        wanted = {alias for each in table.format.fields for alias in each.aliases} | set(table.account)
        assert {name for name in wanted if name.partition(".")[0] not in {table.table, "sum", table.format.id}} <= taken
        assert all(each.name in COLUMNS for each in table.format.fields)
