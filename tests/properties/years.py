"""Generated years of a brand with several accounts: followers with gaps, days and posts, restated, as views or impressions."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Values = tuple[int | None, ...]

ACCOUNTS = (
    ("instagram", "atelier.lumen"), ("instagram", "atelier.men"), ("pinterest", "atelier.pins"), ("facebook", "atelier.page"),
)  # fmt: skip
# Edges of months a year apart, and around the days from which numbers mean something else.
EDGES = (date(2025, 10, 31), date(2025, 11, 30), date(2026, 5, 31), date(2026, 6, 30), date(2026, 10, 31), date(2026, 11, 30))
DAYS = tuple(edge + timedelta(days=by) for edge in EDGES for by in (-4, -3, -1, 0, 1, 3))
MEASURES = ("exposure", "reach", "likes", "comments", "shares", "saves", "link_clicks", "video_views")
TAKEN = (datetime(2026, 12, 3, 7, tzinfo=UTC), datetime(2026, 12, 4, 7, tzinfo=UTC))


@dataclass(frozen=True)
class Sheet:
    """One filled-in template."""

    kind: str
    """posts or account_days"""
    exposure: str
    """what the exposure column is called: views or impressions"""
    taken: datetime
    rows: tuple[tuple[str, str, date, int, int | None, Values], ...]
    """platform, account, day, number, followers, measures"""

    @property
    def data(self) -> bytes:
        """The file."""
        names = [self.exposure if name == "exposure" else name for name in MEASURES]
        first = ["post_id", "published_at"] if self.kind == "posts" else ["date", "followers"]
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["platform", "account", *first, *names])
        for platform, account, day, number, followers, values in self.rows:
            told = [17_900_000_000_000_000 + number, f"{day}T12:00:00+00:00"] if self.kind == "posts" else [day, followers]
            writer.writerow(["" if cell is None else cell for cell in (platform, account, *told, *values)])
        return out.getvalue().encode()


@st.composite
def _row(draw: Any, kind: str) -> tuple[str, str, date, int, int | None, Values]:
    at = draw(st.integers(0, len(ACCOUNTS) - 1))
    day = draw(st.integers(0, len(DAYS) - 1))
    values = tuple(draw(st.sampled_from((None, 0, 3, 10, 12, 40))) for _ in MEASURES)
    # A post has one day of publication and one account: its number says which.
    number = at * 100 + day if kind == "posts" else 0
    return (*ACCOUNTS[at], DAYS[day], number, draw(st.sampled_from((None, 0, 900, 1000, 1100))), values)


@st.composite
def _sheet(draw: Any) -> Sheet:
    kind = draw(st.sampled_from(("posts", "account_days")))
    rows = draw(st.lists(_row(kind), min_size=8, max_size=20, unique_by=lambda row: row[:4]))
    return Sheet(kind, draw(st.sampled_from(("views", "views", "impressions"))), draw(st.sampled_from(TAKEN)), tuple(rows))


def years() -> st.SearchStrategy[list[Sheet]]:
    """Several sheets that tell of the same days and posts."""
    return st.lists(_sheet(), min_size=2, max_size=4, unique_by=lambda sheet: sheet.data)


def steady() -> list[Sheet]:
    """Every account on every day, so that all months can be compared: views grow, impressions of a year ago became views."""
    found = []
    for kind in ("posts", "account_days"):
        for exposure, chosen in (
            ("impressions", [day for day in DAYS if day.year == 2025]),
            ("views", [day for day in DAYS if day.year == 2026]),
        ):
            rows = tuple(
                (
                    platform,
                    account,
                    day,
                    number * 100 + DAYS.index(day),
                    1000 + DAYS.index(day),
                    (500 + DAYS.index(day), 300, *(7,) * 6),
                )
                for number, (platform, account) in enumerate(ACCOUNTS)
                for day in chosen
            )
            found.append(Sheet(kind, exposure, TAKEN[0], rows))
    return found
