"""Every real file about audiences becomes what was written down before there was code, and adds up to a plain count."""

import csv
import datetime as dt
import hashlib
import io
import re
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.builders.workspace import team
from tests.integration.expected_audiences import ACCOUNTS, EXPECTED, HELD, TOLD, plain_sums
from tests.integration.real_exports import unwrapped
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

# Tables in one file; the fourth of the mangled one is an overview, the fifth tells which other pages the followers follow.
PARTS = {
    "facebook/oigetit_Audience.csv": 3,
    "facebook/vintage_Audience.csv": 5,
    "facebook/vintage_Top content formats.csv": 3,
}


@pytest.fixture(scope="module")
def extracted(exports, tmp_path_factory):
    """(outcome, rows of staging_audience) by name of the file."""
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    found = {}
    for name in EXPECTED:
        platform, _, file = name.partition("/")
        account = Account(platform=platform, handle=ACCOUNTS[platform, file.partition("_")[0]])
        path = exports / name
        source = SourceFile(
            "atelier", hashlib.sha256(path.read_bytes()).hexdigest(), file, (platform,), taken, taken.date(), "mtime"
        )
        strategy = Strategy(brand="atelier", time_zone="UTC", accounts=(account,))
        outcomes, batches = extract(
            [source], {("atelier", source.sha): path}, {"atelier": strategy}, tmp_path_factory.mktemp("out")
        )
        tables = [pa.ipc.open_file(piece).read_all() for piece in batches.get("staging_audience", [])]
        assert batches.keys() <= {"staging_audience"}
        found[name] = (outcomes[0], pa.concat_tables(tables).to_pylist() if tables else [])
    return found


@pytest.mark.parametrize("name", TOLD)
def test_a_real_file_is_told_as_it_was_written_down(extracted, name):
    outcome, rows = extracted[name]

    assert (outcome.format, outcome.n_records, outcome.n_structural, len(rows)) == TOLD[name]
    assert outcome.unknown_columns == ()
    assert {row["parse_error"] for row in rows} == {None}


@pytest.mark.parametrize("name", HELD)
def test_a_real_file_is_held_as_it_was_written_down(extracted, name):
    outcome, rows = extracted[name]

    assert (outcome.held_code, rows) == (HELD[name].code, [])


@pytest.mark.parametrize("name", TOLD)
def test_no_two_rows_of_a_file_are_the_same_part(extracted, name):
    _, rows = extracted[name]
    keys = ("format", "audience", "dimension", "value_id", "period")

    assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", [name for name in TOLD if not name.startswith("facebook")])
def test_every_figure_adds_up_to_what_plain_csv_counts(extracted, exports, name):
    _, rows = extracted[name]
    counted = plain_sums(exports / name)

    found = {column: sum(Decimal(f"{row[column]}") for row in rows if row[column] is not None) for column in counted}

    assert counted
    assert found == counted


def test_the_parts_of_a_real_audience_are_those_of_its_text(extracted, exports):
    """Age and gender first; then per list a line of names over a line of figures."""
    _, rows = extracted["facebook/oigetit_Audience.csv"]
    text = (exports / "facebook/oigetit_Audience.csv").read_bytes().decode("utf-16")
    blocks = [list(csv.reader(io.StringIO(block))) for block in text.removeprefix("sep=,\n").strip().split("\n\n")]
    (_, genders, *ages), *lists = blocks
    words = {"Women": "female", "Men": "male"}
    counted = {
        (f"{words[gender]} {age}", Decimal(cell) / 100)
        for age, *cells in ages
        for gender, cell in zip(genders[1:], cells, strict=True)
    }
    counted |= {(name, Decimal(cell) / 100) for _, names, cells in lists for name, cell in zip(names, cells, strict=True)}

    assert {(row["dimension_value"], Decimal(f"{row['audience_share']}")) for row in rows} == counted
    assert {row["dimension"] for row in rows} == {"age_gender", "country", "city"}


def test_every_figure_of_the_kinds_of_content_is_there(extracted, exports):
    _, rows = extracted["facebook/vintage_Top content formats.csv"]
    text = (exports / "facebook/vintage_Top content formats.csv").read_text("utf-8")
    numbers = sorted(int(cell) for cell in re.split(r"[;\n]", text) if cell.isdecimal())
    figures = ("impressions", "engagements_native", "posts_published")

    assert sorted(row[name] for row in rows for name in figures if row[name] is not None) == numbers


def test_inspect_agrees_with_extraction(extracted, exports):
    """A file of several tables is inspected table by table."""
    for name, (outcome, _) in extracted.items():
        seen = inspect([exports / name])

        reasons = [each.reason.partition(":")[0] for each in seen if each.reason]
        assert set(reasons) == ({outcome.held_code} if outcome.held_code else set())
        assert outcome.held_code or sum(each.rows for each in seen) == outcome.n_records
        assert len(seen) == PARTS.get(name, 1)


def test_every_position_of_the_real_videos_is_there(exports, tmp_path):
    """Intervals come in no order, and as many as a video's length has; a record is one record."""
    path = exports / "facebook/vintage_Oct-31-2025_Dec-30-2025_1664278361210560.csv"
    header, *records = csv.reader(io.StringIO(unwrapped(path.read_bytes().decode("utf-8-sig"))))
    counted: dict[tuple[str, str, int], Decimal] = {}
    for at, name in enumerate(header):
        if found := re.fullmatch(r"Percentage of (total|15-second) views at interval ([0-9]+)", name):
            curve = {"total": "total", "15-second": "first_15_s"}[found[1]]
            counted |= {(row[0], curve, int(found[2])): Decimal(row[at]) for row in records if len(row) > at and row[at]}
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    source = SourceFile("atelier", hashlib.sha256(path.read_bytes()).hexdigest(), path.name, (), taken, taken.date(), "mtime")
    strategy = Strategy(brand="atelier", time_zone="UTC", accounts=())

    outcomes, batches = extract([source], {("atelier", source.sha): path}, {"atelier": strategy}, tmp_path)

    rows = pa.ipc.open_file(batches["staging_retention"][0]).read_all().to_pylist()
    assert {
        (row["post_id"], row["retention_curve"], row["position"]): Decimal(f"{row['retention_share']}") for row in rows
    } == counted
    assert (len(rows), len(counted), outcomes[0].n_records) == (1582, 1582, 45)


def test_one_night_over_all_of_them_adds_up(exports, tmp_path):
    made = team(tmp_path, accounts=[{"platform": platform, "handle": handle} for (platform, _), handle in ACCOUNTS.items()])
    for name in EXPECTED:
        platform, _, file = name.partition("/")
        # Of several accounts of a network a folder tells which.
        folder = f"{platform}/{ACCOUNTS[platform, file.partition('_')[0]]}"
        made.land((exports / name).read_bytes(), f"{folder}/{file}", taken=dt.datetime(2026, 1, 31, tzinfo=dt.UTC))
    made.night()

    files = {row["name"]: row for row in made.ledger("SELECT * FROM files")}
    for name, told in TOLD.items():
        row = files[name.partition("/")[2]]
        assert (row["state"], row["format"], row["n_accepted"], row["n_structural"]) == ("taken", *told[:3]), name
    for name, held in HELD.items():
        row = files[name.partition("/")[2]]
        assert (row["state"], held.code in row["hold"]) == ("held", True)
    rows = made.rows("fact_audience")
    assert len(rows) == sum(told.n_rows for told in TOLD.values())
    assert {(row["platform"], row["account"]) for row in rows} == {
        (platform, handle) for (platform, _), handle in ACCOUNTS.items()
    }
    assert all(row["is_own"] for row in rows)
    before, written = made.bytes(), made.mtimes()
    made.night()
    assert (made.bytes(), made.mtimes()) == (before, written)
