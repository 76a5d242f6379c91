"""Every real Facebook and YouTube file becomes what was written down before there was code, and adds up to a plain count."""

import csv
import datetime as dt
import hashlib
import io
import re
import runpy
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.contracts.columns import COLUMNS
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

WRITTEN_DOWN = runpy.run_path(str(Path(__file__).with_name("expected_facebook_youtube.py")))
EXPECTED, BRANDS, PAGE_IDS, brand_of = (WRITTEN_DOWN[name] for name in ("EXPECTED", "BRANDS", "PAGE_IDS", "brand_of"))
TAKEN = [name for name, expected in EXPECTED.items() if hasattr(expected, "n_records")]

# Header (lower case, soft hyphens gone) to canonical column, told apart from the code's own tables on purpose.
CONTENT = {
    "views": "impressions", "reach": "reach", "reactions, comments and shares": "engagements_native", "reactions": "likes",
    "comments": "comments", "shares": "shares", "total clicks": "clicks", "link clicks": "link_clicks",
    "seconds viewed": "watch_time_s", "3-second video views": "video_views", "1-minute video views": "video_views_1min",
    "3-second video views from organic posts": "video_views_organic",
    "3-second video views from boosted posts": "video_views_promoted", "reach from organic posts": "reach_organic",
    "reach from boosted posts": "reach_promoted", "negative feedback from users": "negative_feedback",
    "estimated earnings (usd)": "estimated_earnings_usd", "ad impressions": "ad_impressions",
}  # fmt: skip
YOUTUBE = {
    "views": "impressions", "visualizações": "impressions", "aufrufe": "impressions",
    "visualizações intencionais": "engaged_views", "watch time (hours)": "watch_time_s",
    "tempo de exibição (horas)": "watch_time_s", "wiedergabezeit (stunden)": "watch_time_s", "subscribers": "followers_net",
    "inscritos": "followers_net", "abonnenten": "followers_net", "impressions": "thumbnail_impressions",
    "impressões": "thumbnail_impressions", "impressionen": "thumbnail_impressions",
    "estimated revenue (usd)": "estimated_earnings_usd",
}  # fmt: skip
OVERVIEW = {
    "reach": "reach", "views": "impressions", "viewers": "viewers", "profile_visits": "profile_visits", "follows": "follows",
    "link_clicks": "link_clicks", "interactions": "engagements_native",
}  # fmt: skip


def metrics_of(format_id):
    if format_id.startswith("facebook_overview_"):
        return {"primary": OVERVIEW[format_id.removeprefix("facebook_overview_")]}
    return CONTENT if format_id.startswith("facebook") else YOUTUBE


def records_of(path):
    """Header and lines below it, with nothing but csv."""
    data = path.read_bytes()
    text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig")
    if text.startswith('"Video asset ID,""'):
        text = "\n".join(line[1:-1].replace('""', '"') if line[:1] == '"' else line for line in text.split("\n"))
    mark = ";" if ";" in text[:40] and "," not in text[:40] else ","
    rows = list(csv.reader(io.StringIO(text.replace("\u00ad", ""), newline=""), delimiter=mark))
    start = next(at for at, row in enumerate(rows) if len([cell for cell in row if cell]) > 1)
    return [cell.lower() for cell in rows[start]], rows[start + 1 :]


def plain_count(path, format_id):
    """Records, other lines and the exact sum of every metric."""
    header, below = records_of(path)
    videos = "youtube" in str(path.parent) and "date" not in header[0] and "da" not in header[0][:2]
    records = [row for row in below if (re.fullmatch(r"\s?[\w-]{11}", row[0], re.ASCII) if videos else any(row)) and len(row) > 1]
    sums = {}
    for name, column in metrics_of(format_id).items():
        if name in header:
            at = header.index(name)
            factor = 3600 if "(" in name and column == "watch_time_s" else 1
            cells = [Decimal(row[at]) for row in records if len(row) > at and row[at]]
            sums[column] = sum(cells, Decimal(0)) * factor
    return len(records), len(below) - len(records), sums


@pytest.fixture(scope="module")
def extracted(exports, tmp_path_factory):
    """(outcome, staged rows) by name of the file; byte-identical files share theirs."""
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    files, paths, names = {}, {}, {}
    for name in EXPECTED:
        path = exports / name
        key = slug(brand_of(name)), hashlib.sha256(path.read_bytes()).hexdigest()
        names[name], paths[key] = key, path
        files[key] = SourceFile(*key, path.name, (path.parent.name,), taken, taken.date(), "mtime")
    outcomes, batches = extract(list(files.values()), paths, strategies(), tmp_path_factory.mktemp("staging"))
    rows = [row for table in batches.values() for path in table for row in pa.ipc.open_file(path).read_all().to_pylist()]
    by_key = {(outcome.brand, outcome.sha): outcome for outcome in outcomes}
    return {name: (by_key[key], [row for row in rows if row["source_sha"] == key[1]]) for name, key in names.items()}


def slug(brand):
    return brand.replace(" ", "-")


def strategies():
    return {
        slug(brand): Strategy(
            brand=slug(brand),
            time_zone="UTC",
            accounts=tuple(
                Account(platform=platform, handle=handle, id=PAGE_IDS.get(handle))
                for platform, all_ in on.items()
                for handle in all_
            ),
        )
        for brand, on in BRANDS.items()
    }


def test_every_file_there_is_is_expected(exports):
    there = {f"{path.parent.name}/{path.name}" for folder in ("facebook", "youtube") for path in (exports / folder).iterdir()}

    assert there == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_becomes_what_was_written_down(name, extracted):
    outcome, rows = extracted[name]
    expected = EXPECTED[name]

    if name in TAKEN:
        unparsed = sum(row["parse_error"] is not None for row in rows)
        assert (outcome.format, outcome.n_records, outcome.n_structural, unparsed) == tuple(expected)
        assert outcome.unknown_columns == ()
    else:
        assert (outcome.held_code, rows) == (expected.code, [])


@pytest.mark.parametrize("name", TAKEN)
def test_a_real_file_adds_up_to_a_plain_count(name, extracted, exports):
    outcome, rows = extracted[name]

    n_records, n_structural, sums = plain_count(exports / name, outcome.format)

    assert (outcome.n_records, outcome.n_structural) == (n_records, n_structural)
    assert len(rows) == n_records
    exact = {column: sum((Decimal(row[column]) for row in rows if row[column] is not None), Decimal(0)) for column in sums}
    assert exact == sums
    supplied = {column for row in rows for column, value in row.items() if isinstance(value, int | Decimal)}
    counted = {name for name in supplied if COLUMNS[name].additivity in {"A", "N", "S"}}
    assert counted <= sums.keys()


def test_the_three_identical_totals_are_one(extracted):
    assert len({extracted[name][0].sha for name in EXPECTED if name.endswith("_Total.csv")}) == 1


def test_a_page_is_known_by_its_folded_name(extracted):
    _, rows = extracted[TAKEN[0]]

    assert {(row["account_id"], row["account_handle"]) for row in rows} == {
        ("100066300057039", "oigetit fake news filter - south africa")
    }


def test_inspect_agrees_with_extraction_on_every_real_file(extracted, exports):
    seen = inspect([exports / name for name in EXPECTED])

    for name, inspection in zip(EXPECTED, seen, strict=True):
        outcome, rows = extracted[name]
        days = [row.get("activity_date") or (row["published_at"] and row["published_at"].date()) for row in rows]
        known = sorted(day for day in days if day)
        assert (inspection.format, inspection.rows) == (outcome.format, outcome.n_records)
        assert (inspection.first_date, inspection.last_date) == ((known[0], known[-1]) if known else (None, None))
        assert (inspection.reason is None) == (outcome.held_code is None)


def test_inspect_needs_no_dataframe_library_and_is_quick(exports):
    """All files in one process, its start included, in under two seconds."""
    question = (
        "import sys; from pathlib import Path; from warehouse.inspection import inspect;"
        "seen = inspect([Path(name) for name in sys.argv[1:]]);"
        "print(len(seen), sorted({'pandas', 'pyarrow', 'duckdb', 'great_expectations'} & sys.modules.keys()))"
    )
    files = [str(exports / name) for name in EXPECTED if name.endswith(".csv")]
    root = Path(__file__).resolve().parents[2]
    started = time.monotonic()

    answer = subprocess.run([sys.executable, "-c", question, *files], cwd=root, capture_output=True, check=True, text=True)

    assert answer.stdout.strip() == f"{len(files)} []"
    assert time.monotonic() - started < 2
