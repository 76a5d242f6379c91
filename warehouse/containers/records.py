"""Text into records with Python's csv, which forgives what real exports do; what it forgives too much is refused here."""

import csv
import io

from transforms.errors import UnreadableFileError

# Stands on a line of its own behind the text: found inside a cell, the quote before it was never closed. A private-use character.
_END = "\ue000end\n"
_AGAIN = "download the export again"


class OpenQuoteError(Exception):
    """The text ends inside a quoted cell; `line` is where that record starts, `rows` and `lines` are those before it."""

    def __init__(self, line: int, rows: list[list[str]], lines: list[int]) -> None:
        super().__init__(line)
        self.line = line
        self.rows = rows
        self.lines = lines


def parse_records(text: str, delimiter: str, first_line: int = 1) -> tuple[list[list[str]], list[int]]:
    """Records of `text` and the physical line on which each starts; blank lines are empty records.

    Raises:
        OpenQuoteError: the last record is still open.
        UnreadableFileError: a lone carriage return or a cell beyond 131,072 characters.
    """
    ended = text if text.endswith("\n") or not text else text + "\n"
    reader = csv.reader(io.StringIO(ended + _END, newline="\n"), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        raise _broken(str(error), first_line + (lines[-1] if lines else 0)) from error
    starts = [first_line, *(first_line + line for line in lines[:-1])]
    if rows[-1] != [_END.rstrip("\n")]:
        raise OpenQuoteError(starts[-1], rows[:-1], starts[:-1])
    return rows[:-1], starts[:-1]


def unclosed(line: int) -> UnreadableFileError:
    """The error for a file that ends inside a quoted cell."""
    found = f"a quote that is never closed, in the record that starts on line {line:,}: the file is cut off"
    return UnreadableFileError(where=f"line {line}", expected="every quote closed", found=found, remedy=_AGAIN)


def _broken(reason: str, line: int) -> UnreadableFileError:
    found = f"{reason}, in the record that starts on line {line:,}"
    return UnreadableFileError(where=f"line {line}", expected="records of delimited text", found=found, remedy=_AGAIN)


def fit(rows: list[list[str]], lines: list[int], width: int) -> int:
    """Give every record exactly `width` cells, in place: short ones are padded (Meta ends rows early), blank surplus is cut.

    Returns:
        How many records that are not blank were padded.

    Raises:
        UnreadableFileError: a record has a value beyond the header's last column.
    """
    padded = 0
    for at, row in enumerate(rows):
        missing = width - len(row)
        if missing > 0:
            padded += any(row)
            rows[at] = row + [""] * missing
        elif missing < 0:
            if any(cell.strip() for cell in row[width:]):
                raise _too_long(lines[at], len(row), width)
            rows[at] = row[:width]
    return padded


def _too_long(line: int, cells: int, width: int) -> UnreadableFileError:
    return UnreadableFileError(
        where=f"line {line}",
        expected=f"at most {width} cells, as the header has",
        found=f"{cells} cells in the record that starts on line {line:,}: a delimiter or a quote is out of place",
        remedy=_AGAIN,
    )


def refuse_cut_end(rows: list[list[str]], lines: list[int], width: int, *, newline_at_end: bool) -> None:
    """Refuse a short last record that no newline ends; with a newline it is one of the short rows that Meta writes.

    Raises:
        UnreadableFileError: the file is cut off.
    """
    if rows and not newline_at_end and 0 < len(rows[-1]) < width:
        found = (
            f"a last record of {len(rows[-1])} of {width} cells without an end of line: the file is cut off on line {lines[-1]:,}"
        )
        raise UnreadableFileError(where=f"line {lines[-1]}", expected="a whole last record", found=found, remedy=_AGAIN)
