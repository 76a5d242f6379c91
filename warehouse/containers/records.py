"""Text into records with Python's csv, which forgives what real exports do; what it forgives too much is refused here."""

import csv
import io

from transforms.errors import UnreadableFileError

_AGAIN = "download the export again"
# What csv says of a text that ends inside quotes; pinned by a test.
_OPEN = "unexpected end of data"


class OpenQuoteError(Exception):
    """The text ends inside a quoted cell; `line` is where that record starts, `rows` and `lines` are those before it."""

    def __init__(self, line: int, rows: list[list[str]], lines: list[int], record: str) -> None:
        super().__init__(line)
        self.line = line
        self.rows = rows
        self.lines = lines
        self.record = record
        """the open record, to the end of the text"""


def parse_records(text: str, delimiter: str, first_line: int = 1) -> tuple[list[list[str]], list[int]]:
    """Records of `text` and the physical line on which each starts; blank lines are empty records.

    Raises:
        OpenQuoteError: the last record is still open.
        UnreadableFileError: a lone carriage return, a cell beyond 131,072 characters, or text behind a closing quote: a quote
            was lost or came in, so cells of one record may stand in another.
    """
    ended = text if text.endswith("\n") or not text else text + "\n"
    reader = csv.reader(io.StringIO(ended, newline="\n"), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        starts, line = _starts(lines, first_line), first_line + (lines[-1] if lines else 0)
        if str(error) != _OPEN:
            raise _broken(str(error), line) from error
        record = text.split("\n", line - first_line)[-1]
        raise OpenQuoteError(line, rows, starts, record) from error
    return rows, _starts(lines, first_line)


def _starts(ends: list[int], first_line: int) -> list[int]:
    """Where records start of which one ends on each of `ends`, counted from 1."""
    return [first_line, *(first_line + end for end in ends[:-1])] if ends else []


def with_cut_record(error: OpenQuoteError, delimiter: str, width: int) -> tuple[list[list[str]], list[int]]:
    """Records and lines of a text that is cut off inside its last record, that one as far as it goes.

    Raises:
        UnreadableFileError: a whole record lies within the quotes, so it was not the end that is missing; or it cannot be read.
    """
    swallowed = [line.rstrip("\r") for line in error.record.split("\n")[1:]]
    try:
        swallows = any(len(row) >= width for line in swallowed for row in csv.reader([line], delimiter=delimiter))
        record = next(csv.reader(io.StringIO(error.record, newline="\n"), delimiter=delimiter), [])
    except csv.Error as broken:
        raise unclosed(error.line) from broken
    if swallows:
        raise unclosed(error.line)
    return [*error.rows, record], [*error.lines, error.line]


def unclosed(line: int) -> UnreadableFileError:
    """The error for a file that ends inside a quoted cell."""
    found = f"a quote that is never closed, in the record that starts on line {line:,}: the file is cut off"
    return UnreadableFileError(where=f"line {line}", expected="every quote closed", found=found, remedy=_AGAIN)


def _broken(reason: str, line: int) -> UnreadableFileError:
    found = f"{reason}, in the record that starts on line {line:,}"
    return UnreadableFileError(where=f"line {line}", expected="records of delimited text", found=found, remedy=_AGAIN)


def fit(rows: list[list[str]], lines: list[int], width: int, *, is_sheet: bool = False) -> dict[int, int]:
    """Give every record exactly `width` cells, in place: short ones are padded, and in a sheet blank surplus is cut.

    In a text blank surplus is refused like any other: the header may have lost a delimiter, and then all cells are shifted.

    Returns:
        Records that are not blank and were padded: line → cells that they had.

    Raises:
        UnreadableFileError: a record has a cell beyond the header's last column.
    """
    short = {}
    for at, row in enumerate(rows):
        missing = width - len(row)
        if missing > 0:
            if any(row):
                short[lines[at]] = len(row)
            rows[at] = row + [""] * missing
        elif missing < 0:
            if not is_sheet or any(cell.strip() for cell in row[width:]):
                raise _too_long(lines[at], len(row), width)
            rows[at] = row[:width]
    return short


def _too_long(line: int, cells: int, width: int) -> UnreadableFileError:
    return UnreadableFileError(
        where=f"line {line}",
        expected=f"at most {width} cells, as the header has",
        found=f"{cells} cells in the record that starts on line {line:,}: a delimiter or a quote is out of place",
        remedy=_AGAIN,
    )
