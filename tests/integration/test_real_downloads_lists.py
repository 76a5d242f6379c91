"""Instagram's JSON downloads and ranking lists of creators, as real files bring them."""

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pytest

from tests.integration.expected_downloads_lists import EXPECTED, POSTS
from tests.integration.expected_outcomes import Taken
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

EXPORTS = Path(__file__).parents[3] / "shared" / "exports"
TAKEN_AT = dt.datetime(2026, 1, 5, 7, tzinfo=dt.UTC)
TAKEN = [name for name, expected in EXPECTED.items() if isinstance(expected, Taken)]
LISTS = [name for name in TAKEN if name.startswith("influencers")]

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not part of the repository")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    strategy = Strategy(brand="b", time_zone="UTC", accounts=(Account(platform="instagram", handle="own"),))
    found = {}
    for name in EXPECTED:
        path = EXPORTS / name
        file = SourceFile("b", hashlib.sha256(path.read_bytes()).hexdigest(), path.name, (), TAKEN_AT, TAKEN_AT.date(), "mtime")
        outcomes, batches = extract([file], {("b", file.sha): path}, {"b": strategy}, tmp_path_factory.mktemp("staging"))
        rows = [row for paths in batches.values() for part in paths for row in pa.ipc.open_file(part).read_all().to_pylist()]
        found[name] = outcomes[0], rows
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_each_file_is_taken_or_held_as_it_was_written_down(name, extracted):
    outcome, rows = extracted[name]
    expected = EXPECTED[name]

    if isinstance(expected, Taken):
        assert (outcome.format, outcome.n_records, outcome.held_code) == (expected.format, len(rows), None)
        assert len(rows) == expected.n_records
        assert [row["parse_error"] for row in rows if row["parse_error"]] == []
    else:
        assert (outcome.held_code, rows) == (expected.code, [])
        assert "90 days" in outcome.found
    assert outcome.unknown_columns == ()


def test_sums_of_posts_are_those_of_a_plain_count(extracted):
    _, rows = extracted["instagram/shorthills_posts.json"]
    told = json.loads((EXPORTS / "instagram/shorthills_posts.json").read_text("utf-8"))["organic_insights_posts"]
    cells = [post["string_map_data"] for post in told]

    for label, column in POSTS.items():
        plain = sum(int(cell[label]["value"].replace(",", "")) for cell in cells)
        assert sum(row[column] for row in rows) == plain, label
    moments = [dt.datetime.fromtimestamp(cell["Creation timestamp"]["timestamp"], dt.UTC) for cell in cells]
    assert [row["published_at"] for row in rows] == moments
    assert {row["published_at_source"] for row in rows} == {"utc"}
    names = [post["media_map_data"]["Media thumbnail"]["uri"] for post in told]
    assert [row["post_id"] for row in rows] == [Path(name).stem for name in names]
    assert any("’" in row["caption"] for row in rows)
    assert not any("â" in row["caption"] for row in rows)


@pytest.mark.parametrize("name", LISTS)
def test_followers_of_a_list_are_those_of_a_plain_count(name, extracted):
    _, rows = extracted[name]
    with (EXPORTS / name).open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    written_out = [at for at, cell in enumerate(header) if "ollowers" in cell or "ubscribers" in cell][1]

    assert sum(row["followers"] for row in rows) == sum(int(line[written_out]) for line in lines)
    assert {row["activity_date"] for row in rows} == {TAKEN_AT.date()}
    assert {row["platform"] for row in rows} == {name.rpartition(" ")[2].removesuffix(".csv").replace("2022", "instagram")}
    handles = [line[1 if header[0] == "Rank" else 0].strip().lstrip("@").casefold() for line in lines]
    assert [row["account_handle"] for row in rows] == handles


def test_inspect_agrees(extracted):
    for name in EXPECTED:
        (seen,) = inspect([EXPORTS / name])
        outcome, rows = extracted[name]
        assert (seen.reason is None) == (outcome.held_code is None)
        assert seen.rows == len(rows)
