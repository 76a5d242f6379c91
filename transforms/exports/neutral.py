"""Posts and account days of any platform, as a team fills them in: for whatever has no known file format, Snapchat first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Format
from transforms.exports.template import ZONED, Cell, Template, fields_of

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

_PLATFORM = Cell("platform", "platform", "pinterest", "pinterest, linkedin, snapchat, instagram, ...: the name of the network")
_ACCOUNT = Cell("account", "account_handle", "atelier.lumen", "our account there; with or without @")
_PUBLISHED = Cell("published_at", "published_at", "2026-10-12T09:30:00Z", "when it was published, with its zone: Z, or +02:00")
_DATE = Cell("date", "activity_date", "2026-10-31", "the platform's own day, YYYY-MM-DD", ("day",))
_FIGURES = (
    Cell("impressions", "impressions", "8100", "times shown; call the column views if the platform counts views",
         exposure="impressions"),
    Cell("reach", "reach", "5400", "distinct accounts that saw it; never added up"),
    Cell("likes", "likes", "140", "likes or reactions of all kinds"),
    Cell("comments", "comments", "12", "comments or replies"),
    Cell("shares", "shares", "9", "shares, reposts, retweets"),
    Cell("saves", "saves", "31", "saves, bookmarks, repins"),
    Cell("link_clicks", "link_clicks", "44", "clicks on links"),
    Cell("profile_visits", "profile_visits", "25", "visits to the profile"),
    Cell("follows", "follows", "3", "new followers"),
    Cell("video_views", "video_views", "2200", "video views, by the platform's own rule"),
    Cell("watch_time_s", "watch_time_s", "15400", "time that all viewers together watched, in seconds"),
    Cell("avg_watch_time_s", "avg_watch_time_s", "7.0", "mean time per view, in seconds"),
)  # fmt: skip
_VIEWS = (Cell("views", "impressions", "8100", "views", exposure="views"),)
_POST_CELLS = (
    _PUBLISHED,
    _PLATFORM,
    _ACCOUNT,
    Cell("post_id", "post_id", "p-1001", "the platform's id of the post, as text; this or permalink is needed"),
    Cell("permalink", "permalink", "https://www.pinterest.com/pin/1001/", "address of the post", ("url", "link")),
    Cell("type", "native_post_type", "image", "image, video, reel, carousel, story, text or other"),
    Cell("title", "title", "Autumn coats", "title"),
    Cell("text", "caption", "Coats for autumn #atelier", "text; pillar rules look here", ("caption",)),
    Cell("labels", "custom_labels", "Fashion", "labels of your own; pillar rules look here too"),
    *_FIGURES,
)
_DAY_CELLS = (
    _DATE,
    _PLATFORM,
    _ACCOUNT,
    Cell("followers", "followers", "48200", "followers at the end of the day"),
    Cell("unfollows", "unfollows", "1", "lost followers"),
    Cell("posts", "posts_published", "2", "posts published that day", ("posts_published",)),
    *_FIGURES,
)
_SNAP_FIGURES = (
    Cell("snap_views", "impressions", "8100", "story views or Spotlight views", exposure="views"),
    Cell("snap_viewers", "reach", "5400", "distinct viewers; never added up"),
    Cell("view_time_s", "watch_time_s", "15400", "total view time, in seconds"),
    Cell("avg_view_time_s", "avg_watch_time_s", "2.8", "average view time, in seconds"),
    Cell("screenshots", "screenshots", "6", "screenshots taken"),
    Cell("swipe_ups", "link_clicks", "44", "swipe-ups, clicks on the attached link"),
    Cell("replies", "comments", "12", "replies"),
    Cell("shares", "shares", "9", "shares"),
    Cell("favorites", "saves", "31", "favourites of Spotlight"),
)
_SNAP_CELLS = (
    _PUBLISHED,
    _ACCOUNT,
    Cell("snap_id", "post_id", "s-1001", "a name of the story or Spotlight that stays the same in every file"),
    Cell("type", "native_post_type", "story", "story or video"),
    Cell("title", "title", "Behind the seams", "title, or a few words of your own; pillar rules look here"),
    *_SNAP_FIGURES,
)
_SNAP_DAY_CELLS = (
    _DATE,
    _ACCOUNT,
    Cell("subscribers", "followers", "4800", "subscribers at the end of the day"),
    Cell("new_subscribers", "follows", "12", "new subscribers"),
    *_SNAP_FIGURES,
)
_MEDIA_TYPES = {kind: kind for kind in ("image", "video", "reel", "carousel", "story", "text")}


def _read_account(work: Work) -> None:
    from transforms.exports.record_readings import read_handle, read_platform

    read_platform(work)
    read_handle(work)


def _read_post(work: Work) -> None:
    from transforms.exports.record_readings import read_post_id, require

    _read_account(work)
    read_post_id(work)
    require(work, "published_at")


def _read_snap(work: Work) -> None:
    from transforms.exports.record_readings import read_handle, read_post_id, require

    work.done["platform"] = work.per_origin(["snapchat"] * len(work.cells.origins))
    read_handle(work)
    read_post_id(work)
    require(work, "published_at")


POSTS = Format(
    id="posts",
    platform=SEVERAL,
    title="Posts of any platform (template posts.csv)",
    version=1,
    fields=fields_of((*_POST_CELLS, *_VIEWS)),
    required=("published_at", "platform", "account_handle"),
    signature=(
        frozenset({"published_at"}),
        frozenset({"platform"}),
        frozenset({"account_handle"}),
        frozenset({"post_id", "permalink"}),
    ),
    table="staging_post",
    moments=(ZONED,),
    ids="named",
    key_column="published_at",
    media_types=_MEDIA_TYPES,
    identity=_read_post,
)
ACCOUNT_DAYS = Format(
    id="account_days",
    platform=SEVERAL,
    title="Account by day of any platform (template account_days.csv)",
    version=1,
    fields=fields_of((*_DAY_CELLS, *_VIEWS)),
    required=("activity_date", "platform", "account_handle"),
    # Without its platform it must not pass for the days of one network.
    signature=(
        frozenset({"activity_date"}),
        frozenset({"platform", "posts_published", "link_clicks", "profile_visits", "video_views", "watch_time_s"}),
    ),
    absent=("member", "handle", "Network"),
    table="staging_account_daily",
    days=("YYYY-MM-DD",),
    identity=_read_account,
)
SNAPS = Format(
    id="snapchat_posts",
    platform="snapchat",
    title="Snapchat stories and Spotlights (template snapchat_posts.csv)",
    version=1,
    fields=fields_of(_SNAP_CELLS),
    required=("published_at", "account_handle", "post_id"),
    signature=(frozenset({"published_at"}), frozenset({"account_handle"}), frozenset({"post_id"}), frozenset({"impressions"})),
    table="staging_post",
    moments=(ZONED,),
    key_column="published_at",
    media_types=_MEDIA_TYPES,
    identity=_read_snap,
)
SNAPCHAT_DAYS = Format(
    id="snapchat_days",
    platform="snapchat",
    title="Snapchat account by day (template snapchat_days.csv)",
    version=1,
    fields=fields_of(_SNAP_DAY_CELLS),
    required=("activity_date", "account_handle"),
    signature=(frozenset({"activity_date"}), frozenset({"account_handle"}), frozenset({"impressions", "reach", "followers"})),
    absent=("platform",),
    table="staging_account_daily",
    days=("YYYY-MM-DD",),
)

TEMPLATES = (
    Template(
        "posts.csv",
        POSTS,
        _POST_CELLS,
        "One row per post of one of our accounts, on any network: its figures since publication, on the day the file was made.",
    ),
    Template("account_days.csv", ACCOUNT_DAYS, _DAY_CELLS, "One row per account and day of the platform, on any network."),
    Template(
        "snapchat_posts.csv",
        SNAPS,
        _SNAP_CELLS,
        "One row per story or Spotlight, as Snapchat's own pages show it: there is no export to read.",
    ),
    Template("snapchat_days.csv", SNAPCHAT_DAYS, _SNAP_DAY_CELLS, "One row per day of a Snapchat profile."),
)
FORMATS = tuple(template.format for template in TEMPLATES)
