"""The shop's two months, as data: what it published and how people took it."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

BRAND = "atelier"
TIME_ZONE = "Europe/Amsterdam"
INSTAGRAM = "atelier.lumen"
INSTAGRAM_ID = "17841400000000042"
# A partner whose collab posts stand in our exports: kept, flagged, not counted as ours.
PARTNER = "studio.noord"
PARTNER_ID = "17841400000000077"
X = "AtelierLumen"
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2026, 10, 31)

# One post in so many is a collab that belongs to the partner.
_PARTNER_EVERY = 19
_CAPTIONS = (
    "New in: the linen coat, cut in our own atelier. #lumen",
    "Behind the seams:\nhow a collar is made, step by step",
    'Ask us anything, "live" from the shop floor',
    "Five ways to wear one scarf; which one is yours?",
    "A slow Sunday. Tea, wool, a book.",
    "Last sizes of the autumn dress, link in bio",
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

    def share_reached(self, at: datetime) -> float:
        """How much of its lifetime a post has gathered: nearly all within ten days."""
        days = max((at - self.published_at).total_seconds() / 86_400, 0.0)
        return 1 - math.exp(-days / 2.5)

    def views_at(self, at: datetime) -> int:
        """Views up to a moment; everything else follows from them."""
        return int(self.views * self.share_reached(at))


def posts(seed: int, per_week: int, kinds: tuple[str, ...], typical_views: int) -> list[Post]:
    """The posts of one account over both months, in the order of publication."""
    chance = random.Random(seed)  # noqa: S311 - made-up posts, not secrets
    found = []
    n_days = (LAST_DAY - FIRST_DAY).days + 1
    for number in range(per_week * n_days // 7):
        day = FIRST_DAY + timedelta(days=number * 7 // per_week)
        moment = datetime(day.year, day.month, day.day, chance.randrange(6, 21), chance.randrange(60), tzinfo=UTC)
        kind = kinds[number % len(kinds)]
        found.append(
            Post(
                number=number,
                published_at=moment,
                kind=kind,
                caption=_CAPTIONS[number % len(_CAPTIONS)],
                duration_s=chance.randrange(8, 60) if kind == "reel" else 0,
                views=int(chance.lognormvariate(math.log(typical_views), 0.6)),
                is_partner=number % _PARTNER_EVERY == _PARTNER_EVERY // 2,
            )
        )
    # The last evening of the month in Amsterdam, already October in Tokyo and still September in California.
    edge = datetime(2026, 9, 30, 21, 45, tzinfo=UTC)
    found.append(Post(len(found), edge, kinds[0], "One more before the month ends", 0, typical_views))
    return sorted(found, key=lambda post: post.published_at)
