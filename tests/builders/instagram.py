"""Instagram: Meta content exports (lifetime and daily) and overview account-days."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.builders.exports import Row, text_of, without

PACIFIC = ZoneInfo("America/Los_Angeles")
HANDLE, ACCOUNT_ID = "atelier.lumen", "17841400000000042"
HEADER = (
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink",
    "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves",
)  # fmt: skip
STORY_HEADER = (*HEADER[:15], "Follows", "Profile visits", "Replies", "Navigation", "Link clicks", "Sticker taps")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_EPOCH_MS = 1_314_220_021_721


def dated_link(moment: datetime) -> str:
    """An address whose shortcode carries the moment of creation."""
    number, code = (int(moment.timestamp() * 1000) - _EPOCH_MS) << 23, ""
    for _ in range(11):
        number, digit = divmod(number, 64)
        code = _LETTERS[digit] + code
    return f"https://www.instagram.com/p/{code}/"


def post(number: int = 1, **cells: object) -> dict[str, object]:
    """One lifetime row. Its link carries no time, so `Publish time` (US Pacific) says when it was published."""
    return {
        "Post ID": str(17_900_000_000_000_000 + number),
        "Account ID": ACCOUNT_ID,
        "Account username": HANDLE,
        "Account name": "Atelier Lumen",
        "Description": f"Post {number}",
        "Duration (sec)": 0,
        "Publish time": "10/05/2026 09:00",
        "Permalink": f"https://www.instagram.com/p/short{number}/",
        "Post type": "IG image",
        "Date": "Lifetime",
        "Views": 1000,
        "Reach": 700,
        "Likes": 50,
        "Shares": 5,
        "Follows": 2,
        "Comments": 4,
        "Saves": 6,
    } | cells


def published(moment: datetime, *, by_id: bool = False) -> dict[str, str]:
    """Cells of a post published at `moment`, which its link tells too if `by_id`."""
    wall = moment.astimezone(PACIFIC)
    return {"Publish time": f"{wall:%m/%d/%Y %H:%M}"} | ({"Permalink": dated_link(moment)} if by_id else {})


def content(*rows: Row, missing: Iterable[str] = (), header: Iterable[str] = HEADER) -> bytes:
    """A content export with a byte order mark, as Meta writes it."""
    return text_of(without(tuple(header), missing), rows).encode("utf-8-sig")


def overview(title: str = "Instagram follows", days: Mapping[date | str, object] | None = None) -> bytes:
    """An overview file: UTF-16, `sep=,`, the title, then one value per day."""
    days = {date(2026, 10, 5): 3} if days is None else days
    lines = ["sep=,", f'"{title}"', '"Date","Primary"', *(f'"{day}T00:00:00","{value}"' for day, value in days.items())]
    return ("\n".join(lines) + "\n\n").encode("utf-16")


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
