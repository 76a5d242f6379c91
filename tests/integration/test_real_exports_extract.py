"""Every real file of four platforms becomes what was written down before there was code, and adds up to a plain count."""

import datetime as dt
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.integration import expected_audiences as audiences
from tests.integration import expected_downloads_lists as downloads
from tests.integration.real_exports import BRANDS, EXPECTED, HELD, TAKEN, accounts, brand_of, digest, plain_count, slug, total
from transforms.contracts.columns import COLUMNS
from transforms.contracts.tables import TABLES
from transforms.exports.values import parse_moment
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect


@pytest.fixture(scope="module")
def extracted(exports, tmp_path_factory):
    """(outcome, rows that its records stand for) by name of the file; byte-identical files share theirs."""
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    files, paths, names = {}, {}, {}
    for name in EXPECTED:
        path = exports / name
        key = slug(brand_of(name)), digest(path)
        names[name], paths[key] = key, path
        files[key] = SourceFile(*key, path.name, (path.parent.name,), taken, taken.date(), "mtime")
    strategies = {
        slug(brand): Strategy(brand=slug(brand), time_zone="UTC", accounts=tuple(Account(**each) for each in accounts(brand)))
        for brand in BRANDS
    }
    outcomes, batches = extract(list(files.values()), paths, strategies, tmp_path_factory.mktemp("staging"))
    own = [paths for table, paths in batches.items() if not TABLES[table].many_per_record]
    rows = [row for table in own for path in table for row in pa.ipc.open_file(path).read_all().to_pylist()]
    by_key = {(outcome.brand, outcome.sha): outcome for outcome in outcomes}
    return {name: (by_key[key], [row for row in rows if row["source_sha"] == key[1]]) for name, key in names.items()}


def test_every_file_there_is_is_expected(exports):
    folders = ("facebook", "instagram", "x", "youtube")
    there = {f"{path.parent.name}/{path.name}" for folder in folders for path in (exports / folder).iterdir()}

    elsewhere = {name for name in (*audiences.EXPECTED, *downloads.EXPECTED) if name.startswith(folders)}
    assert there == EXPECTED.keys() | elsewhere


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_becomes_what_was_written_down(name, extracted):
    outcome, rows = extracted[name]

    if name in TAKEN:
        unparsed = sum(row["parse_error"] is not None for row in rows)
        assert (outcome.format, outcome.n_records, outcome.n_structural, unparsed) == tuple(TAKEN[name])
        assert outcome.unknown_columns == ()
    else:
        assert (outcome.held_code, rows) == (HELD[name].code, [])


@pytest.mark.parametrize("name", TAKEN)
def test_a_real_file_adds_up_to_a_plain_count(name, extracted, exports):
    outcome, rows = extracted[name]

    n_records, n_structural, sums = plain_count(exports / name, outcome.format)

    assert (outcome.n_records, outcome.n_structural) == (n_records, n_structural)
    assert len(rows) == n_records
    assert {column: total(row[column] for row in rows) for column in sums} == sums
    supplied = {column for row in rows for column, value in row.items() if isinstance(value, int | Decimal)}
    assert {name for name in supplied if COLUMNS[name].additivity in {"A", "A-p", "N", "S"}} <= sums.keys()


def test_identical_files_are_one(extracted):
    twins = [extracted[name][0].sha for name in EXPECTED if "instagram/oigetit_Mar-18-2025_Apr-14-2025" in name]
    triplets = [extracted[name][0].sha for name in EXPECTED if name.startswith("youtube/") and name.endswith("_Total.csv")]

    assert (len(twins), len(set(twins))) == (2, 1)
    assert (len(triplets), len(set(triplets))) == (3, 1)


def test_a_page_is_known_by_its_folded_name(extracted):
    _, rows = extracted["facebook/oigetit_Jan-14-2025_Apr-14-2025_1396269028466733.csv"]

    assert {(row["account_id"], row["account_handle"]) for row in rows} == {
        ("100066300057039", "oigetit fake news filter - south africa")
    }


def test_times_in_ids_agree_with_the_pacific_times_that_instagram_writes(extracted, exports):
    """The zone of the export, proved by what does not depend on it; a planned post may be half an hour younger than its id."""
    apart = []
    for name in (
        "instagram/ufscar_Apr-01-2025_Jun-30-2025_983340097073313.csv",
        "instagram/oigetit_Mar-18-2025_Apr-14-2025_1019826952924933.csv",
    ):
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


@pytest.mark.parametrize("platforms", [("instagram", "x"), ("facebook", "youtube")], ids=" and ".join)
def test_inspect_needs_no_dataframe_library_and_is_quick(exports, platforms):
    """All files in one process, its start included, in under two seconds of computing: a busy machine is no slow program."""
    question = (
        "import sys; from pathlib import Path; from warehouse.inspection import inspect;"
        "seen = inspect([Path(name) for name in sys.argv[1:]]);"
        "print(len(seen), sorted({'pandas', 'pyarrow', 'duckdb', 'great_expectations'} & sys.modules.keys()))"
    )
    files = [str(exports / name) for name in EXPECTED if name.endswith(".csv") and name.startswith(platforms)]
    root = Path(__file__).resolve().parents[2]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    answer = subprocess.run([sys.executable, "-c", question, *files], cwd=root, capture_output=True, check=True, text=True)

    assert answer.stdout.strip() == f"{len(files)} []"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
