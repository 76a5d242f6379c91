"""Ranking lists of creators from third parties: followers of many accounts of a network on the day of the list.

Their numbers are rounded (48.5M), often written out once more beside it under the same header. Averages "per post" say neither of
which posts nor of which time, so they have no column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import MISSING, Field, Format
from transforms.exports.number_style import NumberStyle

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

_NO_PERIOD = "an average per post: the list does not say of which posts"
_ABOUT = "what the list holds the creator for; topics follow from the creator's posts"


def _read_identity(work: Work) -> None:
    from transforms.exports.creator_readings import read_listed_creator

    read_listed_creator(work)


def _list(
    platform: str, network: str, handle: tuple[str, ...], name: str, followers: tuple[str, ...], **not_carried: str
) -> Format:
    return Format(
        id=f"influencer_list_{platform}",
        platform=platform,
        title=f"Ranking list of creators on {network} (third party)",
        version=1,
        fields=(
            Field("account_handle", handle),
            Field("account_name", (name,)),
            Field("followers", followers),
        ),
        required=("account_handle", "account_name", "followers"),
        signature=(frozenset({"account_handle"}), frozenset({"account_name"}), frozenset({"followers"})),
        table="staging_creator",
        open_end=True,
        # A spreadsheet's error in the number's place: what stood beside it was N/A.
        missing=(*MISSING, "N/A", "#VALOR!", "#VALUE!"),
        numbers_as=NumberStyle(thousands=",", suffixes=True),
        as_of_export=True,
        key_column="account_handle",
        identity=_read_identity,
        not_carried_families={
            **not_carried,
            "category": _ABOUT,
            "rank": "a place in a list; it follows from its numbers",
            "country": "of the audience, and not of a day",
            "audience country": "of the audience, and not of a day",
        },
    )


INSTAGRAM = _list(
    "instagram",
    "Instagram",
    ("Influencer insta name", "name"),
    "instagram name",
    ("Followers", "Followers Numbers"),
    **{"Authentic engagement": _NO_PERIOD, "Engagement avg": _NO_PERIOD, "Eng.": _NO_PERIOD},
)
TIKTOK = _list(
    "tiktok",
    "TikTok",
    ("Tiktoker name",),
    "Tiktok name",
    ("Subscribers count",),
    **{f"{what} avg": _NO_PERIOD for what in ("Views", "Likes", "Comments", "Shares")},
)
YOUTUBE = _list(
    "youtube",
    "YouTube",
    ("youtuber name",),
    "channel name",
    ("Subscribers",),
    **{f"avg {what}": _NO_PERIOD for what in ("views", "likes", "comments")},
)
FORMATS = (INSTAGRAM, TIKTOK, YOUTUBE)
