"""A text of several tables, one below the other, a title above and a blank line below each: every table is a part.

Meta writes its audience so, and once wrote the days of several metrics so. A text with one title is no such file.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from transforms.errors import SourceError
from transforms.exports.headers import without_blank_end
from warehouse.containers.encoding import decode, decode_head
from warehouse.containers.layout import layout_of, unwrap
from warehouse.containers.magic import refuse_other_containers
from warehouse.containers.parts import TextPart
from warehouse.containers.records import OpenQuoteError, parse_records, unclosed
from warehouse.containers.text import HEAD_BYTES, SMALL_BYTES

Row = tuple[str, ...]
Block = list[tuple[int, Row]]
"""(line, cells) of each record"""

# A title that a spreadsheet filled up to the widest row shows the delimiter better than any table below it.
_PADDED_TITLE = re.compile(r'(?:"[^"]*"|[^,;\t"\n]+)(?P<mark>[,;\t])(?P=mark)*\r?(?:\n|$)')


def starts_with_title(start: bytes) -> bool:
    """Does a text begin with a line that holds one cell? `start` is the beginning of the file."""
    try:
        refuse_other_containers(start)
        text, _ = decode_head(start)
        rows = _records(text, whole=False) if "\0" not in text else []
    except SourceError:
        return False
    return bool(rows) and len(without_blank_end(rows[0][1])) == 1


def is_stacked(path: Path) -> bool:
    """Are there two tables or more, each below a title of its own? What cannot be read is told of later."""
    try:
        return path.stat().st_size <= SMALL_BYTES and len(_blocks(decode(path.read_bytes())[0], whole=False)) > 1
    except SourceError:
        return False


def blocks_of(path: Path) -> Sequence[TextPart]:
    """The tables of a stacked text, as comma-separated text; their lines are those of the file.

    Raises:
        SourceError: the text is damaged.
    """
    text, _ = decode(path.read_bytes())
    blocks = _blocks(text)
    parts = [_part(number, block) for number, block in enumerate(blocks, 1)]
    if not text.endswith("\n"):  # the last part tells it, as the file would
        parts[-1] = replace(parts[-1], data=parts[-1].data.removesuffix(b"\n"))
    return parts


def _blocks(text: str, *, whole: bool = True) -> list[Block]:
    """Tables below titles; none at all where something stands between blank lines that is no such table."""
    records = groupby(_records(text, whole=whole), key=lambda record: not without_blank_end(record[1]))
    found = [list(rows) for is_blank, rows in records if not is_blank]
    is_titled = all(len(block) > 1 and len(without_blank_end(block[0][1])) == 1 for block in found)
    return found if is_titled else []


def _records(text: str, *, whole: bool = True) -> Block:
    layout = layout_of(text[:HEAD_BYTES], "utf-8")
    body = text.split("\n", 1)[-1] if layout.skip_lines else text
    padded = None if layout.wrapped or layout.skip_lines else _PADDED_TITLE.match(body)
    try:
        rows, lines = parse_records(
            unwrap(body) if layout.wrapped else body, padded["mark"] if padded else layout.delimiter, 1 + layout.skip_lines
        )
    except OpenQuoteError as error:
        if whole:
            raise unclosed(error.line) from error
        rows, lines = error.rows, error.lines
    return [(line, tuple(row)) for line, row in zip(lines, rows, strict=True)]


def _part(number: int, block: Block) -> TextPart:
    sheet = io.StringIO()
    # With an empty cell at the end, a record of one quoted cell is not taken for a line that was wrapped in quotes.
    csv.writer(sheet, lineterminator="\n").writerows((*row, "") for _, row in block)
    first_line, (title, *_) = block[0]
    return TextPart(title.strip(), number, sheet.getvalue().encode(), first_line)
