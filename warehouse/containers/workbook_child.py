"""What runs in the child process: workbooks come in through a pipe, their sheets go out as CSV. Nothing else leaves it.

A workbook is read by a library written for speed, from bytes that a stranger may have made: so it is read here, where memory is
limited, no file can be written, and no setting or secret of the parent is known. If a workbook kills this process, the parent
holds that one file and starts another child.

A request is eight bytes of length and the bytes of a workbook. An answer is eight bytes of length and a JSON list of sheets
(or what is wrong), then the CSV of each sheet. Only the standard library is imported beside the readers: starting must be quick.
"""

import csv
import io
import json
import os
import resource
import select
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from warehouse.containers.workbook_cells import text_of
from warehouse.containers.xml_head import is_workbook_xml

LENGTH = struct.Struct(">Q")
# Address space: about a million cells. The machine's own limit must never be the one that is met.
MEMORY_BYTES = 200 * 1024 * 1024
CPU_SECONDS = 20
MAX_CELLS = 1_000_000
MAX_COLUMNS = 16_384
MAX_SHEETS = 500
# Unasked for so long, it ends by itself: nobody has to remember to stop it.
IDLE_SECONDS = 10.0


class RefusedError(Exception):
    """What is wrong with a workbook: a word that the parent knows, and a detail."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet: `rows` from the first row of the sheet and its first column on, each cell a value or text.

    `kind` is "sheet", or what it is instead of a table: "chart", "dialog", "macro".
    """

    name: str
    rows: Iterable[Iterable[Any]]
    kind: str = "sheet"


Reader = Callable[[bytes], Iterator[RawSheet]]


def _is_container(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def _read_container(data: bytes) -> Iterator[RawSheet]:
    from warehouse.containers.workbook_reading import read  # only a workbook in a container pays for the library

    return read(data)


def _read_xml(data: bytes) -> Iterator[RawSheet]:
    from warehouse.containers.workbook_xml import read

    return read(data)


# (what tells it by its first bytes, what reads it). A new kind of workbook is a line here and one in parts.py.
READERS: list[tuple[Callable[[bytes], bool], Reader]] = [(_is_container, _read_container), (is_workbook_xml, _read_xml)]


def main() -> None:
    """Answer requests until the pipe is closed, or nobody asks."""
    limit()
    source, sink = io.FileIO(0, closefd=False), sys.stdout.buffer
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        head = _exactly(source, LENGTH.size)
        if not head:
            return
        data = _exactly(source, LENGTH.unpack(head)[0])
        if not data:
            return
        resource.setrlimit(resource.RLIMIT_CPU, (int(_cpu_seconds()) + CPU_SECONDS, resource.RLIM_INFINITY))
        told, texts = answer(data)
        header = json.dumps(told).encode()
        for piece in (LENGTH.pack(len(header)), header, *texts):
            sink.write(piece)
        sink.flush()
        if told.get("wrong") == "memory":
            return


def limit() -> None:
    """Give up what reading a workbook never needs.

    macOS does not keep the limit of address space: there, what is judged beforehand and the time limit have to do.
    """
    for which, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise


def answer(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What is told of a workbook, and the CSV of its sheets."""
    try:
        reader = next((read for fits, read in READERS if fits(data)), None)
        if reader is None:
            return {"wrong": "unknown"}, []
        texts, sheets = [], []
        for sheet in reader(data):
            text, n_rows = _csv(sheet)
            texts.append(text)
            sheets.append({"name": sheet.name, "kind": sheet.kind, "rows": n_rows, "bytes": len(text)})
            if len(sheets) > MAX_SHEETS:
                return {"wrong": "sheets", "detail": f"more than {MAX_SHEETS:,}"}, []
    except RefusedError as error:
        return {"wrong": error.args[0], "detail": error.args[1]}, []
    except MemoryError:
        return {"wrong": "memory"}, []
    except Exception as error:  # noqa: BLE001 - whatever a stranger's bytes do to a reader is said of that one file
        return {"wrong": "damaged", "detail": f"{error}"[:200]}, []
    return {"sheets": sheets}, texts


def _csv(sheet: RawSheet) -> tuple[bytes, int]:
    """One record per row of the sheet, so that the number of a record is the number of the row; and how many say something."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    cells = filled = 0
    for number, row in enumerate(sheet.rows, 1):
        texts = [text_of(cell) for cell in row]
        cells += len(texts)
        if len(texts) > MAX_COLUMNS:
            raise RefusedError("columns", f"{len(texts):,} columns in {sheet.name[:60]!r}, row {number:,}")
        if cells > MAX_CELLS:
            raise RefusedError("cells", f"more than {MAX_CELLS:,} cells in {sheet.name[:60]!r}")
        filled += any(texts)
        writer.writerow(texts)
    return (out.getvalue().encode() if filled else b""), filled


def _exactly(source: io.RawIOBase, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = source.read(min(size - len(data), 1 << 20))
        if not piece:
            return b""
        data += piece
    return bytes(data)


def _cpu_seconds() -> float:
    used = os.times()
    return used.user + used.system
