"""Every real file about audiences becomes what was written down before there was code, and adds up to a plain count."""

import csv
import datetime as dt
import hashlib
import io
import re
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.integration.expected_audiences import ACCOUNTS, EXPECTED, HELD, TOLD
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

# Header, as far as it goes, to canonical column and factor; told apart from the code's own tables on purpose.
HEADERS = {
    r"(views|visualizações) \(%\)": ("audience_share", Decimal("0.01")),
    r"views|visualizações": ("impressions", 1),
    r"(watch time \(hours\)|tempo de exibição \(horas\)) \(%\)": ("watch_time_share", Decimal("0.01")),
    r"watch time \(hours\)|tempo de exibição \(horas\)": ("watch_time_s", 3600),
    r"impressions|impressões": ("thumbnail_impressions", 1),
    r"active followers": ("audience_count", 1),
    r"distribution": ("audience_share", 1),
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
    table = list(csv.reader(io.StringIO((exports / name).read_bytes().decode("utf-8-sig"), newline="")))
    below = [row for row in table[1:] if row and row[0] != "Total" and not row[0].startswith("Showing top")]
    counted = {}
    for at, header in enumerate(table[0]):
        known = next((told for pattern, told in HEADERS.items() if re.fullmatch(pattern, header.lower())), None)
        if known:
            column, factor = known
            counted[column] = sum((Decimal(row[at]) * factor for row in below if row[at]), Decimal(0))

    found = {column: sum(Decimal(f"{row[column]}") for row in rows if row[column] is not None) for column in counted}

    assert counted
    assert found == counted


def test_inspect_agrees_with_extraction(extracted, exports):
    for seen, (outcome, _) in zip(inspect([exports / name for name in EXPECTED]), extracted.values(), strict=True):
        assert (seen.reason is None) == (outcome.held_code is None)
        assert seen.rows == outcome.n_records
