"""The demo's Instagram exports: Meta content exports (lifetime, daily, stories) and overview account-days."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from flows.demo import meta
from flows.demo.delimited import csv_bytes
from flows.demo.meta import PACIFIC
from flows.demo.shop import INSTAGRAM, INSTAGRAM_ID, PARTNER, PARTNER_ID, Post

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_EPOCH_MS = 1_314_220_021_721
_KINDS = {"reel": "IG reel", "image": "IG image", "carousel": "IG carousel", "story": "IG story"}
_HEADER = (
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink",
    "Post type", "Data comment", "Date",
)  # fmt: skip
_POST_METRICS = ("Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves")
_STORY_METRICS = (
    "Views", "Reach", "Likes", "Shares", "Follows", "Profile visits", "Replies", "Navigation", "Link clicks", "Sticker taps",
)  # fmt: skip
# Title row of each overview file, and how many of its thing a view brings.
OVERVIEW_TITLES = {
    "Views": ("Views", 1.4),
    "Reach": ("Reach", 0.8),
    "Visits": ("Instagram profile visits", 0.02),
    "Follows": ("Instagram follows", 0.004),
    "Interactions": ("Content interactions", 0.05),
    "Link clicks": ("Instagram link clicks", 0.006),
}


def _media_id(post: Post) -> int:
    return (int(post.published_at.timestamp() * 1000) - _EPOCH_MS) << 23 | post.number


def _shortcode(number: int) -> str:
    code = ""
    while number:
        number, digit = divmod(number, 64)
        code = _ALPHABET[digit] + code
    return code


def _metrics(post: Post, views: int) -> dict[str, int]:
    return {
        "Views": views,
        "Reach": int(views * 0.72),
        "Likes": int(views * 0.055),
        "Shares": int(views * 0.006),
        "Follows": int(views * 0.002),
        "Comments": int(views * (0.011 if "?" in post.caption else 0.004)),
        "Saves": int(views * 0.009),
        "Profile visits": int(views * 0.01),
        "Replies": int(views * 0.003),
        "Navigation": int(views * 1.1),
        "Link clicks": int(views * 0.012),
        "Sticker taps": int(views * 0.004),
    }


def _row(post: Post, day: str, views: int, metrics: Iterable[str]) -> list[str]:
    account, name = (PARTNER_ID, PARTNER) if post.is_partner else (INSTAGRAM_ID, INSTAGRAM)
    media = _media_id(post)
    link = (
        f"https://www.instagram.com/stories/{name}/{media}"
        if post.kind == "story"
        else f"https://www.instagram.com/{'reel' if post.kind == 'reel' else 'p'}/{_shortcode(media)}/"
    )
    found = _metrics(post, views)
    return [
        str(17_900_000_000_000_000 + post.number * 1_000_003 + (500_000 if post.kind == "story" else 0)),
        account,
        name,
        name.replace(".", " ").title(),
        post.caption,
        str(post.duration_s),
        post.published_at.astimezone(PACIFIC).strftime("%m/%d/%Y %H:%M"),
        link,
        _KINDS[post.kind],
        "",
        day,
        *(str(found[metric]) for metric in metrics),
    ]


def lifetime(posts: Iterable[Post], at: datetime, *, stories: bool = False) -> bytes:
    """A content export: one row per post, its lifetime up to `at`."""
    metrics = _STORY_METRICS if stories else _POST_METRICS
    rows = [_row(post, "Lifetime", post.views_at(at), metrics) for post in posts if post.published_at <= at]
    return csv_bytes((*_HEADER, *metrics), reversed(rows), encoding="utf-8-sig")


def daily(posts: Iterable[Post], first: date, last: date) -> bytes:
    """The daily variant: one row per post and Pacific day."""
    return csv_bytes(
        (*_HEADER, *_POST_METRICS), (row for post in posts for row in _post_days(post, first, last)), encoding="utf-8-sig"
    )


def _post_days(post: Post, first: date, last: date) -> Iterator[list[str]]:
    day = max(first, post.published_at.astimezone(PACIFIC).date())
    while day <= last:
        start = datetime(day.year, day.month, day.day, tzinfo=PACIFIC).astimezone(UTC)
        gained = post.views_between(start, start + timedelta(days=1))
        if gained:
            yield _row(post, day.strftime("%m/%d/%Y"), gained, _POST_METRICS)
        day += timedelta(days=1)


def overview(title: str, per_view: float, posts: Iterable[Post], first: date, last: date) -> bytes:
    """An account-day file of our own account: a partner's posts count on the partner's days."""
    return meta.overview(title, per_view, (post for post in posts if not post.is_partner), first, last)
