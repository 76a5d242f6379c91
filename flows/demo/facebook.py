"""The demo's Facebook exports: Meta content exports of the page's posts, and the titles of its overviews."""

from collections.abc import Iterable
from datetime import datetime

from flows.demo.delimited import csv_bytes
from flows.demo.meta import PACIFIC
from flows.demo.shop import FACEBOOK, FACEBOOK_ID, Post

_KINDS = {"photo": "Photos", "video": "Videos", "link": "Links"}
_HEADER = (
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type", "Permalink",
    "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status", "Data comment", "Date",
    "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares", "Total clicks", "Link Clicks",
    "Other Clicks", "Seconds viewed", "Average Seconds viewed",
)  # fmt: skip
# Title row of each overview file, and how many of its thing a view brings.
OVERVIEW_TITLES = {
    "Reach": ("Facebook reach", 0.7),
    "Visits": ("Facebook visits", 0.015),
    "Follows": ("Facebook follows", 0.002),
    "Link clicks": ("Facebook link clicks", 0.01),
}


def content(posts: Iterable[Post], at: datetime) -> bytes:
    """A content export: one row per post, its lifetime up to `at`, newest first."""
    rows = [_row(post, post.views_at(at)) for post in posts if post.published_at <= at]
    return csv_bytes(_HEADER, reversed(rows), encoding="utf-8-sig")


def _row(post: Post, views: int) -> list[str]:
    number = str(122_100_000_000_000_000 + post.number * 7_000_001)
    reactions, comments, shares = int(views * 0.03), int(views * 0.005), int(views * 0.004)
    links, others = int(views * 0.012), int(views * 0.02)
    seconds = int(views * post.duration_s * 0.4)
    named = (
        number, FACEBOOK_ID, FACEBOOK, "", post.caption, str(post.duration_s),
        post.published_at.astimezone(PACIFIC).strftime("%m/%d/%Y %H:%M"), "", f"https://www.facebook.com/{FACEBOOK_ID}/posts/{number}",
        "0", "0", _KINDS[post.kind], "", "", "", "", "Lifetime",
    )  # fmt: skip
    counted = (
        views,
        int(views * 0.8),
        reactions + comments + shares,
        reactions,
        comments,
        shares,
        links + others,
        links,
        others,
        seconds,
    )
    average = f"{seconds / views:.3f}" if views and seconds else ""
    return [*named, *map(str, counted), average]
