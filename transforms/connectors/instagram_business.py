"""Fivetran's Instagram Business schema: lifetime figures of each post, reel and story.

Tables and columns: fivetran/dbt_instagram_business, models/staging/src_instagram_business.yml, and the macros and seeds of
fivetran/dbt_instagram_business_source. No landed schema of a real account was at hand. A medium fills the columns of its own
kind (album, reel, story, else video or photo) and leaves the others NULL. `views` replace `impressions` since April 2025, so
rows with the one and rows with the other are two formats.
"""

from transforms.connectors.model import Connector, Lookup, SourceTable, columns_of, not_carried, source_format
from transforms.exports.model import Field

_TABLE = "media_insights"
_ACCOUNT = ("media_history.username", "user_history.username", "media_history.user_id")
MEDIA_TYPES = {"image": "image", "video": "video", "carousel_album": "carousel"}
_VIEWS = ("reel_views", "carousel_album_views", "story_views", "video_photo_views")
_IMPRESSIONS = ("carousel_album_impressions", "story_impressions", "video_photo_impressions", "reel_plays")
_NAVIGATION = ("story_exits", "story_taps_back", "story_taps_forward")

_OTHER = "impressions and views count different things: rows that have views are another format"
_FIELDS = (
    columns_of("post_id", _TABLE, "id"),
    columns_of("account_id", "media_history", "user_id"),
    columns_of("account_name", "user_history", "name"),
    columns_of("published_at", "media_history", "created_time"),
    columns_of("caption", "media_history", "caption"),
    columns_of("permalink", "media_history", "permalink"),
    columns_of("native_post_type", "media_history", "media_type"),
    columns_of("reach", _TABLE, "reel_reach", "carousel_album_reach", "story_reach", "video_photo_reach"),
    columns_of("likes", _TABLE, "like_count", "reel_likes"),
    columns_of("comments", _TABLE, "comment_count", "reel_comments", "story_replies"),
    columns_of("shares", _TABLE, "reel_shares", "carousel_album_shares", "story_shares", "video_photo_shares"),
    columns_of("saves", _TABLE, "carousel_album_saved", "video_photo_saved"),
    columns_of("engagements_native", _TABLE, "reel_total_interactions", "carousel_album_engagement", "video_photo_engagement"),
    Field("navigation", ("sum.navigation",)),
)
_PARTS = not_carried(_TABLE, "a part of navigation, which is carried whole", *_NAVIGATION) | not_carried(
    _TABLE, "retired by Meta; it stays in raw", "carousel_album_video_views", "video_views"
)


def _media(exposure: str, counted: tuple[str, ...], others: tuple[str, ...]) -> SourceTable:
    id_ = f"fivetran_instagram_media_{exposure}"
    told = source_format(
        name=id_,
        title=f"Instagram posts, reels and stories, {exposure} (Fivetran instagram_business, {_TABLE})",
        platform="instagram",
        source=_TABLE,
        table="staging_post",
        account=_ACCOUNT,
        fields=(*_FIELDS, columns_of("impressions", _TABLE, *counted, exposure=exposure)),
        not_carried=_PARTS | not_carried(_TABLE, _OTHER, *others),
        ids="instagram",
        media_types=MEDIA_TYPES,
    )
    views = tuple(f"{_TABLE}.{column}" for column in _VIEWS)
    return SourceTable(
        format=told,
        table=_TABLE,
        key=("id",),
        account=_ACCOUNT,
        lookups=(
            Lookup(
                "media_history",
                (("id", f"{_TABLE}.id"),),
                ("user_id", "username", "created_time", "caption", "permalink", "media_type"),
                wakes=True,
            ),
            Lookup("user_history", (("id", "media_history.user_id"),), ("username", "name")),
        ),
        sums={"navigation": _NAVIGATION},
        present=views if exposure == "views" else (),
        absent=views if exposure != "views" else (),
    )


INSTAGRAM_BUSINESS = Connector(
    id="instagram_business",
    title="Instagram Business (Fivetran)",
    schema="instagram_business",
    tables=(_media("views", _VIEWS, _IMPRESSIONS), _media("impressions", _IMPRESSIONS, _VIEWS)),
)
