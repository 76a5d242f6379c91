"""A month that was exported, closed, and then told otherwise."""

from datetime import date, datetime
from pathlib import Path

from flows.closing import close
from tests.builders import instagram, x
from tests.builders.workspace import BRAND, Team, team
from warehouse.closing import FROZEN

MONTH = "2026-10"
PILLARS = (
    {"name": "craft", "weight": 0.5, "hashtags": ["#craft"]},
    {"name": "people", "weight": 0.5, "hashtags": ["#people"]},
)
FILES = [f"warehouse/{table}/{table}__{BRAND}__{MONTH}.parquet" for table in FROZEN]
FIRST, SECOND, THIRD = (instagram.at(2026, 11, day, 7) for day in (2, 9, 16))


def feed(likes: int, until: date) -> bytes:
    """Two posts of October, the first with so many likes, and one of November that gathers views from week to week."""
    rows = [instagram.post(1, Likes=likes, Description="A #craft post"), instagram.post(2, Description="For #people")]
    november = instagram.post(3, Views=100 * until.day, **{"Publish time": "11/01/2026 09:00"})
    return instagram.content(*rows, november)


def days(likes: int, until: date) -> bytes:
    """Two account days of October, and one of November."""
    told = [x.account_day(date(2026, 10, 5), Likes=likes), x.account_day(date(2026, 10, 6))]
    return x.overview(*told, x.account_day(date(2026, 11, 1), Impressions=100 * until.day))


def exported(root: Path) -> Team:
    """A team with a month of exports that were taken after its end, and one night."""
    made = team(root, pillars=[dict(pillar) for pillar in PILLARS])
    land(made, FIRST, likes=50)
    made.night()
    return made


def land(made: Team, taken: datetime, *, likes: int, brand: str = BRAND) -> tuple[str, str]:
    """What both networks export on one day; returns the two hashes."""
    name = f"{taken:%Y-%m-%d}"
    return (
        made.land(feed(likes, taken), f"instagram/{name}.csv", brand, taken),
        made.land(days(likes, taken), f"x/{name}.csv", brand, taken),
    )


def close_october(made: Team) -> Team:
    """The same with October closed."""
    close(made.root, BRAND, MONTH)
    return made


def restate_weekly(made: Team) -> Team:
    """October closed, then told otherwise by two weeks of exports, a night after each."""
    for taken, likes in ((SECOND, 60), (THIRD, 75)):
        land(made, taken, likes=likes)
        made.night()
    return made


def frozen(made: Team) -> dict[str, tuple[bytes, int]]:
    """Bytes and mtime of each closed file."""
    there = [made.root / name for name in FILES if (made.root / name).exists()]
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in there}


def bytes_of(found: dict[str, tuple[bytes, int]]) -> dict[str, bytes]:
    """The same without the times."""
    return {name: data for name, (data, _) in found.items()}
