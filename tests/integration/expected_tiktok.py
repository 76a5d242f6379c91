"""What must happen to every TikTok file of ../shared/exports that tells of videos or days; counted by eye and with plain csv.

Studio writes days without a year, so they are told by the day of the export: the account's files end in February 2026.
"""

import csv
import io
from decimal import Decimal
from pathlib import Path

from tests.integration.expected_outcomes import Taken

EXPECTED: dict[str, Taken] = {
    "tiktok/creator_Content 3.csv": Taken("tiktok_content", 6),
    "tiktok/creator_Content.csv": Taken("tiktok_content", 13),
    # `undefined` where TikTok does not tell.
    "tiktok/creator_FollowerHistory.csv": Taken("tiktok_followers", 365),
    "tiktok/creator_Overview.csv": Taken("tiktok_overview", 365),
    "tiktok/creator_Viewers.csv": Taken("tiktok_viewers", 365),
    # `NAN` and `--` where TikTok does not tell.
    "tiktok/vintage_TIKTOK_AUDIENCE_RAW.csv": Taken("tiktok_business_audience", 62),
    "tiktok/vintage_TIKTOK_RAW.csv": Taken("tiktok_business_overview", 62),
    "tiktok/vintage_TIKTOK_VIDEO_RAW.csv": Taken("tiktok_business_videos", 51),
}
_COLUMNS = {
    "total views": "impressions", "video views": "impressions", "total likes": "likes", "likes": "likes",
    "total comments": "comments", "comments": "comments", "total shares": "shares", "shares": "shares",
    "add to favorites": "saves", "profile views": "profile_visits", "total viewers": "viewers", "followers": "followers",
    "difference in followers from previous day": "followers_net", "net growth": "followers_net", "new followers": "follows",
    "lost followers": "unfollows", "total followers": "followers", "reached audience": "reach",
    "phone number clicks": "phone_calls",
}  # fmt: skip
_NOTHING = {"", "undefined", "NAN", "--"}


def plain_sums(path: Path) -> dict[str, Decimal]:
    """The exact sum of each of our columns that the file supplies."""
    header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    columns = ((at, _COLUMNS.get(name.strip().lower())) for at, name in enumerate(header))
    told = {column: [Decimal(row[at]) for row in rows if row[at] not in _NOTHING] for at, column in columns if column}
    return {column: sum(values, Decimal(0)) for column, values in told.items() if values}
