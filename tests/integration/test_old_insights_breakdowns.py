"""Who likes a page and who goes on watching, from the columns of old Insights exports: the cells and sums that csv has."""

import csv
import datetime as dt
import io
import random
from collections import Counter, defaultdict
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.integration.expected_old_insights import AUDIENCES, CURVES, EXPECTED, counted
from transforms.exports.recognise import recognise
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract

FILES = [name for name in EXPECTED if name.endswith(".csv")]


def staged(path, out):
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    strategy = Strategy(brand="vic", time_zone="UTC", accounts=(Account(platform="facebook", handle="vic"),))
    file = SourceFile("vic", "ab" * 32, path.name, (), taken, taken.date(), "mtime")
    _, batches = extract([file], {("vic", file.sha): path}, {"vic": strategy}, out)
    return {
        name: [row for each in paths for row in pa.ipc.open_file(each).read_all().to_pylist()] for name, paths in batches.items()
    }


def tally(rows, says, measure):
    cells: Counter[tuple[str, ...]] = Counter()
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        key = tuple(row[name] for name in says)
        cells[key] += 1
        sums[key] += Decimal(repr(row[measure]))
    return cells, sums


@pytest.mark.parametrize("name", FILES)
def test_breakdowns_add_up_to_a_plain_count(name, exports, tmp_path):
    path = exports / name

    tables = staged(path, tmp_path)

    audiences = tally(tables.get("staging_audience", []), ("audience", "dimension"), "audience_count")
    curves = tally(tables.get("staging_retention", []), ("retention_curve",), "retention_share")
    assert audiences == counted(path, AUDIENCES)
    assert curves == counted(path, CURVES)
    assert bool(audiences[0]) == ("page" in EXPECTED[name].format)
    assert not any(row["parse_error"] for rows in tables.values() for row in rows)


def test_ages_and_genders_are_spelled_as_everywhere(exports, tmp_path):
    rows = staged(exports / FILES[1], tmp_path)["staging_audience"]

    told = {row["dimension_value"] for row in rows if row["dimension"] == "age_gender"}
    assert {"25-34 female", "65+ male", "13-17 male", "18-24 unknown"} <= told
    assert all(value.split()[1] in {"female", "male", "unknown"} for value in told)


def test_shuffled_columns_never_take_people_for_actions(exports):
    """Seeded: whatever the order of 2,681 columns, each is what it was, or not read at all."""
    path = exports / FILES[1]
    header, words = list(csv.reader(io.StringIO(path.read_bytes().decode("cp1252"), newline="")))[:2]
    before = {name: at for name, (at,) in recognise([header, words]).columns.mapped}
    chance, places = random.Random(5), list(range(len(header)))
    for _ in range(30):
        chance.shuffle(places)
        shuffled = recognise([[header[at] for at in places], [words[at] for at in places]]).columns
        found = {name: [places[at] for at in ats] for name, ats in shuffled.mapped}
        assert {name: ats for name, ats in found.items() if ats != [before[name]]} == {}
        assert found.keys() >= {"reach", "impressions", "followers", "profile_visits"}
