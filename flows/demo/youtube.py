"""The demo's YouTube Studio exports: one zip a month with table, chart and totals of that period."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.demo.shop import YOUTUBE, Post

_PACIFIC = ZoneInfo("America/Los_Angeles")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TABLE = (
    "Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers",
    "Average view duration", "Impressions", "Impressions click-through rate (%)",
)  # fmt: skip
# YouTube charts the five most seen videos only.
_CHARTED = 5
_MIDNIGHT = datetime.min.time()


def archive(posts: Sequence[Post], first: date, last: date) -> bytes:
    """The zip that YouTube Studio makes of one period."""
    start, end = (datetime.combine(day, _MIDNIGHT, _PACIFIC) for day in (first, last + timedelta(days=1)))
    seen = [(post, post.views_between(start, end)) for post in posts if post.published_at < end]
    seen = sorted(((post, views) for post, views in seen if views), key=lambda pair: (-pair[1], pair[0].number))
    folder = f"Content {first}_{last} {YOUTUBE}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archived:
        for name, data in (
            ("Table data.csv", _table(seen)),
            ("Chart data.csv", _chart(seen, first, last)),
            ("Totals.csv", _totals(posts, first, last)),
        ):
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=(last.year, last.month, last.day, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archived.writestr(entry, data)
    return packed.getvalue()


def _table(seen: Iterable[tuple[Post, int]]) -> bytes:
    rows = [
        (_video(post), post.caption, _day(post), str(post.duration_s), *_figures(post.duration_s, views)) for post, views in seen
    ]
    total = sum(int(row[4]) for row in rows)
    return _csv([_TABLE, ("Total", "", "", "", *_figures(240, total)), *rows])


def _chart(seen: Sequence[tuple[Post, int]], first: date, last: date) -> bytes:
    rows = [("Date", "Content", "Video title", "Video publish time", "Duration", "Views")]
    for post, _ in seen[:_CHARTED]:
        for day, views in _days([post], max(first, post.published_at.astimezone(_PACIFIC).date()), last):
            rows.append((str(day), _video(post), post.caption, _day(post), str(post.duration_s), str(views)))
    return _csv(rows)


def _totals(posts: Iterable[Post], first: date, last: date) -> bytes:
    return _csv([("Date", "Views"), *((str(day), str(views)) for day, views in _days(posts, first, last))])


def _days(posts: Iterable[Post], first: date, last: date) -> Iterable[tuple[date, int]]:
    posts = list(posts)
    day = first
    while day <= last:
        start = datetime.combine(day, _MIDNIGHT, _PACIFIC)
        yield day, sum(post.views_between(start, start + timedelta(days=1)) for post in posts)
        day += timedelta(days=1)


def _figures(duration_s: int, views: int) -> tuple[str, ...]:
    watched_s = int(duration_s * 0.45)
    hours = f"{views * watched_s / 3600:.4f}"
    return str(views), hours, str(int(views * 0.003)), f"0:{watched_s // 60:02d}:{watched_s % 60:02d}", str(views * 12), "4.2"


def _day(post: Post) -> str:
    local = post.published_at.astimezone(_PACIFIC)
    return f"{local:%b} {local.day}, {local.year}"


def _video(post: Post) -> str:
    number, code = 900_000_007 * (post.number + 11), ""
    for _ in range(11):
        number, digit = divmod(number * 31 + 7, 64)
        code += _ALPHABET[digit]
    return code


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")
