"""Large clean pieces by pyarrow's reader, held to the records that Python's csv would give, line numbers included."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from transforms.errors import UnreadableFileError
from transforms.exports.vectors import text_bytes
from transforms.grids import Ending, Grid
from warehouse.containers.counting import count_byte
from warehouse.containers.records import OpenQuoteError, parse_records

# Python's csv refuses longer cells (in characters, so never more than bytes): such a piece is left to it.
LONGEST_CELL = 131_072


@dataclass(frozen=True)
class ColumnGrid:
    """Records as columns of text, NULL where the cell is empty; `lines[i]` is the physical line on which record i starts."""

    columns: tuple[pa.ChunkedArray, ...]
    lines: npt.NDArray[np.int64]
    short: Mapping[int, int] = field(default_factory=dict)
    """records that ended early: line → cells they had"""
    ending: Ending = "ended"

    @property
    def last_line(self) -> int | None:
        """The record behind which the file stops without an end of line."""
        return int(self.lines[-1]) if len(self.lines) and self.ending != "ended" else None

    @property
    def padded(self) -> int:
        """How many records ended early."""
        return len(self.short)

    @property
    def n_rows(self) -> int:
        """Records in this piece."""
        return len(self.lines)


def columns_of(grid: Grid, width: int) -> ColumnGrid:
    """The same records, turned: for pieces that Python's csv had to read."""
    turned = list(zip(*grid.rows, strict=True)) if grid.rows else [()] * width
    columns = tuple(empty_as_null(pa.chunked_array([pa.array(cells, pa.string())])) for cells in turned)
    return ColumnGrid(columns, np.asarray(grid.lines, dtype=np.int64), grid.short, grid.ending)


def empty_as_null(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """NULL for empty text: an empty cell supplies nothing."""
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def read_columns(data: bytes, first_line: int, width: int, delimiter: str) -> ColumnGrid | None:
    """Records of a piece, or None where pyarrow refuses it or Python's csv might read it otherwise.

    Not left to pyarrow: a quote that neither opens nor closes a cell, an open last record (it makes something of both), a lone
    carriage return (a new record to it), a cell that Python's csv finds too long, and lines that do not add up.
    """
    if not data or _lone_return(data) or not _quotes_in_place(data, delimiter):
        return None
    names = [str(at) for at in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            read_options=csv.ReadOptions(column_names=names, block_size=8 * 1024 * 1024),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > LONGEST_CELL for column in table.columns):
        return None
    n_lines = count_byte(data, b"\n") + (not data.endswith(b"\n"))
    lines = _lines(table, n_lines, first_line)
    if lines is None or not _closes(data, n_lines - int(lines[-1] - first_line), delimiter):
        return None
    return ColumnGrid(tuple(table.columns), lines)


def _closes(data: bytes, n_last: int, delimiter: str) -> bool:
    """Is the last record, `n_last` lines long, closed? An open quote swallows all that follows, so it can only end a piece."""
    whole = data.removesuffix(b"\n")
    last = b"\n".join(whole.rsplit(b"\n", n_last)[-n_last:])
    try:
        return len(parse_records(last.decode(), delimiter)[0]) == 1
    except (OpenQuoteError, UnreadableFileError):
        return False


def _quotes_in_place(data: bytes, delimiter: str) -> bool:
    """Does every other quote open a cell and the one after it close it? A doubled quote closes and opens again."""
    codes = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(codes == ord('"'))
    if len(quotes) % 2:
        return False
    before, after = codes[quotes[::2] - 1], codes[np.minimum(quotes[1::2] + 1, len(codes) - 1)]
    opens = (before == ord(delimiter)) | (before == ord("\n")) | (before == ord('"')) | (quotes[::2] == 0)
    ends = (after == ord("\n")) | (after == ord("\r")) | (quotes[1::2] == len(codes) - 1)
    return bool(opens.all() and (ends | (after == ord(delimiter)) | (after == ord('"'))).all())


def _lone_return(data: bytes) -> bool:
    returns = count_byte(data, b"\r")
    return returns > 0 and returns != data.count(b"\r\n")


def _lines(table: pa.Table, n_lines: int, first_line: int) -> npt.NDArray[np.int64] | None:
    """First line of each record, or None where the newlines in the cells do not explain all lines of the piece."""
    inside = n_lines - table.num_rows
    extra = np.zeros(table.num_rows, dtype=np.int64)
    for column in sorted(table.columns, key=lambda column: -column.nbytes):  # the caption first: it explains them all
        if inside == 0:
            break
        newlines = np.concatenate([_newlines(chunk) for chunk in column.chunks])
        extra += newlines
        inside -= int(newlines.sum())
    if inside:
        return None
    starts = first_line + np.arange(table.num_rows, dtype=np.int64)
    starts[1:] += np.cumsum(extra)[:-1]
    return starts


def _newlines(cells: pa.Array) -> npt.NDArray[np.int64]:
    """Newlines in each cell, from the bytes of all of them at once."""
    data, ends = text_bytes(cells)
    places = np.flatnonzero(data == ord("\n"))
    return np.diff(np.searchsorted(places, ends))
