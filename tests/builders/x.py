"""X: posts and account by day since 2025, and posts by tweet as exported to 2023."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from tests.builders.exports import Row, text_of, without

HANDLE = "AtelierLumen"
HEADER = (
    "Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows",
    "Replies", "Reposts", "Profile visits", "Detail Expands", "URL Clicks", "Hashtag Clicks", "Permalink Clicks",
)  # fmt: skip
OVERVIEW_HEADER = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies", "Reposts",
    "Profile visits", "Create Post", "Video views", "Media views",
)  # fmt: skip
TWEET_HEADER = (
    "Tweet id", "Tweet permalink", "Tweet text", "time", "impressions", "engagements", "engagement rate", "retweets", "replies",
    "likes", "user profile clicks", "url clicks", "hashtag clicks", "detail expands", "permalink clicks", "follows",
)  # fmt: skip
_EPOCH_MS = 1_288_834_974_657
DEFAULT = datetime(2026, 10, 5, 16, tzinfo=UTC)


def post_id(moment: datetime = DEFAULT, number: int = 0) -> int:
    """An id that carries the moment of creation."""
    return (int(moment.timestamp() * 1000) - _EPOCH_MS) << 22 | number


def day(moment: date) -> str:
    """A day as X writes it."""
    return f"{moment:%a, %b} {moment.day}, {moment.year}"


def post(number: int = 1, moment: datetime = DEFAULT, handle: str = HANDLE, **cells: object) -> dict[str, object]:
    """One row of a content export; its id carries the moment of publication."""
    found = post_id(moment, number)
    counts = dict.fromkeys(HEADER[4:], 0)
    return (
        {
            "Post id": found,
            "Date": day(moment),
            "Post text": f"Post {number}",
            "Post Link": f"https://x.com/{handle}/status/{found}",
        }
        | counts
        | {"Impressions": 1000, "Likes": 20, "Engagements": 40, "Bookmarks": 3, "Replies": 4, "Reposts": 5}
        | cells
    )


def content(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """A content export."""
    return text_of(without(HEADER, missing), rows).encode()


def account_day(moment: date = date(2026, 10, 5), **cells: object) -> dict[str, object]:
    """One row of an overview export."""
    counts = dict.fromkeys(OVERVIEW_HEADER[1:], 0)
    return {"Date": day(moment)} | counts | {"Impressions": 500, "Likes": 10, "Engagements": 30, "Replies": 2} | cells


def overview(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """An account overview."""
    return text_of(without(OVERVIEW_HEADER, missing), rows).encode()


def tweet(number: int = 1, moment: datetime = DEFAULT, handle: str = HANDLE, **cells: object) -> dict[str, object]:
    """One row of an activity export by tweet (to 2023), whose time is UTC."""
    found = post_id(moment, number)
    counts = dict.fromkeys(TWEET_HEADER[4:], 0)
    return (
        {
            "Tweet id": found,
            "Tweet permalink": f"https://twitter.com/{handle}/status/{found}",
            "Tweet text": f"Post {number}",
            "time": f"{moment:%Y-%m-%d %H:%M} +0000",
        }
        | counts
        | {"impressions": 1000, "likes": 20, "engagements": 40, "replies": 4, "retweets": 5}
        | cells
    )


def tweet_activity(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """An activity export by tweet."""
    return text_of(without(TWEET_HEADER, missing), rows).encode()
