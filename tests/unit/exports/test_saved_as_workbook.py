"""Any export that somebody saved as .xlsx says what it said as CSV, whatever Excel took its days, times and numbers for."""

import csv
import datetime as dt
import hashlib
import re
from pathlib import Path

import pyarrow as pa
import pytest

from tests.builders.workbooks import workbook
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract

GOLDEN = Path(__file__).parents[2] / "golden" / "exports"
TAKEN = dt.datetime(2026, 11, 30, 7, tzinfo=dt.UTC)
CASES = (
    "instagram_content_month_edge", "instagram_stories_english", "facebook_content_english", "facebook_page", "x_content_2026",
    "x_overview", "x_tweet_activity_daily", "tiktok_business_videos", "tiktok_overview_without_years", "tiktok_content",
    "youtube_table_german",
)  # fmt: skip


def american(text):
    return dt.datetime.strptime(f"{text} 00:00"[:16], "%m/%d/%Y %H:%M")  # noqa: DTZ007 - a spreadsheet knows no zone


# How Excel takes what is written in a cell for something else, in the country of the export.
_TYPES = (
    (re.compile(r"-?[0-9]{1,15}"), int),
    (re.compile(r"-?[0-9]{1,12}\.[0-9]{1,12}"), float),
    (re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}"), lambda text: american(text).date()),
    (re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}"), american),
    (re.compile(r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}"), lambda text: dt.date.fromisoformat(text.replace("/", "-"))),
)


def as_excel(text):
    return next((kind(text) for pattern, kind in _TYPES if pattern.fullmatch(text)), text)


def records(path, out):
    """What is staged, without where it came from."""
    strategy = Strategy(
        brand="lune",
        time_zone="UTC",
        accounts=tuple(Account(platform=each, handle="lune") for each in ("facebook", "x", "tiktok", "youtube", "instagram")),
    )
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    file = SourceFile("lune", sha, "export", (), TAKEN, TAKEN.date(), "mtime")
    (outcome,), batches = extract([file], {("lune", sha): path}, {"lune": strategy}, out)
    rows = [row for name in sorted(batches) for each in batches[name] for row in pa.ipc.open_file(each).read_all().to_pylist()]
    told = [{name: value for name, value in row.items() if name not in {"source_sha", "source_line"}} for row in rows]
    return outcome.format, outcome.n_structural, told


@pytest.mark.parametrize("turn", [str, as_excel], ids=["as text", "as Excel types it"])
@pytest.mark.parametrize("case", CASES)
def test_saved_as_a_workbook_it_says_the_same(case, turn, tmp_path):
    source = next((GOLDEN / case).glob("*.csv"))
    with source.open(encoding="utf-8-sig", newline="") as file:
        sheet = [[turn(cell) for cell in row] for row in csv.reader(file)]

    saved = workbook(tmp_path / "export.xlsx", {"Sheet1": sheet})

    assert records(saved, tmp_path / "xlsx") == records(source, tmp_path / "csv")


def overview(*days):
    header = ["Date", "Impressions (total)", "Clicks (total)", "Reactions (total)"]
    return {"Metrics": [header, *([day, 10, 1, 1] for day in days)]}


def test_days_of_which_excel_turned_only_some_are_refused(tmp_path):
    """In Europe, 03/04/2026 becomes 3 April and 03/25/2026 stays what it was."""
    path = workbook(tmp_path / "a.xlsx", overview(dt.date(2026, 4, 3), "03/25/2026"))
    strategy = Strategy(brand="lune", time_zone="UTC", accounts=(Account(platform="linkedin", handle="lune"),))

    (outcome,), _ = extract(
        [SourceFile("lune", "ab", "a.xlsx", (), TAKEN, TAKEN.date(), "mtime")],
        {("lune", "ab"): path},
        {"lune": strategy},
        tmp_path,
    )

    assert outcome.held_code == "unreadable_file"
    assert "What it was before" in outcome.found
