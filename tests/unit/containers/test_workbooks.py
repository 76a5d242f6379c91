"""Workbooks of Excel: each sheet is a table, read cell for cell by a child process that may die without stopping the night."""

import datetime as dt
import hashlib
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.builders.workbooks import Fault, workbook
from transforms.errors import EmptyExportError, UnreadableFileError
from transforms.exports import asides, register
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.containers import workbook as workbooks
from warehouse.containers.parts import parts_of
from warehouse.containers.text import open_text
from warehouse.containers.workbook_cells import text_of
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect

TAKEN = dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC)
OVERVIEW: list[list[Any]] = [
    ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"],
    ["2026-10-30", 8, 3, 2, 1, 0],
    [dt.date(2026, 10, 31), 9, 4, 2, 0, 1],
]


def run(path, out):
    strategy = Strategy(
        brand="lune",
        time_zone="Europe/Paris",
        accounts=(Account(platform="tiktok", handle="lune"), Account(platform="linkedin", handle="lune")),
    )
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    file = SourceFile("lune", sha, path.name, (), TAKEN, TAKEN.date(), "mtime")
    outcomes, batches = extract([file], {("lune", sha): path}, {"lune": strategy}, out)
    rows = [row for paths in batches.values() for each in paths for row in pa.ipc.open_file(each).read_all().to_pylist()]
    return outcomes[0], rows


def cells(path):
    return [open_text(part).grid.rows for part in parts_of(path)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a,\n“b” ", " a,\n“b” "),
        ("007", "007"),
        (12.0, "12"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (1e-07, "0.0000001"),
        (1.8744113445281982, "1.8744113445281982"),
        (9007199254740991.0, "9007199254740991"),
        (True, "TRUE"),
        (None, ""),
        (dt.date(2020, 4, 1), "2020-04-01"),
        (dt.datetime(2020, 4, 1, 9, 5), "2020-04-01 09:05:00"),  # noqa: DTZ001 - a spreadsheet has no zone
        (dt.datetime(2020, 4, 1), "2020-04-01"),  # noqa: DTZ001 - likewise
        (dt.timedelta(hours=26, minutes=3), "26:03:00"),
    ],
)
def test_a_cell_becomes_text_without_loss(value, text):
    assert text_of(value) == text


def test_an_id_that_a_spreadsheet_rounded_does_not_look_like_one():
    assert text_of(float(7407682070921207808)) == "7.407682070921208e+18"


def test_a_record_stands_where_its_row_stands(tmp_path):
    """Blank rows and columns in front of the table count, and a caption of three lines is one row."""
    path = workbook(tmp_path / "a.xlsx", {"S": [[], ["", "caption", "n"], ["", "one\ntwo\nthree", 1], [], ["", "last", 2]]})

    grid = open_text(parts_of(path)[0]).grid

    assert grid.rows[1:3] == [["", "caption", "n"], ["", "one\ntwo\nthree", "1"]]
    assert grid.rows[4] == ["", "last", "2"]
    assert grid.lines == [1, 2, 3, 4, 5]


def test_an_error_in_a_cell_is_named_and_not_taken_for_nothing(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, Fault("#N/A")], [Fault("#DIV/0!"), ""]], "T": [["#N/A"]]})

    assert cells(path) == [[["a", "b"], ["1", "#N/A"], ["#DIV/0!", ""]], [["#N/A"]]]


def test_any_known_table_is_read_from_a_sheet(tmp_path):
    path = workbook(tmp_path / "Overview.xlsx", {"Overview": OVERVIEW})

    outcome, rows = run(path, tmp_path / "out")

    assert (outcome.format, outcome.n_records, outcome.encoding) == ("tiktok_overview", 2, "xlsx")
    assert [(row["activity_date"], row["impressions"], row["source_line"]) for row in rows] == [
        (dt.date(2026, 10, 30), 8, 1_000_000_002),
        (dt.date(2026, 10, 31), 9, 1_000_000_003),
    ]


def test_a_workbook_inside_an_archive_is_read_too(tmp_path):
    inner = workbook(tmp_path / "Overview.xlsx", {"Overview": OVERVIEW})
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.write(inner, "export/Overview.xlsx")

    outcome, rows = run(path, tmp_path / "out")

    assert (outcome.format, outcome.n_records) == ("tiktok_overview", 2)
    shown = read_records(path, [rows[1]["source_line"]])
    assert next(iter(shown.values()))["part of the file"] == "export/Overview.xlsx/Overview"


def test_a_record_of_a_sheet_is_shown_by_its_tab(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Empty": [], "October": OVERVIEW})

    shown = read_records(path, [2_000_000_003])

    assert shown[2_000_000_003]["part of the file"] == "October"
    assert shown[2_000_000_003]["Date"] == "2026-10-31"


def test_empty_sheets_and_charts_are_set_aside_by_name(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW, "Sheet2": []}, charts=["Diagram"])

    outcome, rows = run(path, tmp_path / "out")

    assert len(rows) == 2
    assert outcome.notes == (
        "set aside: Sheet2: nothing is written on it",
        "set aside: Diagram: a chart: it draws what other sheets hold",
    )


def test_a_sheet_that_is_known_and_not_carried_is_set_aside_with_its_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(register, "ASIDES", (asides.Aside("places", (("Place", "Visits"),), "they stay in raw"),))
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW, "Where": [["All visits"], ["PLACE", "Visits"], ["Paris", 3]]})

    outcome, _ = run(path, tmp_path / "out")

    assert outcome.notes == ("set aside: Where: places: they stay in raw",)
    assert [each.set_aside for each in inspect([path])] == ["", "places: they stay in raw"]


def test_a_sheet_that_nobody_knows_holds_the_workbook_and_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW, "My notes": [["card", "points"], ["x", 2]]})

    outcome, rows = run(path, tmp_path / "out")

    assert (outcome.held_code, rows) == ("unrecognised_format", [])
    assert "My notes" in outcome.where


def test_a_workbook_with_nothing_in_it_is_an_empty_export(tmp_path):
    with pytest.raises(EmptyExportError, match="nothing written"):
        parts_of(workbook(tmp_path / "a.xlsx", {"Sheet1": []}))


def test_a_cut_workbook_is_held_in_words(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW})
    path.write_bytes(path.read_bytes()[:-300])

    outcome, _ = run(path, tmp_path / "out")

    assert outcome.held_code == "unreadable_file"


def test_a_damaged_binary_workbook_is_held_in_words(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))

    with pytest.raises(UnreadableFileError, match="damaged"):
        parts_of(path)


def test_one_child_reads_all_workbooks(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW})
    parts_of(path)
    first = workbooks._CHILD._process
    assert first

    for _ in range(20):
        parts_of(path)

    assert workbooks._CHILD._process is first


def test_a_child_that_died_is_replaced(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW})
    parts_of(path)
    process = workbooks._CHILD._process
    assert process

    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert cells(path)[0][0][0] == "Date"


def test_a_workbook_that_takes_too_long_is_held_and_the_next_is_read(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW})
    parts_of(path)
    process = workbooks._CHILD._process
    assert process
    os.kill(process.pid, signal.SIGSTOP)
    monkeypatch.setattr(workbooks, "SECONDS", 0.1)

    with pytest.raises(UnreadableFileError, match="longer than"):
        parts_of(path)

    monkeypatch.undo()
    assert cells(path)[0][0][0] == "Date"


def test_the_child_knows_no_secret_of_its_parent(tmp_path, monkeypatch):
    monkeypatch.setenv("PILASTER_LEDGER_URL", "postgresql://u:canary@host/db")
    workbooks._CHILD.stop()
    parts_of(workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW}))
    process = workbooks._CHILD._process
    assert process

    known = b"".join(Path(f"/proc/{process.pid}/{what}").read_bytes() for what in ("environ", "cmdline"))
    assert b"workbook_child" in known
    assert b"canary" not in known


def test_inspecting_a_workbook_needs_no_dataframe_library(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Overview": OVERVIEW})
    question = (
        "import sys; from pathlib import Path; from warehouse.inspection import inspect;"
        "seen = inspect([Path(sys.argv[1])]);"
        "print(seen[0].rows, sorted({'pandas', 'pyarrow', 'duckdb', 'numpy'} & sys.modules.keys()))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", question, path], cwd=Path(__file__).parents[3], capture_output=True, check=True, text=True
    )

    assert answer.stdout.strip() == "2 []"
