"""Facebook: Meta content exports of posts, videos and the page by day. Its overviews are written as Instagram's are."""

from collections.abc import Iterable

from tests.builders.exports import Row, text_of, without

PAGE, PAGE_ID = "Atelier Lumen", "100000000000042"
HEADER = (
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Permalink", "Post type",
    "Custom labels", "Data comment", "Date", "Views", "Reach", "Reactions", "Comments", "Shares", "Link Clicks", "Seconds viewed",
    "3-second video views",
)  # fmt: skip
VIDEO_HEADER = (
    "Video asset ID", "Universal video ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time",
    "Custom labels", "Data comment", "Date", "Views", "Reach", "3-second video views", "Seconds viewed", "Reactions", "Comments",
    "Shares", *(f"Percentage of total views at interval {at}" for at in (0, 2, 1)),
    *(f"Percentage of 15-second views at interval {at}" for at in (1, 0)),
)  # fmt: skip
PAGE_HEADER = (
    "Page ID", "Page name", "Data comment", "Date", "Reactions, Comments and Shares", "Seconds viewed", "3-second video views",
    "Negative feedback from users",
)  # fmt: skip


def post(number: int = 1, **cells: object) -> dict[str, object]:
    """One lifetime row of the posts' export, published in US Pacific time."""
    found = 122_100_000_000_000_000 + number
    return {
        "Post ID": str(found),
        "Page ID": PAGE_ID,
        "Page name": PAGE,
        "Description": f"Post {number}",
        "Duration (sec)": 0,
        "Publish time": "10/05/2026 09:00",
        "Permalink": f"https://www.facebook.com/{PAGE_ID}/posts/{found}",
        "Post type": "Photos",
        "Date": "Lifetime",
        "Views": 1000,
        "Reach": 700,
        "Reactions": 50,
        "Comments": 4,
        "Shares": 5,
    } | cells


def video(number: int = 1, **cells: object) -> dict[str, object]:
    """One lifetime row of the videos' export: the upload behind a post, under an id of its own."""
    return {
        "Video asset ID": str(400_000_000_000_000 + number),
        "Page ID": PAGE_ID,
        "Page name": PAGE,
        "Description": f"Post {number}",
        "Duration (sec)": 30,
        "Publish time": "10/05/2026 09:00",
        "Date": "Lifetime",
        "Reach": 700,
        "3-second video views": 300,
        "Reactions": 50,
        "Comments": 4,
        "Shares": 5,
    } | cells


def watched(total: Iterable[object] = (), first_15_s: Iterable[object] = ()) -> dict[str, object]:
    """Retention cells of a video, from position 0 on."""
    curves = {"total": total, "15-second": first_15_s}
    return {
        f"Percentage of {curve} views at interval {at}": share
        for curve, shares in curves.items()
        for at, share in enumerate(shares)
    }


def page_day(**cells: object) -> dict[str, object]:
    """One day of the page."""
    return {"Page ID": PAGE_ID, "Page name": PAGE, "Date": "10/05/2026", "Reactions, Comments and Shares": 9} | cells


def content(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """A content export of posts."""
    return text_of(without(HEADER, missing), rows).encode("utf-8-sig")


def videos(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """A content export of videos."""
    return text_of(without(VIDEO_HEADER, missing), rows).encode("utf-8-sig")


def page(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """A content export of the page by day."""
    return text_of(without(PAGE_HEADER, missing), rows).encode("utf-8-sig")
