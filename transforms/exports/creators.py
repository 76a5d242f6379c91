"""Creators: the two neutral templates that a team fills, from whatever tool, agency or screenshot it has them.

No platform exports figures of other people's accounts, so these headers are ours; each row says which platform it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Format
from transforms.exports.template import Cell, Template, fields_of

if TYPE_CHECKING:
    from transforms.exports.normalise import Work


_WHO = (
    Cell("platform", "platform", "instagram", "instagram, x, facebook, youtube, tiktok, ...: the name of the network"),
    Cell("handle", "account_handle", "a.creator", "the creator's handle there; with or without @", ("username",)),
)
_CREATOR_CELLS = (
    Cell("date", "activity_date", "2026-10-31", "day of the figures, YYYY-MM-DD", ("day",)),
    *_WHO,
    Cell("followers", "followers", "48200", "followers on that day; empty if unknown, and then there is no score"),
    Cell("name", "account_name", "A Creator", "display name, for people"),
    Cell("reach_median", "reach_median", "9100", "median reach of the creator's posts, if a tool or a media kit says it"),
    Cell(
        "their_interactions", "creator_interactions", "3",
        "how often the creator liked, shared, answered or mentioned our posts since the row before",
    ),
)  # fmt: skip
_POST_CELLS = (
    Cell("date", "published_at", "2026-10-12", "day on which the post was published, YYYY-MM-DD", ("published",)),
    *_WHO,
    Cell("post_id", "post_id", "17998877665544332", "the platform's id of the post, as text; this or permalink is needed"),
    Cell("permalink", "permalink", "https://www.instagram.com/p/CxExample01/", "address of the post", ("url", "link")),
    Cell("likes", "likes", "1830", "likes or reactions; empty if hidden: such a post counts for no engagement rate"),
    Cell("comments", "comments", "96", "comments or replies"),
    Cell("shares", "shares", "41", "shares, reposts, retweets"),
    Cell("saves", "saves", "120", "saves or bookmarks"),
    Cell("quotes", "quotes", "4", "quotes, where they are counted apart from shares"),
    Cell("mentions_received", "mentions_received", "7", "posts of others that mention the creator for this one"),
    Cell("impressions", "impressions", "31400", "times shown", exposure="impressions"),
    Cell("views", "video_views", "22100", "video views", ("video_views",)),
    Cell("text", "caption", "New coat! #atelier #slowfashion", "text, hashtags or topics; pillar rules look here",
         ("caption", "hashtags", "topics")),
    Cell("about_us", "is_about_us", "yes", "yes or no: is the post about our brand"),
    Cell("kind", "activation_kind", "paid", "earned, paid or gifted; only for posts about us"),
    Cell("cost", "cost", "450.00", "what the post cost us, value in kind included; 0 for earned ones"),
    Cell("currency", "currency", "EUR", "three letters; needed beside a cost"),
    Cell("our_interactions", "our_interactions", "2", "how often we liked, answered or shared this post"),
)  # fmt: skip


def _read_creator(work: Work) -> None:
    from transforms.exports.creator_readings import read_creator

    read_creator(work)


def _read_creator_post(work: Work) -> None:
    from transforms.exports.creator_readings import read_creator_post

    read_creator_post(work)


CREATORS = Format(
    id="creators",
    platform=SEVERAL,
    open_end=True,
    title="Creators by day (template creators.csv)",
    version=1,
    fields=fields_of(_CREATOR_CELLS),
    required=("activity_date", "platform", "account_handle", "followers"),
    signature=(frozenset({"activity_date"}), frozenset({"platform"}), frozenset({"account_handle"})),
    table="staging_creator",
    days=("YYYY-MM-DD",),
    identity=_read_creator,
)

CREATOR_POSTS = Format(
    id="creator_posts",
    platform=SEVERAL,
    open_end=True,
    title="Posts of creators (template creator_posts.csv)",
    version=3,
    fields=fields_of(_POST_CELLS),
    required=("published_at", "platform", "account_handle"),
    signature=(
        frozenset({"published_at"}),
        frozenset({"platform"}),
        frozenset({"account_handle"}),
        frozenset({"post_id", "permalink"}),
    ),
    table="staging_creator_post",
    moments=("YYYY-MM-DD",),
    stated="date",
    key_column="published_at",
    identity=_read_creator_post,
)

TEMPLATES = (
    Template("creators.csv", CREATORS, _CREATOR_CELLS, "One row per creator and day."),
    Template("creator_posts.csv", CREATOR_POSTS, _POST_CELLS, "One row per post of a creator."),
)
