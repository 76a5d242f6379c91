"""The shop's year, as data: what it published, about what, and how people took it."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

BRAND = "atelier"
TIME_ZONE = "Europe/Amsterdam"
INSTAGRAM, INSTAGRAM_ID = "atelier.lumen", "17841400000000042"
# A partner whose collab posts stand in our exports: kept, flagged, not counted as ours.
PARTNER, PARTNER_ID = "studio.noord", "17841400000000077"
X = "AtelierLumen"
FACEBOOK, FACEBOOK_ID = "Atelier Lumen", "100000000000042"
YOUTUBE = "AtelierLumenFilms"
TIKTOK, LINKEDIN = "atelier.lumen", "atelier-lumen"
FIRST_DAY, LAST_DAY = date(2025, 11, 1), date(2026, 10, 31)
# One post in so many is a collab that belongs to the partner.
_PARTNER_EVERY = 19

# What the shop talks about. It means to do so 40/30/20/10; in autumn it forgets beauty over all the new coats.
CAPTIONS = {
    "brand": (
        "Behind the seams:\nhow a collar is made in our own atelier, step by step",
        'Ask us anything, "live" from the shop floor: what would you like to know?',
        "Twelve years of Lumen. Thank you, all of you. #lumen",
        "Our tailor retires tomorrow; come and say goodbye in the atelier",
    ),
    "fashion": (
        "Five ways to wear one scarf; which one is yours?",
        "New in: the linen coat",
        "Last sizes of the autumn dress, link in bio",
    ),
    "beauty": ("Colour against a grey day: three looks, one lipstick", "Skin first: what our stylist uses before a shoot"),
    "well-being": ("A slow Sunday. Tea, wool, a book.", "Ten minutes of stretching between two fittings"),
    "fashion and well-being": ("The softest coat for a slow Sunday",),
    None: ("Closed on Monday",),
}
_PLAN = (
    "brand",
    "fashion",
    "brand",
    "beauty",
    "fashion",
    "brand",
    "well-being",
    "fashion",
    "brand",
    "beauty",
    "fashion and well-being",
)
_AUTUMN_PLAN = (
    "brand",
    "fashion",
    "fashion",
    "fashion and well-being",
    "brand",
    "fashion",
    None,
    "fashion",
    "brand",
    "well-being",
)


@dataclass(frozen=True)
class Post:
    """One post and what it gathers over its lifetime."""

    number: int
    published_at: datetime
    kind: str
    caption: str
    duration_s: int
    views: int
    is_partner: bool = False

    @property
    def warmth(self) -> int:
        """How many times as many people as usual like it: a farewell touches them."""
        return 3 if "goodbye" in self.caption else 1

    def share_reached(self, at: datetime) -> float:
        """How much of its lifetime a post has gathered: nearly all within ten days."""
        days = max((at - self.published_at).total_seconds() / 86_400, 0.0)
        return 1 - math.exp(-days / 2.5)

    def views_at(self, at: datetime) -> int:
        """Views up to a moment; everything else follows from them."""
        return int(self.views * self.share_reached(at))

    def views_between(self, start: datetime, end: datetime) -> int:
        """Views gathered from one moment to a later one."""
        return self.views_at(end) - self.views_at(start)


def posts(seed: int, per_week: int, kinds: tuple[str, ...], typical_views: int) -> list[Post]:
    """The posts of one account over the year, in the order of publication."""
    chance = random.Random(seed)  # noqa: S311 - made-up posts, not secrets
    n_days = (LAST_DAY - FIRST_DAY).days + 1
    found = []
    for number in range(per_week * n_days // 7):
        day = FIRST_DAY + timedelta(days=number * 7 // per_week)
        moment = datetime(day.year, day.month, day.day, chance.randrange(6, 21), chance.randrange(60), tzinfo=UTC)
        kind = kinds[number % len(kinds)]
        found.append(
            Post(
                number=number,
                published_at=moment,
                kind=kind,
                caption=_caption(moment, number),
                duration_s=chance.randrange(8, 60) if kind in {"reel", "video"} else 0,
                views=int(chance.lognormvariate(math.log(typical_views), 0.6)),
                is_partner=number % _PARTNER_EVERY == _PARTNER_EVERY // 2,
            )
        )
    # The last evening of a month in Amsterdam: next month in UTC, and in California the afternoon of the last day.
    edge = datetime(2026, 9, 30, 21, 45, tzinfo=UTC)
    found.append(Post(len(found), edge, kinds[0], "One more before the month ends #lumen", 0, typical_views))
    return sorted(found, key=lambda post: post.published_at)


def _caption(moment: datetime, number: int) -> str:
    autumn = moment.year == LAST_DAY.year and moment.month >= 9  # noqa: PLR2004 - September
    plan = _AUTUMN_PLAN if autumn else _PLAN
    choices = CAPTIONS[plan[number % len(plan)]]
    return choices[number // len(plan) % len(choices)]


def months() -> Iterator[tuple[date, date]]:
    """First and last day of each month of the year."""
    first = FIRST_DAY
    while first <= LAST_DAY:
        following = (first + timedelta(days=31)).replace(day=1)
        yield first, following - timedelta(days=1)
        first = following
