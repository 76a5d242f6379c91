"""What every sample export sums to, per format and column, by nothing but csv, json and calamine."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

from tests.integration import expected_audiences as audiences
from tests.integration import expected_downloads_lists as downloads
from tests.integration import expected_linkedin as linkedin
from tests.integration import expected_old_insights as old_insights
from tests.integration import expected_tiktok as tiktok
from tests.integration.real_exports import plain_count, total, unwrapped

Sums = dict[tuple[str, str], Decimal]
"""(format, canonical column) → exact sum"""


def plain_sums(path: Path, name: str, format_: str) -> Sums:
    """The sums of one file; `format_` is what was expected of it, not what the code said."""
    if name in linkedin.EXPECTED:
        return _sheets(path)
    if name in downloads.EXPECTED:
        return {(format_, column): value for column, value in (_posts(path) if path.suffix == ".json" else _list(path)).items()}
    if name in audiences.EXPECTED and name.startswith("facebook"):
        return audiences.block_sums(path)
    if name in audiences.EXPECTED or name in tiktok.EXPECTED:
        counted = tiktok.plain_sums(path) if name in tiktok.EXPECTED else audiences.plain_sums(path)
        return {(format_, column): value for column, value in counted.items()}
    _, _, sums = plain_count(path, format_)
    return {(format_, column): value for column, value in sums.items()} | _breakdowns(path, format_)


def _sheets(path: Path) -> Sums:
    found: Sums = {}
    for sheet, header, rows in linkedin.sheets(path):
        format_, columns = linkedin.carried(sheet, header)
        for at, cell in enumerate(header):
            if cell in columns:
                found[format_, columns[cell]] = total(repr(row[at]) for row in rows if row[at] != "")
    return found


def _posts(path: Path) -> dict[str, Decimal]:
    cells = [post["string_map_data"] for post in json.loads(path.read_text("utf-8"))["organic_insights_posts"]]
    return {column: total(cell[label]["value"].replace(",", "") for cell in cells) for label, column in downloads.POSTS.items()}


def _list(path: Path) -> dict[str, Decimal]:
    """Followers stand in a list twice; the second time they are written out."""
    header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    at = [place for place, cell in enumerate(header) if "ollowers" in cell or "ubscribers" in cell][1]
    return {"followers": total(row[at] for row in rows)}


def _breakdowns(path: Path, format_: str) -> Sums:
    """What columns that become rows of their own add up to: who likes a page, and how many go on watching a video."""
    if format_.startswith("facebook_insights_") and path.suffix == ".csv":
        _, people = old_insights.counted(path, old_insights.AUDIENCES)
        _, curves = old_insights.counted(path, old_insights.CURVES)
        told = {"audience_count": people, "retention_share": curves}
        return {(format_, column): total(sums.values()) for column, sums in told.items() if sums}
    if format_ == "facebook_videos":
        header, *rows = csv.reader(io.StringIO(unwrapped(path.read_bytes().decode("utf-8-sig")), newline=""))
        places = [at for at, cell in enumerate(header) if re.fullmatch(r"Percentage of .* at interval [0-9]+", cell)]
        return {(format_, "retention_share"): total(row[at] for row in rows for at in places if len(row) > at and row[at])}
    return {}
