"""Binary workbooks of Excel 97 (.xls), written fresh: as little of the format as a reader needs to see a table."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_SECTOR = 512
_FREE, _END, _IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# Streams below this size are kept elsewhere.
_SMALLEST_STREAM = 4096


def binary_workbook(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], *, dimension: tuple[int, int] | None = None
) -> Path:
    """Write sheets by name, cells of text and numbers; `dimension` is what the sheets claim to have of rows and columns."""
    path.write_bytes(_container(_stream(sheets, dimension)))
    return path


def _stream(sheets: Mapping[str, Sequence[Sequence[Any]]], dimension: tuple[int, int] | None) -> bytes:
    bodies = [_sheet(rows, dimension) for rows in sheets.values()]
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    names = [name.encode("utf-16-le") for name in sheets]
    at = len(start) + sum(12 + len(name) for name in names) + 4
    bounds = b""
    for name, body in zip(names, bodies, strict=True):
        bounds += _record(0x85, struct.pack("<IBBBB", at, 0, 0, len(name) // 2, 1) + name)
        at += len(body)
    return start + bounds + _record(0x0A, b"") + b"".join(bodies)


def _sheet(rows: Sequence[Sequence[Any]], dimension: tuple[int, int] | None) -> bytes:
    n_rows, n_columns = dimension or (len(rows), max(map(len, rows), default=0))
    out = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    out += _record(0x200, struct.pack("<IIHHH", 0, n_rows, 0, n_columns, 0))
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            place = struct.pack("<HHH", y, x, 0)
            if isinstance(cell, str) and cell:
                text = cell.encode("utf-16-le")
                out += _record(0x204, place + struct.pack("<HB", len(text) // 2, 1) + text)
            elif not isinstance(cell, str):
                out += _record(0x203, place + struct.pack("<d", cell))
    return out + _record(0x0A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _container(stream: bytes) -> bytes:
    """A compound file with one stream: header, one sector of allocation table per 128 sectors, directory, stream."""
    size = max(len(stream), _SMALLEST_STREAM)
    n_data = -(-size // _SECTOR)
    n_tables = -(-(n_data + 2) // 127)
    first = n_tables + 1
    chain = [_IS_FAT] * n_tables + [_END] + [*range(first + 1, first + n_data), _END]
    table = b"".join(struct.pack("<I", each) for each in chain).ljust(n_tables * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, n_tables, n_tables, 0, _SMALLEST_STREAM, _END, 0, _END, 0, 0)[: 4 * 9]
    header += b"".join(struct.pack("<I", at) for at in range(n_tables)).ljust(109 * 4, b"\xff")
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, first, size)
    return header.ljust(_SECTOR, b"\xff") + table + directory.ljust(_SECTOR, b"\0") + stream.ljust(n_data * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    letters = name.encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters) + 2, kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
