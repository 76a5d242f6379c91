"""Talkwalker: hits with the flattened names of its API.

As public code describes it; no real export has proven it yet (FORMATS 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Field, Format

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

# -5 to 5, told as a number.
_SCORES = {
    text: judged
    for judged, scores in {"negative": range(-5, 0), "neutral": (0,), "positive": range(1, 6)}.items()
    for score in scores
    for text in (f"{score}", f"{score}.0")
}


def _read(work: Work) -> None:
    from transforms.exports.listening_readings import SENTIMENTS, read_mention

    read_mention(work, {**SENTIMENTS, **_SCORES})


_ARTICLE, _SOURCE = "article_extended_attributes", "source_extended_attributes"

MENTIONS = Format(
    id="talkwalker_mentions",
    platform=SEVERAL,
    title="Talkwalker results",
    version=1,
    fields=(
        Field("published_at", ("published",)),
        Field("url", ("url",)),
        Field("title", ("title",)),
        Field("text", ("content",)),
        Field("subject", ("matched_profile",)),
        Field("network", ("source_type",)),
        Field("source", ("extra_source_attributes.name",)),
        Field("language", ("lang",)),
        Field("country", ("extra_source_attributes.world_data.country",)),
        Field("sentiment_native", ("sentiment",)),
        Field("reach", ("reach",)),
        Field("engagements_native", ("engagement",)),
        Field("author_handle", ("extra_author_attributes.short_name",)),
        Field("author_name", ("extra_author_attributes.name",)),
        Field("likes", tuple(f"{_ARTICLE}.{network}_likes" for network in ("twitter", "facebook", "instagram", "youtube"))),
        Field("shares", tuple(f"{_ARTICLE}.{what}" for what in ("twitter_shares", "facebook_shares"))),
        Field("comments", (f"{_ARTICLE}.num_comments",)),
        Field("video_views", (f"{_ARTICLE}.youtube_views",)),
        Field("author_followers", tuple(f"{_SOURCE}.{network}_followers" for network in ("twitter", "facebook", "instagram"))),
    ),
    required=("published_at", "url", "text"),
    signature=(
        frozenset({"url"}),
        frozenset({"text"}),
        frozenset({"sentiment_native"}),
        frozenset({"likes", "shares", "author_followers", "source", "author_handle"}),
    ),
    table="staging_mention",
    moments=("milliseconds since 1970", "YYYY-MM-DDThh:mm:ss+hh:mm", "YYYY-MM-DD hh:mm:ss"),
    # A page that is passed on in several networks is liked in each of them.
    several={"likes": "parts", "shares": "parts", "author_followers": "copies"},
    records_count=True,
    key_column="published_at",
    not_carried=dict.fromkeys(
        (
            *(
                "indexed",
                "search_indexed",
                "title_snippet",
                "content_snippet",
                "root_url",
                "domain_url",
                "host_url",
                "parent_url",
            ),
            *("post_type", "tags_internal", "cluster_id", "word_count", "porn_level", "nsfw_level", "fluency_level", "provider"),
            *("entity_urls", "images.url", "videos.url", "docscore.avee", "published_ts", "indexed_ts", "search_indexed_ts"),
        ),
        "no report asks for it",
    ),
    not_carried_families=dict.fromkeys(
        (_ARTICLE, _SOURCE, "extra_author_attributes", "extra_source_attributes", "extra_article_attributes"),
        "no report asks for it",
    ),
    identity=_read,
)
