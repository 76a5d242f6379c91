"""Workspaces for the benches, filled with exports in the platforms' real formats and the same bytes every time.

    python -m tests.bench.exports night DIR 2000           2,000 small files of 20 brands on four platforms
    python -m tests.bench.exports large DIR 1000000        one Instagram content export of a million records
    python -m tests.bench.exports history DIR 36 20 150 5000000
                                                           what came before such a night: 36 months of 20 brands, every export
                                                           150 times, and five million posts on top

Every brand exports eight things a week: content and account days of Facebook, Instagram, X and YouTube. Each file holds the last
35 posts or days, so weekly files overlap by four fifths, as people's exports do.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import count, islice, product
from pathlib import Path

from tests.bench import writers
from tests.bench.writers import PACIFIC

BRANDS = 20
MONTH_DAYS = 30.4375
FIRST_DAY = date(2026, 1, 5)
LARGE_FROM = datetime(2024, 1, 1, tzinfo=UTC)
LARGE_MINUTES = 730 * 24 * 60

SETTINGS = "settle_s = 0\n"
STRATEGY = """\
brand: {brand}
time_zone: Europe/Amsterdam
accounts:
  - platform: facebook
    handle: {brand} page
    id: "{page}"
  - platform: instagram
    handle: {brand}.studio
    id: "{account}"
  - platform: x
    handle: {brand}
  - platform: youtube
    handle: {brand} films
"""


def night(root: Path, n_files: int, n_brands: int = BRANDS) -> None:
    """A workspace whose landing/ holds `n_files` files more; their mtimes say when they were taken."""
    weeks = (FIRST_DAY + timedelta(weeks=week) for week in count())
    for number, kind, until in islice(_each(weeks, n_brands), n_files):
        _export(root, number, kind, until)


def history(root: Path, months: int, n_brands: int, times: int, n_posts: int) -> None:
    """A workspace whose landing/ holds `times` of every export, spread evenly over the months before `night`.

    `n_posts` posts of Instagram come on top, in one large export per brand and month.
    """
    days = MONTH_DAYS * months
    moments = (FIRST_DAY - timedelta(days=days * back / times) for back in range(times, 0, -1))
    for number, kind, until in _each(moments, n_brands):
        _export(root, number, kind, until)
    each = n_posts // (months * n_brands)
    for number, back in product(range(n_brands), range(months, 0, -1)):
        start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) - timedelta(days=MONTH_DAYS * back)
        path = _workspace(root, number) / f"posts_{start:%Y-%m-%d}.csv"
        if each:
            _write_large(path, number, each, start, int(MONTH_DAYS * 24 * 60))
            _taken(path, start.date() + timedelta(days=30))


def _each(moments: Iterable[date], n_brands: int) -> Iterator[tuple[int, str, date]]:
    return ((number, kind, until) for until in moments for number in range(n_brands) for kind in writers.WRITERS)


def _export(root: Path, number: int, kind: str, until: date) -> None:
    path = _workspace(root, number) / writers.file_name(kind, until)
    path.write_bytes(writers.WRITERS[kind](number, until))
    _taken(path, until)


def large(root: Path, n_records: int) -> None:
    """A workspace whose landing/ holds one Instagram content export of posts from two years."""
    path = _workspace(root, 0) / "Jan-01-2024_Dec-31-2025.csv"
    _write_large(path, 0, n_records, LARGE_FROM, LARGE_MINUTES)
    _taken(path, date(2026, 1, 5))


def _write_large(path: Path, brand: int, n_records: int, start: datetime, minutes: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(f'"{name}"' if " " in name else name for name in writers.INSTAGRAM_HEADER) + "\n")
        for first in range(0, n_records, 10_000):
            file.writelines(_large_rows(brand, range(first, min(first + 10_000, n_records)), n_records, start, minutes))


def _large_rows(brand: int, numbers: range, n_records: int, start: datetime, minutes: int) -> Iterator[str]:
    captions = [caption.replace('"', '""') for caption in writers.CAPTIONS]
    account = writers.account(brand)
    for number in numbers:
        minute = number * minutes // n_records
        at = start + timedelta(minutes=minute)
        kind, title = ("reel", "IG reel") if number % 3 else ("p", "IG image")
        link = f"https://www.instagram.com/{kind}/{writers.shortcode(at, number)}/"
        caption = f"{captions[number % len(captions)]} {number}"
        counts = ",".join(map(str, writers.instagram_counts(number, 900 + number * 7919 % 50_000)))
        yield (
            f'{_large_id(brand, at, number)},{account},brand{brand:02d}.studio,"Brand {brand}","{caption}",'
            f'{number % 60},"{_pacific_hour(start, minute // 60)}{at.minute:02d}",{link},"{title}",,Lifetime,{counts}\n'
        )


def _large_id(brand: int, at: datetime, number: int) -> int:
    return (int(at.timestamp()) * 100 + brand) * 100_000 + number % 100_000


@lru_cache(maxsize=4)
def _pacific_hour(start: datetime, hour: int) -> str:
    return (start + timedelta(hours=hour)).astimezone(PACIFIC).strftime("%m/%d/%Y %H:")


@cache
def _workspace(root: Path, number: int) -> Path:
    brand = f"brand{number:02d}"
    for folder in (root / "strategy", root / "landing" / brand):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "pilaster.toml").write_text(SETTINGS)
    told = STRATEGY.format(brand=brand, account=writers.account(number), page=writers.page(number))
    (root / "strategy" / f"{brand}.yaml").write_text(told)
    return root / "landing" / brand


def _taken(path: Path, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))


if __name__ == "__main__":
    make: dict[str, Callable[..., None]] = {"night": night, "large": large, "history": history}
    make[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))
