"""Exports for the benches, in the platforms' real formats and the same bytes every time.

    python -m tests.bench.exports night DIR 2000       a workspace with 2,000 small files of 20 brands
    python -m tests.bench.exports large DIR 1000000    a workspace with one Instagram content export of a million records

Every brand exports four things a week: Instagram content and reach, X content and overview. Each file holds the last 35 posts or
days, so weekly files overlap by four fifths, as people's exports do.
"""

import base64
import csv
import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

KINDS = ("instagram_content", "instagram_reach", "x_content", "x_overview")
BRANDS = 20
ROWS = 35
POST_EVERY = timedelta(hours=19, minutes=12)
FIRST_DAY = date(2026, 1, 5)
LARGE_FROM = datetime(2024, 1, 1, tzinfo=UTC)
LARGE_MINUTES = 730 * 24 * 60

_PACIFIC = ZoneInfo("America/Los_Angeles")
_INSTAGRAM_EPOCH_MS, _X_EPOCH_MS = 1_314_220_021_721, 1_288_834_974_657
_INSTAGRAM_HEADER = (
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink",
    "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Comments", "Saves", "Follows",
)  # fmt: skip
_X_HEADER = (
    "Post id", "Date", "Post text", "Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Share", "New follows", "Replies",
    "Reposts", "Profile visits", "Detail expands", "Url clicks", "Hashtag clicks", "Permalink clicks",
)  # fmt: skip
_X_OVERVIEW_HEADER = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies", "Reposts",
    "Profile visits", "Create Post", "Video views", "Media views",
)  # fmt: skip
_WORDS = ("linen", "denim", "wool", "archive", "repair", "summer", "holiday")
_THINGS = ("tailor", "atelier", "founder", "community", "studio")
_CAPTIONS = tuple(
    f'"{word}" is back, and our {thing} says: "{"wear it loud, " * repeats}not once".\n\nLook: link in bio ☀️ #{word} #{thing}'
    for repeats, word in enumerate(_WORDS, 1)
    for thing in _THINGS
)
SETTINGS = "settle_s = 0\n"
STRATEGY = """\
brand: {brand}
time_zone: Europe/Amsterdam
accounts:
  - platform: instagram
    handle: {brand}.studio
    id: "{account}"
  - platform: x
    handle: {brand}
"""


def night(root: Path, n_files: int) -> None:
    """A workspace whose landing/ holds `n_files` files; their mtimes say when they were taken."""
    weeks = n_files // (BRANDS * len(KINDS))
    for number in range(BRANDS):
        brand = f"brand{number:02d}"
        folder = _workspace(root, brand, number)
        for week in range(weeks):
            until = FIRST_DAY + timedelta(weeks=week)
            for kind in KINDS:
                _write(folder / f"{kind}_{until}.csv", _WRITERS[kind](number, until), until)


def large(root: Path, n_records: int) -> None:
    """A workspace whose landing/ holds one Instagram content export of posts from two years."""
    path = _workspace(root, "brand00", 0) / "Jan-01-2024_Dec-31-2025.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(f'"{name}"' if " " in name else name for name in _INSTAGRAM_HEADER) + "\n")
        for start in range(0, n_records, 10_000):
            file.writelines(_large_rows(range(start, min(start + 10_000, n_records)), n_records))
    _taken(path, date(2026, 1, 5))


def _workspace(root: Path, brand: str, number: int) -> Path:
    for folder in (root / "strategy", root / "landing" / brand):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "pilaster.toml").write_text(SETTINGS)
    (root / "strategy" / f"{brand}.yaml").write_text(STRATEGY.format(brand=brand, account=_account(number)))
    return root / "landing" / brand


def _account(number: int) -> int:
    return 17_841_400_000_000_000 + number


def _write(path: Path, data: bytes, until: date) -> None:
    path.write_bytes(data)
    _taken(path, until)


def _taken(path: Path, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))


def _posts(until: date) -> Iterator[tuple[int, datetime]]:
    """Number and moment of the last posts before `until`."""
    start = datetime(2025, 6, 1, 7, tzinfo=UTC)
    last = (datetime(until.year, until.month, until.day, tzinfo=UTC) - start) // POST_EVERY
    for number in range(last - ROWS, last):
        yield number, start + number * POST_EVERY


def _instagram_content(brand: int, until: date) -> bytes:
    rows = (_instagram_row(brand, number, at, until) for number, at in _posts(until))
    return _csv(_INSTAGRAM_HEADER, rows).encode("utf-8-sig")


def _instagram_row(brand: int, number: int, at: datetime, until: date) -> tuple[object, ...]:
    age = (until - at.date()).days
    views = (900 + number * 7919 % 5000) * age // (age + 2)
    kind = "reel" if number % 3 else "p"
    return (
        17_900_000_000_000_000 + brand * 10**9 + number * 1009, _account(brand), f"brand{brand:02d}.studio", f"Brand {brand}",
        _caption(number), number % 60, at.astimezone(_PACIFIC).strftime("%m/%d/%Y %H:%M"),
        f"https://www.instagram.com/{kind}/{_shortcode(at, brand * 4096 + number)}/", "IG reel" if number % 3 else "IG image", "",
        "Lifetime", *_counts(number, views),
    )  # fmt: skip


def _counts(number: int, views: int) -> tuple[object, ...]:
    saves = views // 110 if number % 5 else ""
    return views, views * 7 // 10, views // 18, views // 90, views // 200, saves, views // 400


def _caption(number: int) -> str:
    return f"{_CAPTIONS[number % len(_CAPTIONS)]} {number}"


def _shortcode(at: datetime, salt: int) -> str:
    number = (int(at.timestamp() * 1000) - _INSTAGRAM_EPOCH_MS) << 23 | salt & 0x7FFFFF
    return base64.urlsafe_b64encode(number.to_bytes(9, "big")).decode()[1:]


def _instagram_reach(brand: int, until: date) -> bytes:
    lines = [f'"{day}T00:00:00","{_day_value(brand, day) * 3}"\n' for day in _days(until)]
    return ('sep=,\n"Instagram reach"\n"Date","Primary"\n' + "".join(lines)).encode("utf-16")


def _x_content(brand: int, until: date) -> bytes:
    return _csv(_X_HEADER, (_x_row(brand, number, at, until) for number, at in _posts(until))).encode()


def _x_row(brand: int, number: int, at: datetime, until: date) -> tuple[object, ...]:
    seen = (300 + number * 6151 % 3000) * (until - at.date()).days // 9
    post_id = (int(at.timestamp() * 1000) - _X_EPOCH_MS) << 22 | brand << 12 | number & 0xFFF
    return (
        post_id, at.strftime("%a %b %-d %Y"), _caption(number)[-180:],
        f"https://x.com/brand{brand:02d}/status/{post_id}", seen, seen // 20, seen // 12, seen // 300, seen // 500, seen // 900,
        seen // 150, seen // 100, seen // 60, seen // 40, seen // 80, seen // 700, seen // 350,
    )  # fmt: skip


def _x_overview(brand: int, until: date) -> bytes:
    return _csv(_X_OVERVIEW_HEADER, (_x_day(brand, day) for day in reversed(list(_days(until))))).encode()


def _x_day(brand: int, day: date) -> tuple[object, ...]:
    seen = _day_value(brand, day)
    return (f"{day:%a, %b %-d, %Y}", *(seen // part for part in (1, 20, 12, 300, 400, 200, 700, 90, 60, 50, 500, 8, 9)))


def _days(until: date) -> Iterator[date]:
    return (until - timedelta(days=back) for back in range(ROWS, 0, -1))


def _day_value(brand: int, day: date) -> int:
    return 400 + (day.toordinal() * 7919 + brand * 104_729) % 9000


def _csv(header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _large_rows(numbers: range, n_records: int) -> Iterator[str]:
    captions = [caption.replace('"', '""') for caption in _CAPTIONS]
    account = _account(0)
    for number in numbers:
        minute = number * LARGE_MINUTES // n_records
        at = LARGE_FROM + timedelta(minutes=minute)
        kind, title = ("reel", "IG reel") if number % 3 else ("p", "IG image")
        link = f"https://www.instagram.com/{kind}/{_shortcode(at, number)}/"
        caption = f"{captions[number % len(captions)]} {number}"
        counts = ",".join(map(str, _counts(number, 900 + number * 7919 % 50_000)))
        yield (
            f'{17_900_000_000_000_000 + number * 1009},{account},brand00.studio,"Brand 0","{caption}",'
            f'{number % 60},"{_pacific_hour(minute // 60)}{at.minute:02d}",{link},"{title}",,Lifetime,{counts}\n'
        )


@lru_cache(maxsize=4)
def _pacific_hour(hour: int) -> str:
    return (LARGE_FROM + timedelta(hours=hour)).astimezone(_PACIFIC).strftime("%m/%d/%Y %H:")


_WRITERS = {
    "instagram_content": _instagram_content,
    "instagram_reach": _instagram_reach,
    "x_content": _x_content,
    "x_overview": _x_overview,
}


if __name__ == "__main__":
    {"night": night, "large": large}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
