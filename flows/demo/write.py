"""Writing the demo's landing folder. Every export has a sidecar that says when it was taken, so a copy gives the same facts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows.demo import (
    conversation,
    creators,
    facebook,
    facebook_videos,
    instagram,
    linkedin,
    meta,
    planted,
    shop,
    tiktok,
    x,
    youtube,
)
from warehouse.receipts import SIDECAR_SUFFIX
from warehouse.workspace import Workspace

Export = tuple[str, datetime, bytes]
"""(path below landing/<brand>/, when it was taken, bytes)"""


def exports() -> Iterator[Export]:
    """Every export of the demo's year, and what is planted among them."""
    feed = shop.posts(seed=1, per_week=4, kinds=("image", "reel", "carousel"), typical_views=4_200)
    stories = shop.posts(seed=2, per_week=2, kinds=("story",), typical_views=900)
    tweets = shop.posts(seed=3, per_week=5, kinds=("text",), typical_views=1_500)
    page = shop.posts(seed=4, per_week=3, kinds=("photo", "link", "video"), typical_views=2_600)
    films = shop.posts(seed=5, per_week=1, kinds=("video",), typical_views=3_100)
    clips = shop.posts(seed=6, per_week=2, kinds=("video",), typical_views=5_400)
    updates = shop.posts(seed=7, per_week=2, kinds=("image", "text", "video"), typical_views=700)
    for first, last in shop.months():
        yield from _instagram(feed, stories, first, last)
        yield from _x(tweets, first, last)
        yield from _facebook(page, first, last)
        yield from _tiktok(clips, first, last)
        yield from _linkedin(updates, first, last)
        yield f"creators/{first:%Y-%m}/creators.csv", _after(last), creators.creators(last)
        yield f"creators/{first:%Y-%m}/creator_posts.csv", _after(last), creators.creator_posts(first, last)
        yield f"creators/{first:%Y-%m}/followers.csv", _after(last), conversation.partners_followers(last)
        yield f"listening/{first:%Y-%m}/mentions.csv", _after(last), conversation.mentions(first, last)
        yield f"inbox/{first:%Y-%m}/messages.csv", _after(last), conversation.messages(first, last)
        yield f"instagram/{first:%Y-%m}/followers.csv", _after(last), conversation.followers(last)
        yield f"youtube/Content {first}_{last} {shop.YOUTUBE}.zip", _after(last), youtube.archive(films, first, last)
    # The last export again under another name: the same bytes count once.
    at = _after(shop.LAST_DAY)
    yield f"instagram/{planted.DUPLICATE}", at, instagram.lifetime(_recent(feed, shop.LAST_DAY.replace(day=1), at), at)
    yield from planted.exports(feed)


def _after(last: date) -> datetime:
    """Exports are taken on the second morning of the next month."""
    return datetime(last.year, last.month, last.day, 7, tzinfo=UTC) + timedelta(days=2)


def _taken(first: date, last: date) -> tuple[datetime, datetime]:
    """Lifetime exports are taken in the middle of a month too; both reach back over the month before."""
    return datetime(first.year, first.month, 15, 7, tzinfo=UTC), _after(last)


def _recent(posts: list[shop.Post], first: date, at: datetime) -> list[shop.Post]:
    since = datetime(first.year, first.month, 1, tzinfo=UTC) - timedelta(days=31)
    return [post for post in posts if since <= post.published_at <= at]


def _instagram(feed: list[shop.Post], stories: list[shop.Post], first: date, last: date) -> Iterator[Export]:
    for at in _taken(first, last):
        span = f"{first:%b-%d-%Y}_{min(at.date(), last):%b-%d-%Y}"
        yield f"instagram/{span}_731.csv", at, instagram.lifetime(_recent(feed, first, at), at)
        yield f"instagram/{span}_742.csv", at, instagram.lifetime(_recent(stories, first, at), at, stories=True)
    at = _after(last)
    yield f"instagram/{first:%b-%d-%Y}_{last:%b-%d-%Y}_753.csv", at, instagram.daily(_recent(feed, first, at), first, last)
    for name, (title, per_view) in instagram.OVERVIEW_TITLES.items():
        yield f"instagram/{first:%Y-%m}/{name}.csv", at, instagram.overview(title, per_view, [*feed, *stories], first, last)


def _x(tweets: list[shop.Post], first: date, last: date) -> Iterator[Export]:
    for at in _taken(first, last):
        yield f"x/account_analytics_content_{first}_{min(at.date(), last)}.csv", at, x.content(_recent(tweets, first, at), at)
    if last == shop.LAST_DAY:
        # In the last month somebody exported every morning: only so do posts have values at equal ages.
        for day in range(3, last.day + 1):
            at = datetime(last.year, last.month, day, 7, tzinfo=UTC)
            if at not in _taken(first, last):
                yield (
                    f"x/daily/account_analytics_content_{first}_{at:%Y-%m-%d}.csv",
                    at,
                    x.content(_recent(tweets, first, at), at),
                )
    yield f"x/{first:%Y-%m}/account_overview_analytics.csv", _after(last), x.overview(tweets, first, last)


def _facebook(page: list[shop.Post], first: date, last: date) -> Iterator[Export]:
    for at in _taken(first, last):
        span = f"{first:%b-%d-%Y}_{min(at.date(), last):%b-%d-%Y}"
        yield f"facebook/{span}_864.csv", at, facebook.content(_recent(page, first, at), at)
    for name, (title, per_view) in facebook.OVERVIEW_TITLES.items():
        yield f"facebook/{first:%Y-%m}/{name}.csv", _after(last), meta.overview(title, per_view, page, first, last)
    at = _after(last)
    yield f"facebook/{first:%b-%d-%Y}_{last:%b-%d-%Y}_875.csv", at, facebook_videos.videos(_recent(page, first, at), at)
    yield f"facebook/{first:%Y-%m}/Audience.csv", at, meta.audience(first.month)


def _tiktok(clips: list[shop.Post], first: date, last: date) -> Iterator[Export]:
    at = _after(last)
    yield f"tiktok/{first:%Y-%m}/Overview.csv", at, tiktok.overview(clips, first, last)
    yield f"tiktok/{first:%Y-%m}/Video.csv", at, tiktok.videos(_recent(clips, first, at), at)


def _linkedin(updates: list[shop.Post], first: date, last: date) -> Iterator[Export]:
    at = _after(last)
    yield f"linkedin/{linkedin.content_name(at)}", at, linkedin.content(updates, first, last, at)
    if last == shop.LAST_DAY:
        yield f"linkedin/{linkedin.followers_name(at)}", at, linkedin.followers(updates, shop.FIRST_DAY, last)


def write_exports(landing: Path) -> int:
    """Write every export with its sidecar, and the key of the demo's people; returns how many exports there are."""
    key = Workspace(landing.parent).people_key
    key.touch(mode=0o600)
    key.write_text(f"{conversation.PEOPLE_KEY}\n", "utf-8")
    count = 0
    for name, at, data in exports():
        path = landing / shop.BRAND / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.with_name(path.name + SIDECAR_SUFFIX).write_text(f"{at:%Y-%m-%dT%H:%M:%SZ}\n", "utf-8")
        count += 1
    return count
