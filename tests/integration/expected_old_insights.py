"""What must happen to every "Facebook Insights Data Export" of ../shared/exports; written down from the files before any code.

Counts were taken by eye and with plain csv: records below the header. The line right below it describes the columns and is
structural; the page of 2014 has lost its descriptions and left two empty cells there.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine

from tests.integration.expected_outcomes import Taken

_STUDIO = "Visualization Studio VIC"
_OF = "facebook/Facebook Insights Data Export"
EXPECTED = {
    f"{_OF} - {_STUDIO} - 2014-01-01 - 2014-02-27.csv": Taken("facebook_insights_page", 58, 1),
    f"{_OF} - {_STUDIO} - 2015-08-19 - 2016-02-15.csv": Taken("facebook_insights_page", 180, 1),
    f"{_OF} (Post Level) - {_STUDIO} - 2014-02-28 - 2014-08-23.csv": Taken("facebook_insights_posts", 20, 1),
    f"{_OF} (Post Level) - {_STUDIO} - 2015-08-19 - 2016-02-15.csv": Taken("facebook_insights_posts", 170, 1),
    # A workbook whose user has deleted the descriptions, renamed Posted to Date and cut the time off 55 of its days.
    "facebook/nplf_Facebook Posts Q1andQ2.xlsx": Taken("facebook_insights_posts", 146),
    f"{_OF} (Video Posts) - {_STUDIO} - 2014-08-24 - 2015-02-19.csv": Taken("facebook_insights_videos", 22, 1),
}

_TOTAL, _PEOPLE = "(Total Count)", "(Unique Users)"
# (header, how its description ends, canonical column): told apart from the code's own tables on purpose.
_PAGE = (
    ("Lifetime Total Likes", _PEOPLE, "followers"),
    ("Daily New Likes", _PEOPLE, "follows"),
    ("Daily Unlikes", _PEOPLE, "unfollows"),
    ("Daily Total Reach", _PEOPLE, "reach"),
    ("Daily Total Impressions", _TOTAL, "impressions"),
    ("Daily Paid Impressions", _TOTAL, "impressions_promoted"),
    ("Daily Page consumptions by type - link clicks", _TOTAL, "link_clicks"),
    ("Daily Negative Feedback from Users", _TOTAL, "negative_feedback"),
    ("Daily Logged-in Page Views", _TOTAL, "profile_visits"),
    ("Daily Positive Feedback from Users - like", _TOTAL, "likes"),
    ("Daily Positive Feedback from Users - comment", _TOTAL, "comments"),
    ("Daily Total Video Views", _TOTAL, "video_views"),
)
_POSTS = (
    ("Lifetime Post Total Impressions", _TOTAL, "impressions"),
    ("Lifetime Post Organic Impressions", _TOTAL, "impressions_organic"),
    ("Lifetime Post Paid Impressions", _TOTAL, "impressions_promoted"),
    ("Lifetime Post Total Reach", _PEOPLE, "reach"),
    ("Lifetime Post organic reach", _PEOPLE, "reach_organic"),
    ("Lifetime Post Paid Reach", _PEOPLE, "reach_promoted"),
    ("Lifetime Post Stories by action type - like", _TOTAL, "likes"),
    ("Lifetime Post Stories by action type - comment", _TOTAL, "comments"),
    ("Lifetime Post Stories by action type - share", _TOTAL, "shares"),
    ("Lifetime Post Consumptions", _TOTAL, "clicks"),
    ("Lifetime Post Consumptions by type - link clicks", _TOTAL, "link_clicks"),
    ("Lifetime Negative Feedback from Users", _TOTAL, "negative_feedback"),
    ("Lifetime Total Video Views", _TOTAL, "video_views"),
    ("Lifetime Organic Video Views", _TOTAL, "video_views_organic"),
    ("Lifetime Paid Video Views", _TOTAL, "video_views_promoted"),
)
# Two columns of one name, one of them people: nothing tells which where the descriptions are lost.
TWICE = {
    "Daily Logged-in Page Views", "Daily Positive Feedback from Users - like", "Daily Positive Feedback from Users - comment",
    "Lifetime Organic Video Views", "Lifetime Paid Video Views",
}  # fmt: skip

# Beginning of the header → what its rows say; their columns become rows of their own.
AUDIENCES = {
    "Lifetime Likes by Country - ": ("followers", "country"),
    "Lifetime Likes by City - ": ("followers", "city"),
    "Lifetime Likes by Language - ": ("followers", "language"),
    "Lifetime Likes by Gender and Age - ": ("followers", "age_gender"),
    "Daily Liked and online - ": ("active_followers", "hour"),
}
CURVES = {
    "Lifetime Percentage of viewers at each interval (video post) - ": ("total",),
    "Lifetime Percentage of auto-played viewers at each interval (video post) - ": ("auto_played",),
    "Lifetime Percentage of viewers clicked-to-play at each interval (video post) - ": ("clicked_to_play",),
}


def plain_records(path: Path) -> Iterator[tuple[tuple[str, ...], dict[str, Decimal | None]]]:
    """(post or day; measures) of each record."""
    header, describing, below = _lines_of(path)
    named = [(name, kind, column) for name, kind, column in (*_PAGE, *_POSTS) if name in header]
    kinds = _kinds(header, describing)
    places = {
        column: next(at for at, each in enumerate(header) if each == name and (not kinds or kinds[at] == kind))
        for name, kind, column in named
        if kinds or name not in TWICE
    }
    for row in below:
        yield (row[0],), {column: Decimal(row[at]) if row[at] else None for column, at in places.items()}


def counted(
    path: Path, families: Mapping[str, tuple[str, ...]]
) -> tuple[Counter[tuple[str, ...]], dict[tuple[str, ...], Decimal]]:
    """Cells with a figure and their sum, by what the columns of a family say."""
    header, _, below = _lines_of(path)
    cells: Counter[tuple[str, ...]] = Counter()
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for at, name in enumerate(header):
        for start, says in families.items():
            figures = [Decimal(row[at]) for row in below if row[at]] if name.startswith(start) else []
            if figures:
                cells[says] += len(figures)
                sums[says] += sum(figures)
    return cells, sums


def n_structural(path: Path) -> int:
    """One, whether it describes anything or not; none where it was deleted."""
    return 0 if path.suffix == ".xlsx" else 1


def _lines_of(path: Path) -> tuple[list[str], list[str], list[list[str]]]:
    if path.suffix == ".xlsx":
        rows = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        first, *rest = ([f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)
        return first, [], rest
    data = path.read_bytes()
    text = data.decode("utf-8-sig") if data[:3] == b"\xef\xbb\xbf" else data.decode("cp1252")
    header, describing, *below = csv.reader(io.StringIO(text, newline=""))
    return header, describing, below


def _kinds(header: list[str], describing: list[str]) -> list[str]:
    """How the description of each column ends; of a family, the first column has it for all."""
    if not any(describing):
        return []
    kinds: list[str] = []
    for at, words in enumerate(describing):
        goes_on = not words and at and header[at].split(" - ")[0] == header[at - 1].split(" - ")[0]
        kinds.append(kinds[-1] if goes_on else f"({words.rpartition('(')[2]}" if "(" in words else "")
    return kinds
