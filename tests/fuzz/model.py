"""An export under test as data: its cells, how it is written, and which bytes of the written file belong to which cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER, ABOVE = -1, -2
MARKS = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


class Cell(NamedTuple):
    """One cell of an export; `record` counts from 0, HEADER and ABOVE are the lines before."""

    record: int
    column: int


@dataclass(frozen=True)
class Style:
    """How an export is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quoting: str = "minimal"
    """minimal, all, or wrapped: minimal, and every line once more in quotes"""
    line_end: str = "\n"
    sep_line: bool = False
    ended: bool = True
    """does a line end stand behind the last record?"""

    def can_write(self, text: str) -> bool:
        """Has the encoding all of its letters?"""
        return text.encode(self.encoding, "ignore").decode(self.encoding) == text


@dataclass(frozen=True)
class Export:
    """A table of text. `columns[i]` is the place in the original of what stands in column i now, None for none of it."""

    format: str
    platform: str
    above: tuple[str, ...]
    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    style: Style = field(default_factory=Style)
    columns: tuple[int | None, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            object.__setattr__(self, "columns", tuple(range(len(self.header))))

    @property
    def texts(self) -> Iterator[str]:
        """Every text that is written."""
        yield from self.above
        for record in (self.header, *self.records):
            yield from record


@dataclass(frozen=True)
class Written:
    """The bytes of an export, the cells each piece of them belongs to, and where its records start."""

    data: bytes
    pieces: tuple[tuple[int, int, frozenset[Cell]], ...]
    """(start, end, cells that a change there may change) without gaps: a delimiter belongs to both cells beside it"""
    starts: tuple[int, ...]
    """offset of each record"""
    ends: tuple[int, ...]
    """offset behind each record's last cell"""

    def touched(self, start: int, end: int) -> frozenset[Cell]:
        """Cells that a change of data[start:end] may change."""
        found = (cells for first, last, cells in self.pieces if first < end and start < last)
        return frozenset(cell for cells in found for cell in cells)


def write(export: Export) -> Written:
    """The bytes of an export, in its style."""
    data, pieces, starts, ends = bytearray(MARKS.get(export.style.encoding, b"")), [], [], []
    everywhere = frozenset({Cell(ABOVE, 0)})
    if data:
        pieces.append((0, len(data), everywhere))
    codec = export.style.encoding.removesuffix("-sig")

    def put(text: str, cells: frozenset[Cell]) -> None:
        encoded = text.encode(codec)
        pieces.append((len(data), len(data) + len(encoded), cells))
        data.extend(encoded)

    if export.style.sep_line:
        put(f"sep={export.style.delimiter}{export.style.line_end}", everywhere)
    for text in export.above:
        put(f"{_quoted(text, export.style)}{export.style.line_end}", everywhere)
    for number, record in enumerate((export.header, *export.records), HEADER):
        if number >= 0:
            starts.append(len(data))
        _write_record(record, number, export.style, put)
        if number >= 0:
            ends.append(len(data))
        if export.style.ended or number < len(export.records) - 1:
            put(export.style.line_end, frozenset({Cell(number, len(record) - 1), Cell(number + 1, 0)}))
    return Written(bytes(data), tuple(pieces), tuple(starts), tuple(ends))


def _write_record(record, number, style, put):
    wrapped = style.quoting == "wrapped"
    ends = frozenset({Cell(number, 0), Cell(number, len(record) - 1)})  # without one of its quotes a line keeps the other
    if wrapped:
        put('"', ends)
    for column, text in enumerate(record):
        if column:
            put(style.delimiter, frozenset({Cell(number, column - 1), Cell(number, column)}))
        told = _quoted(text, style)
        put(told.replace('"', '""') if wrapped else told, frozenset({Cell(number, column)}))
    if wrapped:
        put('"', ends)


def _quoted(text: str, style: Style) -> str:
    needed = any(mark in text for mark in (style.delimiter, '"', "\n", "\r")) or text != text.strip()
    return '"' + text.replace('"', '""') + '"' if needed or style.quoting == "all" else text
