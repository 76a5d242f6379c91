"""The demo's TikTok exports, as the Business Suite gives them: the account by day, and its videos."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from flows.demo.delimited import csv_bytes
from flows.demo.shop import TIKTOK, Post

_OVERVIEW = (
    "Date", "Video views", "Reached audience", "Profile views", "Likes", "Shares", "Comments", "Phone number clicks ",
    "Leads submission", "Net growth", "New followers", "Lost followers",
)  # fmt: skip
_VIDEOS = ("Video title", "Video link", "Post time", "Video views", "Likes", "Comments", "Shares", "Add to Favorites")


def overview(posts: Iterable[Post], first: date, last: date) -> bytes:
    """The account by day. How many people a quiet day reached is not told."""
    posts, rows, day = list(posts), [], first
    while day <= last:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        views = sum(post.views_between(start, start + timedelta(days=1)) for post in posts)
        reached = int(views * 0.9) if views else "NAN"
        came, went = int(views * 0.004), int(views * 0.001)
        actions = (int(views * share) for share in (0.01, 0.06, 0.008, 0.005))
        rows.append((f"{day:%Y/%m/%d}", views, reached, *actions, 0, 0, came - went, came, went))
        day += timedelta(days=1)
    return csv_bytes(_OVERVIEW, rows, encoding="utf-8-sig")


def videos(posts: Iterable[Post], at: datetime) -> bytes:
    """One row per video, its lifetime up to `at`, newest first."""
    rows = [_video(post, post.views_at(at)) for post in posts if post.published_at <= at]
    return csv_bytes(_VIDEOS, reversed(rows), encoding="utf-8-sig")


def _video(post: Post, views: int) -> tuple[object, ...]:
    number = int(post.published_at.timestamp()) << 32 | post.number << 8
    actions = (int(views * share) for share in (0.06, 0.005, 0.008, 0.012))
    link = f"https://www.tiktok.com/@{TIKTOK}/video/{number}"
    return (post.caption, link, f"{post.published_at:%Y/%m/%d %H:%M:%S}", views, *actions)
