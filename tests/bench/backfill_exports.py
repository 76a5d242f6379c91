"""Three years of archived exports for a backfill, in the platforms' real formats and the same bytes every time.

    python -m tests.bench.backfill_exports DIR 36 20 42     months, brands, posts a month on each of five platforms

Each brand exports its posts of Instagram, Facebook, X, YouTube and TikTok once a month, and each file reaches back two
months: every post is observed three times. 36 months of 20 brands are 3,600 files with 151,200 posts.
"""

import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from transforms.months import first_day, last_day, shift

FIRST_MONTH = "2023-01"
OBSERVATIONS = 3
PLATFORMS = ("instagram", "facebook", "x", "youtube", "tiktok")
SETTINGS = "settle_s = 0\n"
STRATEGY = """\
brand: {brand}
time_zone: Europe/Amsterdam
accounts:
  - {{platform: instagram, handle: {brand}.studio, id: "{instagram}"}}
  - {{platform: facebook, handle: {brand} page, id: "{facebook}"}}
  - {{platform: x, handle: {brand}}}
  - {{platform: youtube, handle: {brand}films}}
  - {{platform: tiktok, handle: {brand}}}
pillars:
  - {{name: craft, weight: 0.5, keywords: [repair, archive]}}
  - {{name: cloth, weight: 0.5, keywords: [linen, denim, wool], hashtags: [summer]}}
"""

_PACIFIC = ZoneInfo("America/Los_Angeles")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_INSTAGRAM_EPOCH_MS, _X_EPOCH_MS = 1_314_220_021_721, 1_288_834_974_657
_WORDS = ("linen", "denim", "wool", "archive", "repair", "summer", "holiday")
_HEADERS = {
    "instagram": (
        '"Post ID","Account ID","Account username","Account name",Description,"Duration (sec)","Publish time",Permalink,'
        '"Post type","Data comment",Date,Views,Reach,Likes,Shares,Comments,Saves,Follows'
    ),
    "facebook": (
        '"Post ID","Page ID","Page name",Title,Description,"Duration (sec)","Publish time","Caption type",Permalink,'
        '"Is crosspost","Is share","Post type",Languages,"Custom labels","Funded content status","Data comment",Date,Views,Reach,'
        '"Reactions, Comments and Shares",Reactions,Comments,Shares,"Total clicks","Link Clicks","Other Clicks","Seconds viewed",'
        '"Average Seconds viewed"'
    ),
    "x": (
        "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
        "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
    ),
    "youtube": (
        "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Average view duration,Impressions,"
        "Impressions click-through rate (%)"
    ),
    "tiktok": '"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares","Total views"',
}

Post = tuple[int, datetime, int]
"""(number, moment of publication, views so far)"""


def write(root: Path, months: int, brands: int, posts: int) -> int:
    """A workspace whose landing/ holds the archive; mtimes say when each file was taken. Returns how many files there are."""
    (root / "strategy").mkdir(parents=True)
    (root / "pilaster.toml").write_text(SETTINGS)
    count = 0
    for number in range(brands):
        brand = f"brand{number:02d}"
        told = STRATEGY.format(brand=brand, instagram=_instagram_account(number), facebook=_facebook_page(number))
        (root / "strategy" / f"{brand}.yaml").write_text(told)
        folder = root / "landing" / brand
        folder.mkdir(parents=True)
        for path, data, taken in files(number, months, posts):
            place = folder / path
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)
            moment = taken.timestamp()
            os.utime(place, (moment, moment))
            count += 1
    return count


def files(brand: int, months: int, posts: int) -> Iterator[tuple[str, bytes, datetime]]:
    """(path, bytes, when it was taken) of every export of one brand."""
    for back in range(months):
        month = shift(FIRST_MONTH, back)
        after = last_day(month) + timedelta(days=2)
        taken = datetime(after.year, after.month, after.day, 6, tzinfo=UTC)
        for at, platform in enumerate(PLATFORMS):
            seen = list(_posts(brand * 5 + at, back, posts))
            yield _path(platform, brand, month), _WRITERS[platform](brand, seen, month), taken


def _posts(seed: int, back: int, posts: int) -> Iterator[Post]:
    """The posts of this month and of those before it that are observed once more."""
    for index in range(max(0, back - OBSERVATIONS + 1), back + 1):
        month = shift(FIRST_MONTH, index)
        start, days = first_day(month), (last_day(month) - first_day(month)).days + 1
        for place in range(posts):
            number = index * posts + place
            minutes = days * 1440 * place // posts + (number * 7 + seed) % 30
            at = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(minutes=minutes)
            yield number, at, (300 + (number * 7919 + seed * 104_729) % 5000) * (back - index + 1) // (back - index + 2)


def _path(platform: str, brand: int, month: str) -> str:
    first, last = first_day(month), last_day(month)
    if platform == "youtube":
        return f"youtube/Content {first}_{last} brand{brand:02d}films.zip"
    return f"{platform}/{first:%b-%d-%Y}_{last:%b-%d-%Y}.csv"


def _text(platform: str, lines: Iterable[str]) -> str:
    return "\n".join((_HEADERS[platform], *lines)) + "\n"


def _caption(number: int) -> str:
    word = _WORDS[number % len(_WORDS)]
    return f"""\"\"\"{word}\"\" is back, and our tailor says: wear it loud.\nLook: link in bio #{word} {number}\""""


def _wall(at: datetime) -> str:
    return at.astimezone(_PACIFIC).strftime("%m/%d/%Y %H:%M")


def _instagram_account(brand: int) -> int:
    return 17_841_400_000_000_000 + brand


def _facebook_page(brand: int) -> int:
    return 100_000_000_000_000 + brand


def _instagram(brand: int, posts: Iterable[Post], _month: str) -> bytes:
    account = _instagram_account(brand)
    return _text(
        "instagram",
        (
            f"{17_900_000_000_000_000 + brand * 10**9 + number * 1009},{account},brand{brand:02d}.studio,Brand {brand},"
            f'{_caption(number)},{number % 60},"{_wall(at)}",https://www.instagram.com/p/{_shortcode(at, brand, number)}/,'
            f"IG image,,Lifetime,{n},{n * 7 // 10},{n // 18},{n // 90},{n // 200},{n // 110},{n // 400}"
            for number, at, n in posts
        ),
    ).encode("utf-8-sig")


def _shortcode(at: datetime, brand: int, number: int) -> str:
    left, code = (int(at.timestamp() * 1000) - _INSTAGRAM_EPOCH_MS) << 23 | brand << 14 | number, ""
    while left:
        left, digit = divmod(left, 64)
        code = _LETTERS[digit] + code
    return code


def _facebook(brand: int, posts: Iterable[Post], _month: str) -> bytes:
    page = _facebook_page(brand)
    return _text(
        "facebook",
        (
            f"{(ident := 122_100_000_000_000_000 + brand * 10**10 + number * 7001)},{page},brand{brand:02d} page,,"
            f"{_caption(number)},0,"
            f'"{_wall(at)}",,https://www.facebook.com/{page}/posts/{ident},0,0,Photos,,,,,Lifetime,{n},{n * 8 // 10},'
            f"{n // 33 + n // 200 + n // 250},{n // 33},{n // 200},{n // 250},{n // 83 + n // 50},{n // 83},{n // 50},0,"
            for number, at, n in posts
        ),
    ).encode("utf-8-sig")


def _x(brand: int, posts: Iterable[Post], _month: str) -> bytes:
    return _text(
        "x",
        (
            f'{(ident := (int(at.timestamp() * 1000) - _X_EPOCH_MS) << 22 | brand << 12 | number)},"{at:%a, %b %-d, %Y}",'
            f"{_caption(number)},https://x.com/brand{brand:02d}/status/{ident},{n},{n // 20},{n // 12},{n // 300},{n // 500},"
            f"{n // 900},{n // 150},{n // 100},{n // 60},{n // 40},{n // 80},{n // 700},{n // 350}"
            for number, at, n in posts
        ),
    ).encode()


def _youtube(brand: int, posts: Iterable[Post], month: str) -> bytes:
    rows = [
        f'v{brand:02d}{number:08d},{_caption(number)},"{at.astimezone(_PACIFIC):%b %-d, %Y}",{60 + number % 500},{n},'
        f"{n * 30 / 3600:.4f},{n // 300},0:00:30,{n * 12},4.2"
        for number, at, n in posts
    ]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        name = f"Content {first_day(month)}_{last_day(month)} brand{brand:02d}films/Table data.csv"
        archive.writestr(zipfile.ZipInfo(name), _text("youtube", rows).encode())
    return packed.getvalue()


def _tiktok(brand: int, posts: Iterable[Post], _month: str) -> bytes:
    return _text(
        "tiktok",
        (
            f'"{at:%B} {at.day}",{_caption(number)},'
            f'"https://www.tiktok.com/@brand{brand:02d}/video/{int(at.timestamp()) << 32 | brand << 16 | number}",'
            f'"{at:%B} {at.day}","{n // 15}","{n // 300}","{n // 250}","{n}"'
            for number, at, n in posts
        ),
    ).encode("utf-8-sig")


_WRITERS: dict[str, Callable[[int, Iterable[Post], str], bytes]] = {
    "instagram": _instagram,
    "facebook": _facebook,
    "x": _x,
    "youtube": _youtube,
    "tiktok": _tiktok,
}


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), *map(int, sys.argv[2:5])))
