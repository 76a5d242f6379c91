"""Fivetran's YouTube Analytics schema: each video by day, and the whole channel by day.

Tables and columns: fivetran/dbt_youtube_analytics, models/staging/src_youtube.yml, and the macros and seeds of
fivetran/dbt_youtube_analytics_source. No landed schema of a real channel was at hand. The report has a row per video, country,
subscription and more; a day is their sum. Rows without a video tell of the channel alone. Days are YouTube's own (Pacific).
The table `video` is none of Fivetran's: where somebody lands it, it brings titles and times of publication.
"""

from transforms.connectors.model import Connector, Lookup, SourceTable, columns_of, source_format

_TABLE = "channel_basic_a_2"
_ACCOUNT = (f"{_TABLE}.channel_id",)
_COUNTS = {"likes": "likes", "comments": "comments", "shares": "shares", "follows": "subscribers_gained"}
_ADDED = ("views", "watch_time_minutes", "subscribers_lost", *_COUNTS.values())
_FIGURES = (
    columns_of("impressions", _TABLE, "views", exposure="video_views"),
    columns_of("watch_time_s", _TABLE, "watch_time_minutes", unit="minutes"),
    *(columns_of(name, _TABLE, column) for name, column in _COUNTS.items()),
)
_DAY = columns_of("activity_date", _TABLE, "date")
_LOST = f"{_TABLE}.subscribers_lost"

VIDEOS = SourceTable(
    format=source_format(
        name="fivetran_youtube_videos_daily",
        title=f"YouTube videos by day (Fivetran youtube_analytics, {_TABLE})",
        platform="youtube",
        source=_TABLE,
        table="staging_post_daily",
        account=_ACCOUNT,
        fields=(
            columns_of("post_id", _TABLE, "video_id"),
            _DAY,
            columns_of("account_name", "video", "snippet_channel_title"),
            columns_of("published_at", "video", "snippet_published_at"),
            columns_of("title", "video", "snippet_title"),
            *_FIGURES,
        ),
        not_carried={_LOST: "a post loses nobody; the channel by day carries it"},
        video_ids=True,
        media_type="video",
    ),
    table=_TABLE,
    key=("channel_id", "video_id", "date"),
    account=_ACCOUNT,
    lookups=(
        Lookup(
            "video",
            (("id", f"{_TABLE}.video_id"),),
            ("snippet_channel_title", "snippet_published_at", "snippet_title"),
        ),
    ),
    added=_ADDED,
    present=(f"{_TABLE}.video_id",),
)

CHANNEL = SourceTable(
    format=source_format(
        name="fivetran_youtube_channel_daily",
        title=f"YouTube channel by day (Fivetran youtube_analytics, {_TABLE})",
        platform="youtube",
        source=_TABLE,
        table="staging_account_daily",
        account=_ACCOUNT,
        fields=(_DAY, *_FIGURES, columns_of("unfollows", _TABLE, "subscribers_lost")),
    ),
    table=_TABLE,
    key=("channel_id", "date"),
    account=_ACCOUNT,
    added=_ADDED,
)

YOUTUBE_ANALYTICS = Connector(
    id="youtube_analytics", title="YouTube Analytics (Fivetran)", schema="youtube_analytics", tables=(VIDEOS, CHANNEL)
)
