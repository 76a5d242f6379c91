"""Meltwater: hits as UTF-16 text with tabs.

As public code describes it; no real export has proven it yet (FORMATS 9). It does not say whose clock its times go by: they are
read as UTC, and count for no more than the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Field, Format

if TYPE_CHECKING:
    from transforms.exports.normalise import Work


def _read(work: Work) -> None:
    from transforms.exports.listening_readings import read_mention

    read_mention(work)


_ECHO = "an estimate of how far others passed it on; no report asks for it"
_TIME_AGAIN = "a part of Date, once more"
_PLACE = "no report asks for it"

MENTIONS = Format(
    id="meltwater_mentions",
    platform=SEVERAL,
    title="Meltwater hits",
    version=1,
    fields=(
        Field("published_at", ("Date",)),
        Field("title", ("Headline",)),
        Field("url", ("URL",)),
        Field("text", ("Hit Sentence",)),
        Field("source", ("Source",)),
        Field("author_handle", ("Influencer",)),
        Field("author_name", ("Twitter Screen Name",)),
        Field("country", ("Country",)),
        Field("language", ("Language",)),
        Field("reach", ("Reach",)),
        Field("engagements_native", ("Engagement",)),
        Field("sentiment_native", ("Sentiment",)),
        Field("subject", ("Input Name",)),
        Field("author_followers", ("Twitter Followers",)),
        Field("impressions", ("Views",), exposure="views"),
        Field("likes", ("Likes",)),
        Field("comments", ("Replies", "Comments")),
        Field("shares", ("Retweets", "Shares")),
        Field("mention_id", ("Document ID",)),
    ),
    required=("published_at", "url", "subject"),
    signature=(
        frozenset({"published_at"}),
        frozenset({"url"}),
        frozenset({"subject"}),
        frozenset({"title"}),
        frozenset({"text"}),
    ),
    table="staging_mention",
    moments=("DD-Mmm-YYYY hh:mmAM",),
    stated="date",
    # X calls them replies and retweets, everyone else comments and shares.
    several={"comments": "parts", "shares": "parts"},
    records_count=True,
    key_column="published_at",
    not_carried={
        "Opening Text": "the hit sentence says why it is a hit",
        "Alternate Date Format": _TIME_AGAIN,
        "Time": _TIME_AGAIN,
        "AVE": "what the space would have cost is no value of communication (METRICS 1.5)",
        "Reactions": "whether they hold the likes is not documented, and likes must not count twice",
        "Estimated Views": "an estimate; Views are counted",
        **dict.fromkeys(("Subregion", "State", "City"), _PLACE),
        **dict.fromkeys(
            ("Desktop Reach", "Mobile Reach", "National Viewership", "Social Echo Total", "Editorial Echo", "Threads"), _ECHO
        ),
        **dict.fromkeys(("Twitter Social Echo", "Facebook Social Echo", "Reddit Social Echo"), _ECHO),
        **dict.fromkeys(
            ("Key Phrases", "Keywords", "Tweet Id", "User Profile Url", "Is Verified", "Parent URL", "Document Tags"), _PLACE
        ),
        "Custom Categories": _PLACE,
    },
    not_carried_families={"Twitter ": "about the author of the tweet; no report asks for it"},
    identity=_read,
)
