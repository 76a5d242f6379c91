"""What the demo's Facebook and Instagram exports share: Meta's overview account-days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.demo.shop import Post

PACIFIC = ZoneInfo("America/Los_Angeles")


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
