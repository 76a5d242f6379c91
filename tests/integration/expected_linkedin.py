"""What must happen to every LinkedIn file of ../shared/exports; written down from the sheets before any code read one.

Counts were taken sheet by sheet, with calamine alone: rows below the header.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from tests.integration.expected_outcomes import Taken

BRANDS = {"nplf": {"linkedin": ("nplf",)}, "shorthills": {"linkedin": ("shorthills-ai",)}}

EXPECTED: dict[str, Taken] = {
    # Two exports in one workbook, put together by its user: the sentence above Update metrics is gone, days are Excel's own.
    "linkedin/nplf_LinkedIn Q1.xlsx": Taken("linkedin_page_metrics", 91 + 175 + 10 + (10 + 15 + 7 + 27 + 8)),
    "linkedin/shorthills-ai_content_1766385907708 1.xls": Taken("linkedin_page_metrics", 365 + 168),
    "linkedin/shorthills-ai_followers_1766385928211 1.xls": Taken("linkedin_followers", 365 + (100 + 26 + 10 + 100 + 9)),
    "linkedin/shorthills-ai_visitors_1766385917155 1.xls": Taken("linkedin_visitors", 365 + (104 + 26 + 10 + 104 + 9)),
}
# Sheet → format, and column in the file → column of ours.
_DAILY = {
    "Impressions (total)": "impressions", "Impressions (sponsored)": "impressions_promoted",
    "Unique impressions (organic)": "reach", "Clicks (total)": "clicks", "Reactions (total)": "likes",
    "Comments (total)": "comments", "Reposts (total)": "shares", "Shares (total)": "shares",
}  # fmt: skip
_POST = {
    "Impressions": "impressions", "Views": "video_views", "Video views": "video_views", "Clicks": "clicks", "Likes": "likes",
    "Comments": "comments", "Reposts": "shares", "Shares": "shares", "Follows": "follows",
}  # fmt: skip
SHEETS = {
    "Metrics": ("linkedin_page_metrics", _DAILY),
    "Update metrics (aggregated)": ("linkedin_page_metrics", _DAILY),
    "All posts": ("linkedin_posts", _POST),
    "Update Engagement": ("linkedin_posts", _POST),
    "New followers": ("linkedin_followers", {"Total followers": "followers_net"}),
    "Visitor metrics": ("linkedin_visitors", {"Total page views (total)": "profile_visits"}),
}


WHO = ("Location", "Job function", "Seniority", "Industry", "Company size")


def carried(sheet: str, header: list[str]) -> tuple[str, dict[str, str]]:
    """Format of a sheet, and which of its columns is which of ours."""
    if sheet not in WHO:
        return SHEETS[sheet]
    audience, column = ("follower", "audience_count") if header[1] == "Total followers" else ("visitor", "profile_visits")
    return f"linkedin_{audience}_{sheet.lower().replace(' ', '_')}", {header[1]: column}


def sheets(path: Path) -> Iterator[tuple[str, list[Any], list[list[Any]]]]:
    """(sheet, header, rows below it) of every sheet, as calamine alone reads them."""
    workbook = calamine.load_workbook(path)
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python()
        header = next(at for at, row in enumerate(rows) if sum(cell != "" for cell in row) > 1)
        yield name, rows[header], rows[header + 1 :]


def brand_of(name: str) -> str:
    """The brand in whose landing folder the test lays the file."""
    return next(brand for brand in BRANDS if name.partition("/")[2].startswith(brand))
