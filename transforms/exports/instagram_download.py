"""Instagram's "download your information": past insights as JSON. Posts are lifetime; the rest are sums of a period.

Its labels follow the language of the account; only English ones are proven by real files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.exports.model import Field, Format
from transforms.exports.number_style import NumberStyle

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

_NUMBERS = NumberStyle(thousands=",")
# The name of the thumbnail's file is the one id that there is.
MEDIA_ID = re.compile(r"(?:.*/)?([0-9]{15,20})\.[A-Za-z0-9]+")


def _read_identity(work: Work) -> None:
    import pyarrow as pa

    from transforms.exports.vectors import per_unique, whole

    def media_id(text: str) -> str | None:
        found = MEDIA_ID.fullmatch(text.strip())
        return found[1] if found else None

    ids = per_unique(whole(work.cells.columns["post_id"]), media_id, pa.string())
    work.done["post_id"] = ids
    work.complain("post_id", ids.is_null().to_numpy(zero_copy_only=False), "names no medium")
    work.done["account_handle"] = work.per_origin([origin.account for origin in work.cells.origins])


POSTS = Format(
    id="instagram_download_posts",
    platform="instagram",
    title="Instagram posts (download your information, past insights)",
    version=1,
    fields=(
        Field("post_id", ("Media thumbnail.uri",)),
        Field("published_at", ("Creation timestamp",)),
        Field("caption", ("Media thumbnail.title",)),
        Field("impressions", ("Impressions",), exposure="impressions"),
        Field("reach", ("Accounts reached",)),
        Field("likes", ("Likes",)),
        Field("comments", ("Comments",)),
        Field("shares", ("Shares",)),
        Field("saves", ("Saves",)),
        Field("follows", ("Follows",)),
        Field("profile_visits", ("Profile visits",)),
    ),
    required=("post_id", "published_at"),
    signature=(frozenset({"post_id"}), frozenset({"published_at"}), frozenset({"impressions", "reach", "likes"})),
    table="staging_post",
    moments=("unix seconds",),
    numbers_as=_NUMBERS,
    same_post_as="instagram_content",
    not_carried_families={"Media thumbnail.": "about the picture itself; it stays in raw"},
    identity=_read_identity,
)

_OF_A_PERIOD = (
    "sums of 90 days whose text has no year (`Sep 22 - Dec 20`), beside percentages against the 90 days before: they belong to "
    "no day and to no month, and daily figures are in the overview exports of Meta Business Suite"
)
_PERIOD = Field("activity_date", ("Date range",))


def _of_a_period(name: str, title: str, *fields: Field) -> Format:
    return Format(
        id=f"instagram_download_{name}",
        platform="instagram",
        title=f"Instagram {title} (download your information, past insights)",
        version=1,
        fields=(_PERIOD, *fields),
        required=("activity_date",),
        signature=(frozenset({"activity_date"}), frozenset(field.name for field in fields)),
        table="staging_account_daily",
        days=("YYYY-MM-DD",),
        numbers_as=_NUMBERS,
        not_taken=_OF_A_PERIOD,
    )


FORMATS = (
    POSTS,
    _of_a_period(
        "reach",
        "profiles reached",
        Field("reach", ("Accounts reached",)),
        Field("impressions", ("Impressions",), exposure="impressions"),
        Field("profile_visits", ("Profile visits",)),
    ),
    _of_a_period("interactions", "content interactions", Field("engagements_native", ("Content interactions",))),
    _of_a_period("audience", "audience", Field("followers", ("Followers",))),
)
