"""Schemas as connectors land them, written fresh: tables of Fivetran with the columns that a test needs, in any database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    text,
)

SYNC = dt.datetime(2026, 10, 30, 4, 15, 0, 123000)  # noqa: DTZ001 - connectors write UTC without a zone
DAY = dt.date(2026, 10, 29)
_NAIVE = DateTime(timezone=False)


def _synced() -> Column[Any]:
    return Column("_fivetran_synced", _NAIVE)


def _counts(*names: str) -> list[Column[Any]]:
    return [Column(name, Integer) for name in names]


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, String) for name in names]


COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "facebook_pages": {
        "lifetime_post_metrics_total": lambda: [
            Column("post_id", String), Column("date", _NAIVE), _synced(),
            *_counts("post_clicks", "post_impressions", "post_impressions_organic", "post_impressions_paid",
                     "post_negative_feedback",
                     *(f"post_reactions_{mood}_total" for mood in ("like", "love", "haha", "wow", "sorry", "anger")),
                     "post_video_avg_time_watched", "post_video_length", "post_video_view_time", "post_video_views"),
            Column("post_media_view", Double),
        ],
        "post_history": lambda: [
            *_texts("id", "page_id", "message", "status_type"), Column("created_time", _NAIVE), Column("updated_time", _NAIVE),
            Column("share_count", Integer), _synced(),
        ],
        "page": lambda: [*_texts("id", "name", "username"), Column("_fivetran_deleted", Boolean), _synced()],
        "daily_page_metrics_total": lambda: [
            Column("page_id", String), Column("date", _NAIVE), _synced(),
            *_counts("page_impressions", "page_impressions_paid", "page_fan_adds", "page_fan_removes", "page_fans",
                     "page_post_engagements", "page_views_total", "page_video_views", "page_negative_feedback",
                     "page_actions_post_reactions_like_total", "page_actions_post_reactions_love_total"),
            Column("page_media_view", Double),
        ],
    },
    "instagram_business": {
        "media_insights": lambda: [
            Column("_fivetran_id", String), _synced(), Column("id", BigInteger),
            *_counts("like_count", "comment_count", "reel_likes", "reel_comments", "reel_views", "reel_reach", "reel_shares",
                     "reel_total_interactions", "story_views", "story_reach", "story_replies", "story_exits", "story_taps_back",
                     "story_taps_forward", "video_photo_views", "video_photo_reach", "video_photo_saved", "video_photo_shares",
                     "video_photo_impressions", "carousel_album_views", "carousel_album_reach", "carousel_album_saved"),
        ],
        "media_history": lambda: [
            Column("id", BigInteger), Column("user_id", BigInteger), *_texts("username", "caption", "permalink", "media_type"),
            Column("created_time", _NAIVE), _synced(),
        ],
        "user_history": lambda: [Column("id", BigInteger), *_texts("username", "name"), _synced()],
    },
    "twitter_organic": {
        "organic_tweet_report": lambda: [
            *_texts("account_id", "organic_tweet_id", "placement"), Column("date", _NAIVE), _synced(),
            *_counts("impressions", "likes", "replies", "retweets", "engagements", "url_clicks", "clicks", "follows",
                     "app_clicks", "video_total_views"),
        ],
        "tweet": lambda: [*_texts("id", "user_id", "full_text"), Column("created_at", _NAIVE), _synced()],
        "twitter_user_history": lambda: [Column("id", BigInteger), *_texts("screen_name", "name"), _synced()],
    },
    "linkedin_pages": {
        "share_statistic": lambda: [
            *_texts("_fivetran_id", "_share_entity_urn"), _synced(), Column("engagement", Double),
            *_counts("click_count", "comment_count", "impression_count", "like_count", "share_count"),
        ],
        "ugc_post_share_statistic": lambda: [*_texts("share_statistic_id", "ugc_post_id"), _synced()],
        "ugc_post_history": lambda: [
            *_texts("id", "commentary"), Column("created_time", _NAIVE), Column("first_published_at", _NAIVE), _synced(),
        ],
        "organization_ugc_post": lambda: [Column("organization_id", BigInteger), Column("ugc_post_id", String), _synced()],
        "organization": lambda: [Column("id", BigInteger), *_texts("vanity_name", "localized_name"), _synced()],
    },
    "youtube_analytics": {
        "channel_basic_a_2": lambda: [
            *_texts("_fivetran_id", "channel_id", "video_id", "country_code"), Column("date", Date), _synced(),
            *_counts("views", "likes", "comments", "shares", "subscribers_gained", "subscribers_lost"),
            Column("watch_time_minutes", Double), Column("average_view_duration_percentage", Double),
        ],
        "video": lambda: [
            *_texts("id", "snippet_title", "snippet_channel_title"), Column("snippet_published_at", _NAIVE), _synced(),
        ],
    },
}  # fmt: skip


@dataclass
class Landed:
    """One connector's schema in a database, and what a test does with it."""

    engine: Engine
    connector: str
    schema: str | None = None
    zoned: bool = False
    metadata: MetaData = field(default_factory=MetaData)

    def make(self, *without: str) -> "Landed":
        """Its tables, apart from some of them (`table`) or of their columns (`table.column`)."""
        for name, columns in COLUMNS[self.connector].items():
            if name not in without:
                kept = [each for each in columns() if f"{name}.{each.name}" not in without]
                for each in kept if self.zoned else ():
                    each.type = DateTime(timezone=True) if isinstance(each.type, DateTime) else each.type
                Table(name, self.metadata, *kept, schema=self.schema)
        self.metadata.create_all(self.engine)
        return self

    def table(self, name: str) -> Table:
        """One of the tables."""
        return self.metadata.tables[f"{self.schema}.{name}" if self.schema else name]

    def add(self, name: str, *rows: Mapping[str, Any], synced: dt.datetime = SYNC) -> None:
        """Rows of one table; those that say nothing of their sync moment have `synced`."""
        with self.engine.begin() as connection:
            # Each with the columns that it has: the others stay NULL.
            for row in rows:
                connection.execute(insert(self.table(name)).values(**{"_fivetran_synced": synced, **row}))

    def run(self, statement: str) -> None:
        """Any statement, such as an update at the source."""
        with self.engine.begin() as connection:
            connection.execute(text(statement))


def sqlite(path: Any, connector: str, *without: str) -> Landed:
    """A schema in a file of SQLite."""
    return Landed(create_engine(f"sqlite:///{path}"), connector).make(*without)


def later(days: float) -> dt.datetime:
    """A sync moment so many days after the first."""
    return SYNC + dt.timedelta(days=days)


def settings(url: str, connector: str, brand: str, **more: Iterable[Any] | str | float | Mapping[str, str]) -> str:
    """pilaster.toml of a workspace with one source, named `social`."""
    lines = [f"{key} = {_toml(value)}" for key, value in {"url": url, "connector": connector, "brand": brand, **more}.items()]
    return "settle_s = 0\nthreads = 1\n\n[sources.social]\n" + "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{key}" = "{each}"' for key, each in value.items()) + " }"
    return f'"{value}"' if isinstance(value, str) else str(value)
