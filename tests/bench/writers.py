"""The bytes of one export: what each of the four platforms writes for a brand and the week that ends on a day."""

import base64
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ROWS = 35
POST_EVERY = timedelta(hours=19, minutes=12)
PACIFIC = ZoneInfo("America/Los_Angeles")

_INSTAGRAM_EPOCH_MS, _X_EPOCH_MS = 1_314_220_021_721, 1_288_834_974_657
_START = datetime(2022, 6, 1, 7, tzinfo=UTC)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
INSTAGRAM_HEADER = (
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink",
    "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Comments", "Saves", "Follows",
)  # fmt: skip
_FACEBOOK_HEADER = (
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Permalink", "Post type",
    "Custom labels", "Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments",
    "Shares", "Total clicks", "Link Clicks", "Seconds viewed",
)  # fmt: skip
_X_HEADER = (
    "Post id", "Date", "Post text", "Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Share", "New follows", "Replies",
    "Reposts", "Profile visits", "Detail expands", "Url clicks", "Hashtag clicks", "Permalink clicks",
)  # fmt: skip
_X_OVERVIEW_HEADER = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies", "Reposts",
    "Profile visits", "Create Post", "Video views", "Media views",
)  # fmt: skip
_YOUTUBE_HEADER = (
    "Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers", "Impressions",
    "Impressions click-through rate (%)",
)  # fmt: skip
_WORDS = ("linen", "denim", "wool", "archive", "repair", "summer", "holiday")
_THINGS = ("tailor", "atelier", "founder", "community", "studio")
CAPTIONS = tuple(
    f'"{word}" is back, and our {thing} says: "{"wear it loud, " * repeats}not once".\n\nLook: link in bio ☀️ #{word} #{thing}'
    for repeats, word in enumerate(_WORDS, 1)
    for thing in _THINGS
)


def file_name(kind: str, until: date) -> str:
    """YouTube names the period in the file's name; from before the first video, so that its figures are lifetimes."""
    return f"{kind}_2022-01-01_{until}.csv" if kind == "youtube_table" else f"{kind}_{until}.csv"


def account(brand: int) -> int:
    """Instagram's id of a brand."""
    return 17_841_400_000_000_000 + brand


def page(brand: int) -> int:
    """Facebook's id of a brand."""
    return 100_200_000_000_000 + brand


def shortcode(at: datetime, salt: int) -> str:
    """Eleven letters of an Instagram permalink, which carry the moment of creation."""
    number = (int(at.timestamp() * 1000) - _INSTAGRAM_EPOCH_MS) << 23 | salt & 0x7FFFFF
    return base64.urlsafe_b64encode(number.to_bytes(9, "big")).decode()[1:]


def instagram_counts(number: int, views: int) -> tuple[object, ...]:
    """Views to follows of one post; every fifth lacks its saves."""
    saves = views // 110 if number % 5 else ""
    return views, views * 7 // 10, views // 18, views // 90, views // 200, saves, views // 400


def _posts(until: date) -> Iterator[tuple[int, datetime]]:
    """Number and moment of the last posts before `until`."""
    last = (datetime(until.year, until.month, until.day, tzinfo=UTC) - _START) // POST_EVERY
    for number in range(last - ROWS, last):
        yield number, _START + number * POST_EVERY


def _facebook_content(brand: int, until: date) -> bytes:
    rows = (_facebook_row(brand, number, at, until) for number, at in _posts(until))
    return _csv(_FACEBOOK_HEADER, rows).encode("utf-8-sig")


def _facebook_row(brand: int, number: int, at: datetime, until: date) -> tuple[object, ...]:
    seen = (700 + number * 6353 % 4000) * _age(at, until)
    post_id = 122_100_000_000_000_000 + brand * 10**9 + number * 1009
    likes, comments, shares, links = seen // 30, seen // 200, seen // 250, seen // 80
    return (
        post_id, page(brand), f"Brand{brand:02d} Page", "", _caption(number), number % 60, _pacific(at),
        f"https://www.facebook.com/brand{brand:02d}/posts/{post_id}", "Reels" if number % 3 else "Photos", "", "", "Lifetime",
        seen, seen * 4 // 5, likes + comments + shares, likes, comments, shares, links * 3, links, seen * 7,
    )  # fmt: skip


def _instagram_content(brand: int, until: date) -> bytes:
    rows = (_instagram_row(brand, number, at, until) for number, at in _posts(until))
    return _csv(INSTAGRAM_HEADER, rows).encode("utf-8-sig")


def _instagram_row(brand: int, number: int, at: datetime, until: date) -> tuple[object, ...]:
    kind = "reel" if number % 3 else "p"
    return (
        17_900_000_000_000_000 + brand * 10**9 + number * 1009, account(brand), f"brand{brand:02d}.studio", f"Brand {brand}",
        _caption(number), number % 60, _pacific(at),
        f"https://www.instagram.com/{kind}/{shortcode(at, brand * 65536 + number)}/", "IG reel" if number % 3 else "IG image", "",
        "Lifetime", *instagram_counts(number, (900 + number * 7919 % 5000) * _age(at, until)),
    )  # fmt: skip


def _x_content(brand: int, until: date) -> bytes:
    return _csv(_X_HEADER, (_x_row(brand, number, at, until) for number, at in _posts(until))).encode()


def _x_row(brand: int, number: int, at: datetime, until: date) -> tuple[object, ...]:
    seen = (300 + number * 6151 % 3000) * _age(at, until)
    post_id = (int(at.timestamp() * 1000) - _X_EPOCH_MS) << 22 | brand << 12 | number & 0xFFF
    return (
        post_id, at.strftime("%a %b %-d %Y"), _caption(number)[-180:],
        f"https://x.com/brand{brand:02d}/status/{post_id}", seen, seen // 20, seen // 12, seen // 300, seen // 500, seen // 900,
        seen // 150, seen // 100, seen // 60, seen // 40, seen // 80, seen // 700, seen // 350,
    )  # fmt: skip


def _youtube_table(brand: int, until: date) -> bytes:
    videos = [_youtube_row(brand, number, at, until) for number, at in _posts(until)]
    total = ("Total", "", "", "", sum(video[4] for video in videos), "", "", "", "")
    return _csv(_YOUTUBE_HEADER, (total, *videos)).encode()


def _youtube_row(brand: int, number: int, at: datetime, until: date) -> tuple[str, str, str, int, int, str, int, int, str]:
    seen = (200 + number * 5113 % 2500) * _age(at, until)
    at = at.astimezone(PACIFIC)
    return (
        _video(brand * 10**6 + number), _caption(number).partition("\n")[0], f"{at:%b} {at.day}, {at.year}", 60 + number % 600,
        seen, f"{seen * 27 / 3600:.4f}", seen // 300, seen * 12, f"{number % 90 / 10:.2f}",
    )  # fmt: skip


def _video(number: int) -> str:
    code = ""
    for _ in range(11):
        number, digit = divmod(number * 31 + 7, 64)
        code += _LETTERS[digit]
    return code


def _facebook_reach(brand: int, until: date) -> bytes:
    return _meta_days("Facebook reach", ((day, _day_value(brand, day) * 2) for day in _days(until)))


def _instagram_reach(brand: int, until: date) -> bytes:
    return _meta_days("Instagram reach", ((day, _day_value(brand, day) * 3) for day in _days(until)))


def _meta_days(title: str, days: Iterable[tuple[date, int]]) -> bytes:
    lines = "".join(f'"{day}T00:00:00","{value}"\n' for day, value in days)
    return (f'sep=,\n"{title}"\n"Date","Primary"\n' + lines).encode("utf-16")


def _x_overview(brand: int, until: date) -> bytes:
    return _csv(_X_OVERVIEW_HEADER, (_x_day(brand, day) for day in reversed(list(_days(until))))).encode()


def _x_day(brand: int, day: date) -> tuple[object, ...]:
    seen = _day_value(brand, day)
    return (f"{day:%a, %b %-d, %Y}", *(seen // part for part in (1, 20, 12, 300, 400, 200, 700, 90, 60, 50, 500, 8, 9)))


def _youtube_totals(brand: int, until: date) -> bytes:
    return _csv(("Date", "Views"), ((day, _day_value(brand, day) * 5) for day in _days(until))).encode()


def _days(until: date) -> Iterator[date]:
    return (until - timedelta(days=back) for back in range(ROWS, 0, -1))


def _day_value(brand: int, day: date) -> int:
    return 400 + (day.toordinal() * 7919 + brand * 104_729) % 9000


def _age(at: datetime, until: date) -> int:
    """Grows with the days since publication, so that every observation changes the figures."""
    return 1 + (until - at.date()).days // 3


def _pacific(at: datetime) -> str:
    return at.astimezone(PACIFIC).strftime("%m/%d/%Y %H:%M")


def _caption(number: int) -> str:
    return f"{CAPTIONS[number % len(CAPTIONS)]} {number}"


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


WRITERS: dict[str, Callable[[int, date], bytes]] = {
    "facebook_content": _facebook_content,
    "facebook_reach": _facebook_reach,
    "instagram_content": _instagram_content,
    "instagram_reach": _instagram_reach,
    "x_content": _x_content,
    "x_overview": _x_overview,
    "youtube_table": _youtube_table,
    "youtube_totals": _youtube_totals,
}
