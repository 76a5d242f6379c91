"""Brandwatch: "Bulk Mentions Download", six lines about the report, then the header.

As public code and documents describe it; no real export has proven it yet (FORMATS 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Field, Format

if TYPE_CHECKING:
    from transforms.exports.normalise import Work


def _read(work: Work) -> None:
    from transforms.exports.listening_readings import read_mention

    read_mention(work)


_STAYS = "a figure or a name of one network only; it stays in raw"

MENTIONS = Format(
    id="brandwatch_mentions",
    platform=SEVERAL,
    title="Brandwatch mentions (Bulk Mentions Download)",
    version=1,
    fields=(
        Field("subject", ("Query Name",)),
        Field("published_at", ("Date", "Date (UTC)")),
        Field("mention_id", ("Resource Id",)),
        Field("url", ("Url",)),
        Field("network", ("Page Type",)),
        Field("source", ("Content Source Name",)),
        Field("language", ("Language",)),
        Field("country", ("Country",)),
        Field("sentiment_native", ("Sentiment",)),
        Field("title", ("Title",)),
        Field("text", ("Full Text",)),
        Field("author_handle", ("Author",)),
        Field("author_name", ("Full Name",)),
        Field("impressions", ("Impressions",), exposure="estimated"),
        Field("reach", ("Reach (new)",)),
        Field("likes", ("Likes", "X Likes", "Facebook Likes", "Instagram Likes")),
        Field("comments", ("Comments", "X Replies", "Facebook Comments", "Instagram Comments")),
        Field("shares", ("Shares", "X Reposts", "Facebook Shares")),
        Field("author_followers", ("X Followers", "Instagram Followers")),
    ),
    required=("subject", "published_at", "url"),
    signature=(frozenset({"subject"}), frozenset({"published_at"}), frozenset({"url"}), frozenset({"text", "title"})),
    table="staging_mention",
    moments=("YYYY-MM-DD hh:mm:ss", "YYYY-MM-DDThh:mm:ss+hh:mm"),
    # The same count under a general header and under that of its network.
    several=dict.fromkeys(("likes", "comments", "shares", "author_followers"), "copies"),
    records_count=True,
    key_column="published_at",
    not_carried={
        "Query Id": "the query's name says it",
        "Mention Id": "Resource Id names the hit",
        "Snippet": "a part of the full text",
        "Original Url": "Url names the hit",
        "Latitude": "0 where it is not known, as it nearly always is",
        "Longitude": "0 where it is not known, as it nearly always is",
        **dict.fromkeys(
            ("Region", "City", "Hashtags", "Mentioned Authors", "Updated", "Added", "Checked"), "no report asks for it"
        ),
    },
    not_carried_families={
        **dict.fromkeys(("X ", "Facebook ", "Instagram ", "Reddit ", "Youtube ", "Tiktok ", "Linkedin "), _STAYS),
        "Thread ": "whom the hit answers; no report asks for it",
    },
    identity=_read,
)
