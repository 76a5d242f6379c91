"""The demo's creators: the two neutral templates, filled in once a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flows.demo.delimited import csv_bytes


@dataclass(frozen=True)
class Creator:
    """One creator as a team would write it down: how many follow, how they take a post, what it cost."""

    handle: str
    followers: int
    likes_per_follower: float
    shares_per_follower: float
    text: str
    kind: str
    cost: str
    posts_a_month: int


# A specialist whose few followers care, one in the middle, and a celebrity whose many do not: follower counts tell little.
CREATORS = (
    Creator("slow.seams", 8_000, 0.055, 0.004, "Mending a linen coat, slowly #lumen", "earned", "0", 6),
    Creator("daily.outfits", 50_000, 0.027, 0.0015, "Outfit of the day: scarf weather", "gifted", "120.00", 4),
    Creator("everyones.star", 5_000_000, 0.0038, 0.0002, "Thank you for a wonderful evening", "paid", "9000.00", 3),
)
# Named in the strategy, but nobody keeps figures: the report says which file would supply them.
WITHOUT_FIGURES = "quiet.looms"


def creators(last: date) -> bytes:
    """creators.csv at a month's end."""
    growth = 1 + 0.002 * (last.toordinal() % 365) / 30
    rows = [
        (str(last), "instagram", each.handle, str(int(each.followers * growth)), str(len(each.handle) % 4)) for each in CREATORS
    ]
    return csv_bytes(("date", "platform", "handle", "followers", "their_interactions"), rows)


def creator_posts(first: date, last: date) -> bytes:
    """creator_posts.csv of one month."""
    header = (
        "date", "platform", "handle", "post_id", "likes", "comments", "shares", "text", "about_us", "kind", "cost", "currency",
        "our_interactions",
    )  # fmt: skip
    return csv_bytes(header, (row for each in CREATORS for row in _posts(each, first, last)))


def _posts(each: Creator, first: date, last: date) -> Iterator[tuple[str, ...]]:
    days = (last - first).days + 1
    for number in range(each.posts_a_month):
        day = first + timedelta(days=number * days // each.posts_a_month)
        likes = int(each.followers * each.likes_per_follower * (0.8 + 0.1 * (number % 5)))
        shares = int(each.followers * each.shares_per_follower)
        about_us = number % 2 == 0
        deal = ("yes", each.kind, each.cost, "EUR", str(1 + number % 3)) if about_us else ("no", "", "", "", "0")
        post_id = f"{day:%Y%m%d}{CREATORS.index(each)}{number}"
        yield (str(day), "instagram", each.handle, post_id, str(likes), str(likes // 25), str(shares), each.text, *deal)
