"""Generated exports of one account and its partner, some of which lack posts; and which posts are deleted, by plain Python."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.builders import instagram

OURS, PARTNER, FOREIGN = instagram.HANDLE, "atelier.kids", "studio.noord"
ACCOUNTS = (
    {"platform": "instagram", "handle": OURS, "id": instagram.ACCOUNT_ID},
    {"platform": "instagram", "handle": PARTNER},
)
_IDS = {OURS: instagram.ACCOUNT_ID, PARTNER: "17841400000000043", FOREIGN: "17841400000000044"}
_FIRST = instagram.at(2026, 9, 24, 9)


@dataclass(frozen=True)
class Post:
    """A post, whatever an export says of it."""

    number: int
    at: datetime
    account: str
    kind: str

    @property
    def id(self) -> str:
        """As the platform has it."""
        return str(17_900_000_000_000_000 + self.number)


@dataclass(frozen=True)
class Listing:
    """One export: the posts that it shows; `broken`: one more record of it cannot be read."""

    taken: datetime
    posts: tuple[Post, ...]
    broken: bool
    likes: int

    @property
    def data(self) -> bytes:
        """The file."""
        rows = [self._row(post) for post in self.posts]
        rows += [self._row(self.posts[0]) | {"Post ID": "17900000000009999", "Likes": "many"}] if self.broken else []
        return instagram.content(*rows)

    def _row(self, post: Post) -> dict[str, object]:
        account = {"Account username": post.account, "Account ID": _IDS[post.account]}
        return instagram.post(
            post.number, **instagram.published(post.at), **account, **{"Post type": post.kind, "Likes": self.likes}
        )


def history(seed: int) -> list[Listing]:
    """Three or four exports of ten posts around the edge of a month."""
    chance = random.Random(seed)
    accounts = (OURS,) * 8 + chance.choice(((), (FOREIGN,), (FOREIGN,), (FOREIGN, PARTNER)))
    posts = [
        Post(number, _FIRST + timedelta(days=number, minutes=number), chance.choice(accounts), kind)
        for number in range(1, 11)
        for kind in [chance.choice(("IG image", "IG image", "IG reel"))]
    ]
    found = []
    for number in range(chance.choice((3, 4))):
        shown = tuple(post for post in posts if chance.random() < 0.7) or (posts[0],)
        taken = instagram.at(2026, 10, 6 + chance.choice((0, number)), 7 + number)
        found.append(Listing(taken, shown, chance.random() < 0.2, number))
    return found


def deleted(listings: list[Listing]) -> dict[str, datetime | None]:
    """Post → when it was first missing: METRICS 2.4, over everything that was ever exported."""
    shown: dict[Post, datetime] = {}
    for listing in listings:
        for post in listing.posts:
            shown[post] = max(listing.taken, shown.get(post, listing.taken))
    return {post.id: _missed(post, seen, listings) for post, seen in shown.items()}


def _missed(post: Post, seen: datetime, listings: list[Listing]) -> datetime | None:
    if post.account == FOREIGN:
        return None
    return min((each.taken for each in listings if each.taken > seen and _covers(each, post)), default=None)


def _covers(listing: Listing, post: Post) -> bool:
    ours = [each for each in listing.posts if each.account != FOREIGN]
    whose = {each.account for each in ours}
    if listing.broken or whose != {post.account}:
        return False
    is_within = min(each.at for each in ours) <= post.at <= max(each.at for each in ours)
    return is_within and post.kind in {each.kind for each in ours}


def told(rows: list[dict[str, Any]]) -> dict[str, datetime | None]:
    """The same of rows of dim_post."""
    return {row["post_id"]: row["deleted_seen_at"] for row in rows}
