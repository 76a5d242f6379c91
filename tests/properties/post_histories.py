"""Generated posts of three months and their exports, so that many are seen at 1, 7 and 28 days: plain records, written as CSV."""

import csv
import io
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

ZONES = ("Europe/Amsterdam", "Asia/Kolkata", "America/Los_Angeles")
OWN, PARTNER = "atelier.lumen", "studio.noord"
TEXTS = {"Our coat": ("fashion",), "Coat and tea": ("fashion", "well-being"), "Closed on Monday": ()}
PILLARS = [
    {"name": "fashion", "weight": 0.7, "keywords": ["coat"]},
    {"name": "well-being", "weight": 0.3, "keywords": ["tea"]},
]
# The month's edge of every zone is among them, and days that one export or another meets at 1, 7 and 28 days.
_DAYS = ("2026-08-20", "2026-09-10", "2026-09-17", "2026-09-30", "2026-10-01", "2026-10-01", "2026-10-07", "2026-10-08",
         "2026-10-08", "2026-10-14", "2026-10-31")  # fmt: skip
_HOURS = (5, 5, 11, 18, 22)
_TAKEN = ("2026-10-08T11:00", "2026-10-08T23:30", "2026-10-09T04:00", "2026-10-15T11:00", "2026-10-15T23:00", "2026-11-05T11:00",
          "2026-11-05T23:00")  # fmt: skip
_KINDS = ("image", "image", "image", "image", "image", "reel", "story", "")
_COUNTS = ("likes", "comments", "shares", "saves", "link_clicks")
_HEADER = ("published_at", "platform", "account", "post_id", "type", "text", "exposure", "reach", *_COUNTS)


@dataclass(frozen=True)
class Post:
    """A post, whatever an export says of it."""

    number: int
    at: datetime
    account: str
    kind: str
    text: str


@dataclass(frozen=True)
class Told:
    """What one export says of one post."""

    post: Post
    taken: datetime
    exposure_metric: str
    values: dict[str, int]


@dataclass(frozen=True)
class History:
    """Posts, what exports said of them, and followers by day."""

    zone: str
    told: tuple[Told, ...]
    followers: dict[date, int]


def history(seed: int) -> History:
    """One history; the same seed gives the same one."""
    chance = random.Random(seed)
    posts = [
        Post(
            number,
            datetime.fromisoformat(f"{chance.choice(_DAYS)}T00:00+00:00") + timedelta(hours=chance.choice(_HOURS)),
            chance.choice((OWN, OWN, OWN, OWN, PARTNER)),
            chance.choice(_KINDS),
            chance.choice(sorted(TEXTS)),
        )
        for number in range(1, chance.randrange(60, 100))
    ]
    told = []
    for taken in sorted(chance.sample(_TAKEN, 5)):
        at = datetime.fromisoformat(f"{taken}+00:00")
        metric = chance.choice(("views", "views", "views", "views", "views", "views", "impressions"))
        lacks = chance.choice(((), (), (), ("shares", "saves"), ("likes",)))
        there = [post for post in posts if post.at <= at and chance.random() < 0.9]
        told += [Told(post, at, metric, _values(chance, lacks)) for post in there]
    days = (date(2026, 9, 29), date(2026, 10, 4), date(2026, 10, 7))
    return History(chance.choice(ZONES), tuple(told), {day: chance.randrange(1, 900) for day in days})


def _values(chance: random.Random, lacks: tuple[str, ...]) -> dict[str, int]:
    values = {name: chance.choice((0, 1, 2, 2, 3)) for name in _COUNTS if name not in lacks and chance.random() < 0.99}
    if "likes" in values and chance.random() < 0.15:
        values["likes"] = 40
    if chance.random() < 0.97:
        values["impressions"] = chance.choice((0, 100, 100, 150, 200))
    if chance.random() < 0.8:
        values["reach"] = chance.choice((0, 70, 90))
    return values


def files(made: History) -> list[tuple[str, datetime, bytes]]:
    """The exports: (name, when taken, bytes)."""
    found = []
    for taken in sorted({told.taken for told in made.told}):
        rows = [told for told in made.told if told.taken == taken]
        header = [rows[0].exposure_metric if name == "exposure" else name for name in _HEADER]
        found.append((f"posts-{taken:%m-%d-%H}.csv", taken, _csv(header, [_cells(told) for told in rows])))
    days = [[day, "pinterest", OWN, count, ""] for day, count in made.followers.items()]
    last = max(told.taken for told in made.told)
    return [*found, ("days.csv", last, _csv(["date", "platform", "account", "followers", "link_clicks"], days))]


def _cells(told: Told) -> list[Any]:
    post = told.post
    names = ("impressions", "reach", *_COUNTS)
    about = [f"{post.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "pinterest", post.account, post.number, post.kind, post.text]
    return [*about, *(told.values.get(name, "") for name in names)]


def _csv(header: list[str], rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()
