"""The demo's Facebook videos once more, under ids of their own: with the share of people still watching at each place."""

from collections.abc import Iterable
from datetime import datetime

from flows.demo.delimited import csv_bytes
from flows.demo.meta import PACIFIC
from flows.demo.shop import FACEBOOK, FACEBOOK_ID, Post

_POSITIONS = range(41)
_HEADER = (
    "Video asset ID", "Universal video ID", "Page ID", "Page name", "Title", "Duration (sec)", "Publish time", "Custom labels",
    "Data comment", "Date", "Reach", "3-second video views", "1-minute video views", "Seconds viewed", "Average Seconds viewed",
    "Reactions, comments and shares", "Reactions", "Comments", "Shares",
    *(f"Percentage of total views at interval {position}" for position in _POSITIONS),
)  # fmt: skip


def videos(posts: Iterable[Post], at: datetime) -> bytes:
    """One row per video, its lifetime up to `at`."""
    rows = (_row(post, post.views_at(at)) for post in posts if post.kind == "video" and post.published_at <= at)
    return csv_bytes(_HEADER, rows, encoding="utf-8-sig")


def _row(post: Post, views: int) -> tuple[object, ...]:
    number = 1_200_000_000_000_000 + post.number * 7_000_001
    published = post.published_at.astimezone(PACIFIC).strftime("%m/%d/%Y %H:%M")
    watched, seconds = int(views * 0.6), int(views * post.duration_s * 0.4)
    reactions, comments, shares = int(views * 0.03), int(views * 0.005), int(views * 0.004)
    named = (number, "", FACEBOOK_ID, FACEBOOK, "", post.duration_s, published, "", "", "Lifetime")
    counted = (int(views * 0.8), watched, int(views * 0.1), seconds, f"{seconds / watched:.3f}" if watched else "")
    return (*named, *counted, reactions + comments + shares, reactions, comments, shares, *_curve(post.duration_s))


def _curve(duration_s: int) -> Iterable[str]:
    """A place per second, forty at most; a shorter video has fewer."""
    places = min(len(_POSITIONS), duration_s + 1)
    return (f"{max(1 - position * 0.022, 0):.3f}" if position < places else "" for position in _POSITIONS)
