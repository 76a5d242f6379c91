"""Sprout Social: posts and profiles of all networks in one file; counts with commas, days of the account's own clock.

As public code and documents describe it; no real export has proven it yet (FORMATS 9). Whose clock its times go by is not
documented: they are read as UTC, and count for no more than the day, so that a network's own export knows better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Field, Format
from transforms.exports.number_style import NumberStyle

if TYPE_CHECKING:
    from transforms.exports.normalise import Work


def _read_profile(work: Work) -> None:
    from transforms.exports.record_readings import read_handle, read_platform

    read_platform(work)
    read_handle(work)


def _read_post(work: Work) -> None:
    from transforms.exports.record_readings import read_post_id, require

    _read_profile(work)
    read_post_id(work)
    require(work, "published_at")


_RATE = "a ratio; it is computed anew from its numerator and denominator"
_PART = "a part of Reactions, which count for likes"
_WHO = (Field("platform", ("Network",)), Field("account_handle", ("Profile",)))
_COUNTS = (
    Field("impressions", ("Impressions",), exposure="impressions"),
    Field("reach", ("Reach",)),
    Field("engagements_native", ("Engagements",)),
    Field("likes", ("Reactions",)),
    Field("comments", ("Comments",)),
    Field("shares", ("Shares",)),
    Field("saves", ("Saves",)),
    Field("link_clicks", ("Post Link Clicks",)),
    Field("video_views", ("Video Views",)),
)
_NOT_CARRIED = {
    **dict.fromkeys(("Engagement Rate (per Impression)", "Engagement Rate (per Reach)"), _RATE),
    **dict.fromkeys(("Likes", "Love Reactions", "Haha Reactions", "Wow Reactions", "Sad Reactions", "Angry Reactions"), _PART),
    "Other Post Clicks": "clicks of every kind less link clicks",
    "Potential Reach": "followers of everyone who passed it on; nobody was counted",
}

POSTS = Format(
    id="sprout_posts",
    platform=SEVERAL,
    title="Sprout Social Post Performance",
    version=1,
    fields=(
        Field("published_at", ("Date",)),
        Field("post_id", ("Post ID",)),
        *_WHO,
        Field("native_post_type", ("Content Type",)),
        Field("permalink", ("Link",)),
        Field("caption", ("Post",)),
        *_COUNTS,
        Field("clicks", ("Post Clicks (All)",)),
        Field("negative_feedback", ("Negative Feedback",)),
        Field("impressions_organic", ("Organic Impressions",)),
        Field("impressions_promoted", ("Paid Impressions",)),
        Field("reach_organic", ("Organic Reach",)),
        Field("reach_promoted", ("Paid Reach",)),
        Field("video_views_organic", ("Organic Video Views",)),
        Field("video_views_promoted", ("Paid Video Views",)),
    ),
    required=("published_at", "post_id", "platform", "account_handle"),
    # Without its network or profile it must not pass for the posts of one network.
    signature=(
        frozenset({"post_id", "published_at"}),
        frozenset({"clicks", "impressions_organic", "reach_organic", "video_views_organic"}),
        frozenset({"engagements_native", "likes"}),
    ),
    table="staging_post",
    moments=("MM/DD/YYYY hh:mm am",),
    stated="date",
    ids="named",
    numbers_as=NumberStyle(thousands=","),
    media_types={
        "photo": "image", "image": "image", "video": "video", "carousel": "carousel", "album": "carousel", "reel": "reel",
        "text": "text", "story": "story",
    },
    not_carried=_NOT_CARRIED
    | {
        "Post Type": "post, story or reply; the content type says what it is made of",
        **dict.fromkeys(("Sent by", "Linked Content", "Tags"), "no report asks for it"),
    },
    not_carried_families=dict.fromkeys(
        ("Partial Video", "Organic Partial Video", "Paid Partial Video", "Full Video", "Organic Full Video", "Paid Full Video"),
        "how far a view went is told as retention, where a network exports it",
    ),
    identity=_read_post,
)  # fmt: skip

PROFILES = Format(
    id="sprout_profiles",
    platform=SEVERAL,
    title="Sprout Social Profile Performance by day",
    version=1,
    fields=(
        Field("activity_date", ("Date",)),
        *_WHO,
        Field("followers", ("Audience",)),
        Field("followers_net", ("Net Audience Growth",)),
        Field("follows", ("Audience Gained",)),
        Field("unfollows", ("Audience Lost",)),
        Field("posts_published", ("Published Posts",)),
        *_COUNTS,
    ),
    required=("activity_date", "platform", "account_handle"),
    signature=(
        frozenset({"activity_date"}),
        frozenset({"platform"}),
        frozenset({"account_handle"}),
        frozenset({"followers", "followers_net"}),
    ),
    table="staging_account_daily",
    days=("MM-DD-YYYY",),
    numbers_as=NumberStyle(thousands=","),
    not_carried=_NOT_CARRIED,
    identity=_read_profile,
)
FORMATS = (POSTS, PROFILES)
