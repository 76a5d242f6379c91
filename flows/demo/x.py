"""The demo's X exports: the content file of 2026 and the account overview."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.demo.delimited import csv_bytes
from flows.demo.shop import TIME_ZONE, Post, X

_LOCAL = ZoneInfo(TIME_ZONE)
_EPOCH_MS = 1_288_834_974_657
_CONTENT = (
    "Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows",
    "Replies", "Reposts", "Profile visits", "Detail Expands", "URL Clicks", "Hashtag Clicks", "Permalink Clicks",
)  # fmt: skip
_OVERVIEW = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies", "Reposts",
    "Profile visits", "Create Post", "Video views", "Media views",
)  # fmt: skip


def _day(moment: datetime | date) -> str:
    return f"{moment:%a, %b} {moment.day}, {moment.year}"


def _metrics(views: int, warmth: int = 1) -> dict[str, int]:
    found = {
        "Impressions": views,
        "Likes": int(views * 0.021 * warmth),
        "Bookmarks": int(views * 0.003),
        "Shares": int(views * 0.002),
        "New follows": int(views * 0.001),
        "Unfollows": int(views * 0.0004),
        "Replies": int(views * 0.004),
        "Reposts": int(views * 0.005),
        "Profile visits": int(views * 0.008),
        "Detail Expands": int(views * 0.03),
        "URL Clicks": int(views * 0.007),
        "Hashtag Clicks": int(views * 0.001),
        "Permalink Clicks": int(views * 0.002),
        "Video views": 0,
        "Media views": int(views * 0.2),
    }
    counted = ("Likes", "Bookmarks", "Replies", "Reposts", "Profile visits", "Detail Expands", "URL Clicks", "Hashtag Clicks")
    return found | {"Engagements": sum(found[name] for name in counted)}


def content(posts: Iterable[Post], at: datetime) -> bytes:
    """A content export: one row per post, newest first, with the exporter's local day and no hour."""
    rows = []
    for post in posts:
        if post.published_at <= at:
            number = (int(post.published_at.timestamp() * 1000) - _EPOCH_MS) << 22 | post.number
            named = {
                "Post id": str(number),
                "Date": _day(post.published_at.astimezone(_LOCAL)),
                "Post text": post.caption,
                "Post Link": f"https://x.com/{X}/status/{number}",
            }
            found = named | {name: str(n) for name, n in _metrics(post.views_at(at), post.warmth).items()}
            rows.append([found[name] for name in _CONTENT])
    return csv_bytes(_CONTENT, reversed(rows), ending="\r\n")


def overview(posts: list[Post], first: date, last: date) -> bytes:
    """The account overview: one row per UTC day, newest first."""
    rows = []
    day = last
    while day >= first:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        gained = sum(post.views_between(start, start + timedelta(days=1)) for post in posts)
        published = sum(post.published_at.date() == day for post in posts)
        found = {"Date": _day(day), "Create Post": str(published)} | {name: str(n) for name, n in _metrics(gained).items()}
        rows.append([found[name] for name in _OVERVIEW])
        day -= timedelta(days=1)
    return csv_bytes(_OVERVIEW, rows, ending="\r\n")
