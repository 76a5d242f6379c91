"""What the demo's Facebook and Instagram exports share: Meta's overview account-days, and who follows the account."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.demo.shop import Post

PACIFIC = ZoneInfo("America/Los_Angeles")
# Percent of the followers: age → women, men; then the largest places of each list.
_AGES = {
    "18-24": (14.1, 3.2),
    "25-34": (28.4, 7.9),
    "35-44": (19.6, 6.3),
    "45-54": (10.2, 3.4),
    "55-64": (4.0, 1.3),
    "65+": (1.2, 0.4),
}
_PLACES = {
    "Top countries": {"Netherlands": 61.2, "Belgium": 17.4, "Germany": 9.1},
    "Top cities": {"Amsterdam, Netherlands": 31.5, "Antwerp, Belgium": 8.8, "Utrecht, Netherlands": 7.3},
}


def overview(title: str, per_view: float, posts: Iterable[Post], first: date, last: date) -> bytes:
    """An account-day file: UTF-16, `sep=,`, the metric's title, then day and value with the day's made-up hour."""
    posts = list(posts)
    lines = ["sep=,", f'"{title}"', '"Date","Primary"']
    day = first
    while day <= last:
        start = datetime(day.year, day.month, day.day, tzinfo=PACIFIC).astimezone(UTC)
        gained = sum(post.views_between(start, start + timedelta(days=1)) for post in posts)
        lines.append(f'"{day.isoformat()}T00:00:00","{int(gained * per_view)}"')
        day += timedelta(days=1)
    return ("\n".join(lines) + "\n\n").encode("utf-16")


def audience(number: int) -> bytes:
    """Who follows the account in the month of that number: blocks below titles, in percent. The young ones slowly become more."""
    lines = ["sep=,", '"Age & gender"', '"","Women","Men"']
    for age, (women, men) in _AGES.items():
        shift = {"18-24": 0.1, "45-54": -0.1}.get(age, 0.0) * number
        lines.append(f'"{age}","{women + shift:.1f}","{men}"')
    for title, places in _PLACES.items():
        lines += ["", f'"{title}"', ",".join(f'"{place}"' for place in places), ",".join(f'"{part}"' for part in places.values())]
    return ("\n".join(lines) + "\n\n").encode("utf-16")
