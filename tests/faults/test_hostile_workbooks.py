"""FAULTS 41, 42, 43: workbooks and archives made to hurt. Each is refused quickly, in little memory; nothing is written."""

import json
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.builders.biff import binary_workbook
from tests.builders.workbooks import column_name, row_xml, workbook
from warehouse.inspection import inspect

SECONDS = 1.0
MEBIBYTE = 1024 * 1024
MOST_MEMORY = 200 * MEBIBYTE
HEAD: list[list[Any]] = [["Date", "Video Views", "Profile Views"], ["2026-10-30", 1, 2]]
ROW = "".join(f'<c r="{column_name(at)}{{0}}"><v>0</v></c>' for at in range(40))
# What a process of its own says of a file, and what that took: it and its child together, each at its worst.
MEASURE = """
import json, resource, sys, time
from pathlib import Path
from warehouse.inspection import inspect
from warehouse.containers import workbook
start = time.perf_counter()
seen = inspect([Path(sys.argv[1])])
seconds = time.perf_counter() - start
workbook._CHILD.stop()
own = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"reason": seen[0].reason, "seconds": round(seconds, 3), "own": own * 1024, "child": child * 1024}))
"""


def rows(n):
    return "<sheetData>" + "".join(f'<row r="{at}">{ROW.format(at)}</row>' for at in range(1, n + 1)) + "</sheetData>"


def zeros(path):
    """100 MiB of XML in under 500 KiB."""
    return workbook(path, {"S": rows(1) + "<!--" + "0" * (100 * MEBIBYTE) + "-->"})


def large(path):
    """110 MiB of XML that shrink no more than the XML of an honest workbook: only its size speaks against it."""
    noise = "".join(f'<row r="{at}"><c r="A{at}"><v>{at * at % 1_000}</v></c></row>' for at in range(1, 40_000))
    body = f"<sheetData>{noise}</sheetData>"
    copies = {f"xl/worksheets/copy{at}.xml": body for at in range(70)}
    return workbook(path, {"S": "<sheetData>" + noise + "</sheetData>"}, more=copies)


def lying_size(path):
    """A megabyte that says it is 1,000 bytes."""
    workbook(path, {"S": rows(1_000)})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    at = 0
    while (at := data.find(struct.pack("<I", size), at)) >= 0:
        data[at : at + 4] = struct.pack("<I", 1_000)
    path.write_bytes(bytes(data))
    return path


def many_cells(path):
    return workbook(path, {"S": rows(26_000)})


def far_apart(path):
    """Two cells, and 17 thousand million between them."""
    return workbook(path, {"S": '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
                                '<c r="XFD1048576"><v>1</v></c></row></sheetData>'})  # fmt: skip


def rather_far_apart(path):
    """Two cells, and so many between them that they would just about fit into the child."""
    return workbook(path, {"S": '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="400">'
                                '<c r="XFD400"><v>1</v></c></row></sheetData>'})  # fmt: skip


def million_columns(path):
    return workbook(path, {"S": f"<sheetData>{row_xml(1, ['Date'])}<row r='2'><c r='BDWGN2'><v>1</v></c></row></sheetData>"})


def billion_laughs(path):
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha"}">' for at in range(10))
    return workbook(path, {"S": HEAD}, more={"xl/sharedStrings.xml": f"<!DOCTYPE sst [{laughs}]><sst><si><t>&l9;</t></si></sst>"})


def laughs_in_the_sheet(path):
    return workbook(
        path, {"S": HEAD}, more={"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'}
    )


def traversal(path):
    return workbook(path, {"S": HEAD}, more={"xl/../../../outside.xml": "<x/>"})


def binary_with_a_lying_dimension(path):
    return binary_workbook(path, {"S": HEAD}, dimension=(65_536, 256))


def bomb_in_an_archive(path):
    inner = zeros(path.with_suffix(".inner"))
    with zipfile.ZipFile(path, "w") as file:
        file.write(inner, "export/Overview.xlsx")
    inner.unlink()
    return path


HOSTILE = {
    zeros: "more than 100 to 1",
    large: "bytes when unpacked",
    lying_size: "sizes lie|damaged",
    many_cells: "too many cells",
    far_apart: "too much memory",
    rather_far_apart: "too many cells|too much memory",
    million_columns: "too many columns",
    billion_laughs: "definitions of its own",
    laughs_in_the_sheet: "definitions of its own",
    traversal: "leads out",
    binary_with_a_lying_dimension: "too much memory",
    bomb_in_an_archive: "more than 100 to 1",
}


@pytest.mark.skipif(sys.platform != "linux", reason="macOS keeps no limit of address space")
@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_it_is_refused_quickly_in_little_memory_and_writes_nothing(make, tmp_path):
    path = make(tmp_path / "Overview.xlsx")

    found = measured(path)

    print(f"{make.__name__}: {path.stat().st_size:,} bytes, {found}")
    assert found["reason"], "it was taken"
    assert any(word in found["reason"] for word in HOSTILE[make].split("|"))
    assert found["seconds"] < SECONDS
    assert found["own"] + found["child"] < MOST_MEMORY
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def measured(path: Path):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    return json.loads(done.stdout)


def test_a_dimension_that_lies_does_no_harm(tmp_path):
    """An .xlsx is read by its cells, whatever its dimension says."""
    sheet = (
        f'<dimension ref="A1:XFD1048576"/><sheetData>{"".join(row_xml(at, row) for at, row in enumerate(HEAD, 1))}</sheetData>'
    )

    seen = inspect([workbook(tmp_path / "a.xlsx", {"S": sheet})])

    assert [(each.format, each.rows, each.reason) for each in seen] == [("tiktok_overview", 1, None)]


def test_what_reads_a_workbook_cannot_write_a_file(tmp_path):
    from warehouse.containers import workbook as workbooks

    inspect([workbook(tmp_path / "a.xlsx", {"S": HEAD})])
    process = workbooks._CHILD._process
    assert process

    limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)

    assert limits == (0, 0)
