"""Every real Instagram and X file becomes what was written down before there was code, and adds up to a plain count."""

import csv
import datetime as dt
import hashlib
import io
import runpy
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.contracts.columns import COLUMNS
from transforms.exports.values import parse_moment
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect

WRITTEN_DOWN = runpy.run_path(str(Path(__file__).with_name("expected_outcomes.py")))
EXPECTED, BRANDS, brand_of = WRITTEN_DOWN["EXPECTED"], WRITTEN_DOWN["BRANDS"], WRITTEN_DOWN["brand_of"]
TAKEN = [name for name, expected in EXPECTED.items() if hasattr(expected, "n_records")]

# Header (folded by hand) to canonical column, told apart from the code's own tables on purpose.
CONTENT = {
    "views": "impressions", "visualizações": "impressions", "reach": "reach", "alcance": "reach", "likes": "likes",
    "curtidas": "likes", "shares": "shares", "compartilhamentos": "shares", "follows": "follows", "seguimentos": "follows",
    "comments": "comments", "comentários": "comments", "saves": "saves", "salvamentos": "saves",
    "duration (sec)": "duration_s", "duração (segundos)": "duration_s",
}  # fmt: skip
X_NEW = {
    "impressions": "impressions", "likes": "likes", "engagements": "engagements_native", "bookmarks": "saves",
    "share": "share_clicks", "shares": "share_clicks", "new follows": "follows", "unfollows": "unfollows", "replies": "comments",
    "reposts": "shares", "profile visits": "profile_visits", "detail expands": "detail_expands", "url clicks": "link_clicks",
    "hashtag clicks": "hashtag_clicks", "permalink clicks": "permalink_clicks", "create post": "posts_published",
    "video views": "video_views", "media views": "media_views",
}  # fmt: skip
X_OLD = {
    "impressions": "impressions", "engagements": "engagements_native", "retweets": "shares", "replies": "comments",
    "likes": "likes",
    "user profile clicks": "profile_visits", "url clicks": "link_clicks", "hashtag clicks": "hashtag_clicks",
    "detail expands": "detail_expands", "permalink clicks": "permalink_clicks", "app opens": "app_opens",
    "app installs": "app_installs", "follows": "follows", "email tweet": "email_shares", "dial phone": "phone_calls",
    "media views": "media_views", "media engagements": "media_engagements", "promoted impressions": "impressions_promoted",
    "promoted engagements": "engagements_promoted",
}  # fmt: skip
OVERVIEW = {
    "reach": "reach", "views": "impressions", "profile_visits": "profile_visits", "follows": "follows",
    "link_clicks": "link_clicks", "interactions": "engagements_native",
}  # fmt: skip


def metrics_of(format_id):
    if format_id.startswith("instagram_overview_"):
        return {"primary": OVERVIEW[format_id.removeprefix("instagram_overview_")]}
    if format_id == "instagram_content":
        return CONTENT
    return X_OLD if format_id.startswith("x_tweet") else X_NEW


def plain_count(path, format_id):
    """Records, blank lines and the sum of every metric, with nothing but csv."""
    data = path.read_bytes()
    text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig")
    if text.startswith('"Post ID,""'):
        text = "\n".join(line[1:-1].replace('""', '"') if line[:1] == '"' else line for line in text.split("\n"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    start = next(at for at, row in enumerate(rows) if len([cell for cell in row if cell]) > 1)
    header, below = [cell.lower() for cell in rows[start]], rows[start + 1 :]
    records = [row for row in below if any(row)]
    sums = {
        column: sum(int(float(row[header.index(name)])) for row in records if row[header.index(name)] not in {"", "-"})
        for name, column in metrics_of(format_id).items()
        if name in header
    }
    return len(records), len(below) - len(records), sums


@pytest.fixture(scope="module")
def extracted(exports, tmp_path_factory):
    """(outcome, staged rows) by name of the file; byte-identical files share theirs."""
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    files, paths, names = {}, {}, {}
    for name in EXPECTED:
        path = exports / name
        key = brand_of(name), hashlib.sha256(path.read_bytes()).hexdigest()
        names[name], paths[key] = key, path
        files[key] = SourceFile(*key, path.name, (path.parent.name,), taken, taken.date(), "mtime")
    outcomes, batches = extract(list(files.values()), paths, strategies(), tmp_path_factory.mktemp("staging"))
    rows = [row for table in batches.values() for path in table for row in pa.ipc.open_file(path).read_all().to_pylist()]
    by_key = {(outcome.brand, outcome.sha): outcome for outcome in outcomes}
    return {name: (by_key[key], [row for row in rows if row["source_sha"] == key[1]]) for name, key in names.items()}


def strategies():
    return {
        brand: Strategy(
            brand=brand,
            time_zone="UTC",
            accounts=tuple(Account(platform=platform, handle=handle) for platform, all_ in on.items() for handle in all_),
        )
        for brand, on in BRANDS.items()
    }


def test_every_file_there_is_is_expected(exports):
    there = {f"{path.parent.name}/{path.name}" for folder in ("instagram", "x") for path in (exports / folder).iterdir()}

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
    assert {column: sum(row[column] or 0 for row in rows) for column in sums} == sums
    supplied = {column for row in rows for column, value in row.items() if isinstance(value, int) and value is not None}
    assert {name for name in supplied if COLUMNS[name].additivity != "-"} <= sums.keys()


def test_the_two_identical_files_are_one(extracted):
    twins = [extracted[name][0].sha for name in EXPECTED if "Mar-18-2025_Apr-14-2025" in name]

    assert len(twins) == 2
    assert len(set(twins)) == 1


def test_times_in_ids_agree_with_the_pacific_times_that_instagram_writes(extracted, exports):
    """The zone of the export, proved by what does not depend on it; a planned post may be half an hour younger than its id."""
    apart = []
    for name in ("instagram/ufscar_Apr-01-2025_Jun-30-2025_983340097073313.csv", TAKEN[0]):
        rows = {row["source_line"]: row for row in extracted[name][1]}
        for line, cells in read_records(exports / name, rows.keys()).items():
            written = cells.get("Publish time") or cells["Horário de publicação"]
            stated = parse_moment(written, ["MM/DD/YYYY hh:mm"], "America/Los_Angeles")
            apart.append(abs(stated - rows[line]["published_at"]))

    assert len(apart) == 171 + 78
    assert max(apart) < dt.timedelta(hours=1)
    assert sum(gap < dt.timedelta(minutes=5) for gap in apart) > 0.95 * len(apart)


def test_quarantine_pages_can_show_the_raw_record(extracted, exports):
    name = "instagram/vintage_INSTAGRAM_RAW.csv"
    bad = next(row for row in extracted[name][1] if row["parse_error"])

    shown = read_records(exports / name, [bad["source_line"]])

    assert list(shown) == [bad["source_line"]]
    assert shown[bad["source_line"]]["Data comment"].startswith("An error occurred")
    assert shown[bad["source_line"]]["Views"] == str(bad["impressions"])


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
