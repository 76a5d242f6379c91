"""The two neutral templates about creators, filled in by a team."""

from collections.abc import Iterable
from datetime import date

from tests.builders.exports import Row, text_of, without

HEADER = ("date", "platform", "handle", "followers", "reach_median", "their_interactions")
POST_HEADER = (
    "date", "platform", "handle", "post_id", "likes", "comments", "shares", "quotes", "impressions", "text", "about_us", "kind",
    "cost", "currency", "our_interactions",
)  # fmt: skip
DEFAULT = date(2026, 10, 5)


def creator(day: date = DEFAULT, handle: str = "a.creator", **cells: object) -> dict[str, object]:
    """One creator on one day."""
    return {"date": day, "platform": "instagram", "handle": handle, "followers": 48_200} | cells


def post(number: int = 1, day: date = DEFAULT, handle: str = "a.creator", **cells: object) -> dict[str, object]:
    """One post of a creator."""
    return {
        "date": day,
        "platform": "instagram",
        "handle": handle,
        "post_id": str(number),
        "likes": 1830,
        "comments": 96,
        "shares": 41,
        "text": f"Post {number}",
    } | cells


def creators(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """creators.csv."""
    return text_of(without(HEADER, missing), rows).encode()


def creator_posts(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """creator_posts.csv."""
    return text_of(without(POST_HEADER, missing), rows).encode()
