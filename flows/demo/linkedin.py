"""The demo's LinkedIn exports: workbooks of the page's content and of its followers. Their names tell page and moment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from flows.demo.shop import LINKEDIN, Post
from flows.demo.workbook import Rows, workbook

_SENTENCE = "Engagement metrics of your posts over time. All dates and times are in UTC."
_METRICS = (
    "Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)", "Unique impressions (organic)",
    "Clicks (organic)", "Clicks (sponsored)", "Clicks (total)", "Reactions (organic)", "Reactions (sponsored)",
    "Reactions (total)", "Comments (organic)", "Comments (sponsored)", "Comments (total)", "Reposts (organic)",
    "Reposts (sponsored)", "Reposts (total)",
)  # fmt: skip
_POSTS = (
    "Post title", "Post link", "Post type", "Created date", "Audience", "Impressions", "Views", "Clicks", "Likes", "Comments",
    "Reposts", "Follows", "Content Type",
)  # fmt: skip
_KINDS = {"image": "Image", "text": "", "video": "Video"}
# Who follows the page: each place's part of its followers in a hundred.
_PLACES = {"Amsterdam, Netherlands": 46, "Antwerp, Belgium": 21, "Berlin, Germany": 12}


def content_name(at: datetime) -> str:
    """The name under which LinkedIn hands out a content export: page and milliseconds."""
    return _name("content", at)


def followers_name(at: datetime) -> str:
    """The same of a followers export."""
    return _name("followers", at)


def _name(kind: str, at: datetime) -> str:
    return f"{LINKEDIN}_{kind}_{int(at.timestamp() * 1000)}.xlsx"


def content(posts: Sequence[Post], first: date, last: date, at: datetime) -> bytes:
    """The page by day, and the posts of the period with what they have gathered up to `at`."""
    days = ((day, _gained(posts, day)) for day in _days(first, last))
    metrics: Rows = [(f"{day:%m/%d/%Y}", *_parts(gained)) for day, gained in days]
    shown = [_post(post, post.views_at(at)) for post in posts if first <= post.published_at.date() <= last]
    return workbook({"Metrics": [(_SENTENCE,), _METRICS, *metrics], "All posts": [(_SENTENCE,), _POSTS, *reversed(shown)]})


def followers(posts: Sequence[Post], first: date, last: date) -> bytes:
    """The followers that each day brought, and where all of them live."""
    header = ("Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers")
    days = ((day, _gained(posts, day) // 90) for day in _days(first, last))
    gained: Rows = [(f"{day:%m/%d/%Y}", 0, new, 0, new) for day, new in days]
    n_followers = 2_400 + 60 * (last.year * 12 + last.month - 24_310)
    places = [(place, n_followers * part // 100) for place, part in _PLACES.items()]
    return workbook({"New followers": [header, *gained], "Location": [("Location", "Total followers"), *places]})


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=at) for at in range((last - first).days + 1))


def _gained(posts: Iterable[Post], day: date) -> int:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return sum(post.views_between(start, start + timedelta(days=1)) for post in posts)


def _parts(views: int) -> tuple[int, ...]:
    """Nothing is advertised, so that each total is its organic part."""
    clicks, likes, comments, shares = (int(views * share) for share in (0.03, 0.02, 0.003, 0.002))
    counted = (part for n in (clicks, likes, comments, shares) for part in (n, 0, n))
    return (views, 0, views, int(views * 0.6), *counted)


def _post(post: Post, views: int) -> tuple[str | int, ...]:
    activity = int(post.published_at.timestamp() * 1000) << 22 | post.number
    link = f"https://www.linkedin.com/feed/update/urn:li:activity:{activity}"
    clicks, likes, comments, shares, follows = (int(views * share) for share in (0.03, 0.02, 0.003, 0.002, 0.001))
    watched = int(views * 0.4) if post.kind == "video" else ""
    named = (post.caption, link, "Organic", f"{post.published_at:%m/%d/%Y}", "All followers")
    return (*named, views, watched, clicks, likes, comments, shares, follows, _KINDS[post.kind])
