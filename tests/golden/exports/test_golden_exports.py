"""Each folder beside this file is one case: an export in its real format, and in expected.json what becomes of it and why."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

from transforms.contracts.tables import TABLES
from transforms.exports.register import FORMATS
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/expected.json"))
KEY = b"the key of the golden cases"
ABOUT_THE_FILE = (
    *("format", "n_records", "n_structural", "held_code", "where", "expected", "found", "remedy", "encoding", "delimiter"),
    *("unknown_columns", "assigned_account", "assigned_by", "notes"),
)


def strategy_of(expected):
    accounts = []
    for platform, handles in expected["accounts"].items():
        for names in handles:
            handle, *aliases = names.split("|")
            accounts.append(Account(platform=platform, handle=handle, aliases=tuple(aliases)))
    return Strategy(brand="atelier", time_zone="Europe/Amsterdam", accounts=tuple(accounts))


def run(case, expected, out, small_bytes):
    path = next(path for path in case.iterdir() if path.name != "expected.json")
    taken = dt.datetime(2027, 1, 2, 8, tzinfo=dt.UTC)
    file = SourceFile("atelier", "ab" * 32, path.name, tuple(expected["folders"]), taken, taken.date(), "mtime")
    outcomes, batches = extract(
        [file],
        {("atelier", file.sha): path},
        {"atelier": strategy_of(expected)},
        out,
        small_bytes=small_bytes,
        secret=lambda: KEY,
    )
    return path, outcomes[0], {name: read(paths) for name, paths in batches.items()}


def read(paths):
    return pa.concat_tables(pa.ipc.open_file(path).read_all() for path in paths)


def plain(value):
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("small_bytes", [4_000_000, 0], ids=["small", "large"])
def test_an_export_becomes_what_its_case_says(case, small_bytes, tmp_path):
    expected = json.loads((case / "expected.json").read_text("utf-8"))

    _, outcome, tables = run(case, expected, tmp_path, small_bytes)

    told = {name: plain(getattr(outcome, name)) for name in ABOUT_THE_FILE}
    assert {name: told[name] for name in ABOUT_THE_FILE if name in expected} == {
        name: value for name, value in expected.items() if name in ABOUT_THE_FILE
    }
    assert tables.keys() == expected.get("records", {}).keys()
    for name, records in expected.get("records", {}).items():
        rows = tables[name].to_pylist()
        assert [{column: plain(row[column]) for column in record} for row, record in zip(rows, records, strict=True)] == records
        assert tables[name].schema.names == list(TABLES[name].columns)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_inspect_says_what_extraction_does(case, tmp_path):
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    path, outcome, tables = run(case, expected, tmp_path, 4_000_000)

    parts = inspect([path])
    seen = next((part for part in parts if part.reason or part.format == outcome.format), parts[0])

    if outcome.held_code == "unassigned_file":
        assert (seen.reason, seen.rows) == (None, 3), "whose numbers it holds is no question of the file alone"
    elif outcome.held_code:
        assert (seen.reason or "").startswith(f"{outcome.held_code}: {outcome.found}")
    else:
        days = [day for table in tables.values() for row in table.to_pylist() if (day := day_of(row))]
        n_rows = sum(part.rows for part in parts)
        assert (seen.format, n_rows, seen.unknown) == (outcome.format, outcome.n_records, outcome.unknown_columns)
        if FORMATS[outcome.format].yearless:
            assert seen.first_date is None
            assert any("days without a year" in note for note in seen.notes)
        elif FORMATS[outcome.format].as_of_export:
            assert seen.first_date is None
            assert any("of the day on which the export was taken" in note for note in seen.notes)
        else:
            told = [day for part in parts for day in (part.first_date, part.last_date) if day]
            assert (min(told, default=None), max(told, default=None)) == (min(days, default=None), max(days, default=None))
        assert (seen.encoding, seen.delimiter) == (outcome.encoding, outcome.delimiter)


def day_of(row):
    published = row.get("published_at") or row.get("sent_at")
    return row.get("activity_date") or row.get("seen_on") or (published.date() if published else None)
