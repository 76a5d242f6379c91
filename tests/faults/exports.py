"""Tiny exports in the real formats, and the landings of two nights in which partitions are replaced, moved and removed."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows.demo import creators, facebook, instagram, meta, x, youtube
from flows.demo.shop import BRAND as SHOP
from flows.demo.shop import YOUTUBE, Post
from flows.demo.strategy import STRATEGY

BRAND = SHOP
FIRST_TAKEN = datetime(2026, 10, 12, 7, tzinfo=UTC)
SECOND_TAKEN = datetime(2026, 11, 2, 7, tzinfo=UTC)
# Two minutes into October: an export that lost the link, and so the id, tells Pacific minutes instead and says September.
EDGE = datetime(2026, 10, 1, 0, 0, 20, tzinfo=UTC)

Landing = dict[str, tuple[bytes, datetime]]
"""path below landing/<brand>/ → its bytes and its mtime"""


def post(number: int, published_at: datetime, views: int = 1000, kind: str = "image", *, is_partner: bool = False) -> Post:
    """One post that has gathered all its views a few weeks later."""
    return Post(number, published_at, kind, f"Post {number}, with a comma", 0, views, is_partner)


def october(day: int, hour: int = 12) -> datetime:
    """A moment in the month that the reports are about."""
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def lifetime(posts: Iterable[Post], at: datetime) -> bytes:
    """A content export of Instagram."""
    return instagram.lifetime(posts, at)


def without_link(export: bytes, number: int) -> bytes:
    """The export as Meta writes it at times: one post's permalink says nothing, and its time stands a minute earlier."""
    lines = export.decode("utf-8-sig").split("\n")
    for at, line in enumerate(lines):
        if f"Post {number}," in line:
            start, end = line.index("https://"), line.index(",IG")
            lines[at] = (line[:start] + line[end:]).replace("09/30/2026 17:00", "09/30/2026 16:59")
    return "\n".join(lines).encode("utf-8-sig")


def tweets(posts: Iterable[Post], at: datetime, *, rounded: int | None = None) -> bytes:
    """A content export of X; a spreadsheet may have rounded the id of one post, which is then quarantined."""
    export = x.content(posts, at).decode()
    if rounded is None:
        return export.encode()
    lines = export.split("\r\n")
    lines = [f"1.98E+18,{line.partition(',')[2]}" if f"Post {rounded}," in line else line for line in lines]
    return "\r\n".join(lines).encode()


def account_days(posts: list[Post], first: date, last: date) -> bytes:
    """An overview export of X."""
    return x.overview(posts, first, last)


def stranger() -> bytes:
    """A file that no format knows; it is held."""
    return b"Invoice,Amount\n4711,12.50\n"


FEED = [post(0, EDGE), post(1, october(3)), post(2, october(9))]
TWEETS = [
    post(10, october(2), kind="text"),
    post(11, october(5), kind="text"),
    post(12, datetime(2026, 8, 20, 9, tzinfo=UTC), kind="text"),
]
COLLAB = post(3, october(20), is_partner=True)
STORIES = [post(20, october(4), kind="story"), post(21, october(6), kind="story")]


def half(export: bytes) -> bytes:
    """The upload as it stood when the network paused: whole lines, fewer of them."""
    lines = export.splitlines(keepends=True)
    return b"".join(lines[: len(lines) // 2 + 1])


def first_night() -> Landing:
    """One Instagram export (a post of which says September), one of X (a record refused), half an upload, one stranger."""
    return {
        "instagram/feed.csv": (without_link(lifetime(FEED, FIRST_TAKEN), 0), FIRST_TAKEN),
        "instagram/stories.csv": (half(lifetime(STORIES, FIRST_TAKEN)), FIRST_TAKEN),
        "x/content.csv": (tweets(TWEETS, FIRST_TAKEN, rounded=11), FIRST_TAKEN),
        "x/stranger.csv": (stranger(), FIRST_TAKEN),
    }


def second_night() -> Landing:
    """The post of September turns out to be October's, a partner's comes with it, the upload is whole, and X tells its days."""
    return {
        "instagram/feed-november.csv": (lifetime([*FEED, COLLAB], SECOND_TAKEN), SECOND_TAKEN),
        "instagram/stories.csv": (lifetime(STORIES, FIRST_TAKEN), FIRST_TAKEN + timedelta(minutes=1)),
        "x/overview.csv": (account_days(TWEETS, date(2026, 10, 1), date(2026, 10, 4)), SECOND_TAKEN),
    }


def four_platforms() -> Landing:
    """What else a social team drops in: a page's posts and days, a zip of YouTube, the figures of creators."""
    page = [post(30, october(2), kind="photo"), post(31, october(8), kind="link")]
    films = [post(40, october(3), kind="video"), post(41, datetime(2026, 9, 1, 9, tzinfo=UTC), kind="video")]
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    told = {
        "facebook/page.csv": facebook.content(page, SECOND_TAKEN),
        "facebook/Reach.csv": meta.overview("Facebook reach", 0.7, page, first, date(2026, 10, 3)),
        f"youtube/Content {first}_{last} {YOUTUBE}.zip": youtube.archive(films, first, last),
        "creators/creators.csv": creators.creators(last),
        "creators/creator_posts.csv": creators.creator_posts(first, last),
    }
    return {name: (data, SECOND_TAKEN) for name, data in told.items()}


def write_workspace(root: Path, *landings: Landing) -> Path:
    """A workspace that takes files at once, with its strategy and what lies in its landing folder."""
    (root / "strategy").mkdir(parents=True)
    (root / "pilaster.toml").write_text("settle_s = 0\nthreads = 1\n", "utf-8")
    (root / "strategy" / f"{BRAND}.yaml").write_text(STRATEGY, "utf-8")
    for landing in landings:
        write_landing(root, landing)
    return root


def write_landing(root: Path, landing: Landing) -> None:
    """Drop files into landing/<brand>/ with the mtimes that they are to have."""
    for name, (data, mtime) in landing.items():
        path = root / "landing" / BRAND / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, ns=(int(mtime.timestamp()) * 10**9,) * 2)
