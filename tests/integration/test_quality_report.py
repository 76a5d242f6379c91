"""rpt_quality after nights: what came in adds up, and what did not come is counted."""

import shutil
from datetime import UTC, date, datetime

import duckdb
import pytest

from flows.demo import instagram
from flows.night import night
from tests.integration.planted_night import feed, land, workspace

JANUARY = datetime(2027, 1, 12, tzinfo=UTC)


def rows(root, where="true"):
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM '{root}/warehouse/rpt_quality/*.parquet' WHERE {where} ORDER BY ALL")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_files_and_records_add_up(planted_root):
    found = rows(planted_root)

    assert sum(row["files_taken"] for row in found) == 4
    assert sum(row["files_held"] for row in found) == 1
    for row in found:
        assert row["n"] == row["files_taken"] + row["files_held"]
        assert row["records"] == row["records_accepted"] + row["records_quarantined"] + row["records_duplicate"]


def test_a_held_file_counts_in_the_month_in_which_it_was_taken(planted_root):
    (held,) = rows(planted_root, "files_held > 0")

    assert held["held_codes"]
    assert held["reason"] == f"1 held ({held['held_codes']}): see pilaster quarantine list"
    assert (held["month"], held["platform"], held["account"], held["format"]) == ("2026-11", "unknown", "unknown", "unknown")


def test_an_expected_export_that_nobody_took_is_missing_once_the_brand_goes_on(planted_root, tmp_path):
    root = shutil.copytree(planted_root, tmp_path / "workspace", copy_function=shutil.copy2)
    assert rows(root, "exports_missing > 0") == []
    land(root, "instagram/later.csv", instagram.lifetime(feed(), JANUARY), JANUARY)

    summary = night(str(root))

    missing = {(row["month"], row["format"]) for row in rows(root, "exports_missing > 0")}
    assert missing == {
        ("2026-10", "instagram_stories"),
        ("2026-11", "instagram_stories"),
        ("2026-12", "instagram_stories"),
        ("2026-11", "instagram_content"),
    }
    assert [row["month"] for row in rows(root, "exports_late > 0")] == ["2026-12"]
    for row in rows(root, "exports_missing > 0"):
        assert f"{row['format']} of {row['platform']}/{row['account']} would supply it" in row["reason"]
    assert {(row["format"], row["last_export_on"]) for row in rows(root, "month = '2027-01'")} == {
        ("instagram_content", JANUARY.date())
    }
    assert "no_export_missing" in {warning["check"] for warning in summary.warnings}


def test_days_that_no_overview_covers_are_missing(tmp_path):
    root = workspace(tmp_path / "workspace")
    title, per_view = instagram.OVERVIEW_TITLES["reach"] if "reach" in instagram.OVERVIEW_TITLES else _first_overview()
    for first, last in ((date(2026, 8, 1), date(2026, 8, 30)), (date(2026, 10, 11), date(2026, 10, 20))):
        land(root, f"instagram/{first}.csv", instagram.overview(title, per_view, feed(), first, last))
    night(str(root))

    found = {row["month"]: (row["days_covered"], row["days_missing"]) for row in rows(root, "days_missing IS NOT NULL")}
    assert found == {"2026-08": (30, 1), "2026-09": (0, 30), "2026-10": (10, 10)}


def test_a_comment_in_the_strategy_writes_nothing(tmp_path):
    root = workspace(tmp_path / "workspace")
    night(str(root))
    before = {path: path.stat().st_mtime_ns for path in (root / "warehouse").rglob("*.parquet")}
    strategy = root / "strategy" / "atelier.yaml"
    strategy.write_text("# a comment\n" + strategy.read_text("utf-8"), "utf-8")

    night(str(root))

    assert {path: path.stat().st_mtime_ns for path in (root / "warehouse").rglob("*.parquet")} == before


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_report_does_not_depend_on_what_arrived_first(tmp_path, order):
    root = workspace(tmp_path / "workspace")
    later = [("instagram/later.csv", JANUARY), ("instagram/december.csv", datetime(2026, 12, 2, tzinfo=UTC))]
    for at in order:
        name, moment = later[at]
        land(root, name, instagram.lifetime(feed(), moment), moment)
        night(str(root))

    told = [
        (row["month"], row["format"], row["exports_late"], row["exports_missing"]) for row in rows(root, "exports_expected > 0")
    ]
    assert told == [
        ("2026-10", "instagram_content", 0, 0),
        ("2026-10", "instagram_stories", 0, 1),
        ("2026-11", "instagram_content", 0, 0),
        ("2026-11", "instagram_stories", 0, 1),
        ("2026-12", "instagram_content", 1, 0),
        ("2026-12", "instagram_stories", 0, 1),
    ]


def _first_overview():
    return next(iter(instagram.OVERVIEW_TITLES.values()))
