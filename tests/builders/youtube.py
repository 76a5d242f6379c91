"""YouTube Studio: the table of videos, the chart of some of them by day, and the totals of the channel by day."""

from collections.abc import Iterable
from datetime import date

from tests.builders.exports import Row, text_of, without

CHANNEL = "AtelierLumenFilms"
HEADER = (
    "Content", "Video title", "Video publish time", "Duration", "Views", "Subscribers", "Impressions", "Likes", "Comments added",
    "Shares",
)  # fmt: skip
_TOTAL = {"Content": "Total", "Views": 4711, "Subscribers": 11, "Impressions": 815}
DEFAULT = date(2026, 10, 5)


def period(first: date, last: date) -> str:
    """The folder of an export that counts a period."""
    return f"Content {first}_{last} {CHANNEL}"


def video(number: int = 1, published: date | None = DEFAULT, **cells: object) -> dict[str, object]:
    """One video of the table or the chart."""
    return {
        "Content": f"video-{number:05}",
        "Video title": f"Video {number}",
        "Video publish time": f"{published:%b} {published.day}, {published.year}" if published else "",
        "Duration": 60,
    } | cells


def table(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """The table of videos under its total, which is no sum of them."""
    return text_of(without(HEADER, missing), [_TOTAL, *rows]).encode()


def chart(header: str, *rows: Row) -> bytes:
    """One metric of the most seen videos by day."""
    return text_of(("Date", *HEADER[:4], header), rows).encode()


def totals(header: str, *rows: Row) -> bytes:
    """One metric of the whole channel by day."""
    return text_of(("Date", header), rows).encode()
