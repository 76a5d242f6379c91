"""How the records of a text are written: delimiter, `sep=` line, wrapped once more in quotes. Told from its first lines."""

import csv
import io
import re

from transforms.grids import Layout

# Tried in this order; the first wins a tie.
DELIMITERS = (",", ";", "\t")
HEAD_RECORDS = 12
TITLE_CELLS = 2
NO_SPLIT = (-HEAD_RECORDS, 1)

_SEP_LINE = re.compile(r'"?sep=(?P<mark>[,;\t|]?)"?[,;\t"]*\r?(?:\n|$)', re.IGNORECASE)


def layout_of(head: str, encoding: str) -> Layout:
    """Layout of the text that starts with `head`: its first lines, whole or cut."""
    sep = _SEP_LINE.match(head)
    body = head[sep.end() :] if sep else head
    skip = 1 if sep else 0
    if _is_wrapped(body):
        inner = unwrap(body)
        return Layout(encoding, _delimiter(inner, ""), wrapped=True, skip_lines=skip)
    return Layout(encoding, _delimiter(body, sep["mark"] if sep else ""), skip_lines=skip)


def _delimiter(text: str, claimed: str) -> str:
    """What `sep=` claims if it splits anything; else what splits a record first, and into most cells."""
    splits = {mark: _first_split(text, mark) for mark in DELIMITERS}
    if claimed and (_first_split(text, claimed) > NO_SPLIT or max(splits.values()) == NO_SPLIT):
        return claimed
    return max(DELIMITERS, key=splits.__getitem__)


def _first_split(text: str, delimiter: str) -> tuple[int, int]:
    """How near to the top (0, -1, ...) the first record with several cells stands, and how many it has."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    try:
        for at, row in zip(range(HEAD_RECORDS), reader, strict=False):
            filled = len([cell for cell in row if cell.strip()])
            if filled > 1:
                return -at, filled
    except csv.Error:
        pass
    return NO_SPLIT


def _cells(line: str) -> int:
    return max(_first_split(line, mark)[1] for mark in DELIMITERS)


def _is_wrapped(text: str) -> bool:
    """Does a whole record stand in one quoted cell? The first line with several cells, inside quotes or not, answers.

    A title in quotes may hold a comma too: there are two cells in it, no quotes, and what follows is plainly a table.
    """
    lines = [line.rstrip("\r") for line in text.split("\n", HEAD_RECORDS)[:HEAD_RECORDS]]
    for at, line in enumerate(lines):
        if _cells(line) > 1:
            return False
        if len(line) > 1 and line[0] == line[-1] == '"' and '"' not in line[1:-1].replace('""', ""):
            inner = _unwrap_line(line)
            follows_table = _cells("".join(lines[at + 1 : at + 2])) > 1
            if _cells(inner) > (1 if '"' in inner or not follows_table else TITLE_CELLS):
                return True
    return False


def unwrap(text: str) -> str:
    """Undo one layer of quotes: each quoted line is one cell that holds a line of the original. Lines keep their numbers.

    A last line that opens and never closes is cut off; the rest of it is told as one.
    """
    *whole, last = text.split("\n")
    if len(last) > 1 and last[0] == '"' != last[-1]:
        last += '"'
    return "\n".join(map(_unwrap_line, (*whole, last)))


def _unwrap_line(line: str) -> str:
    bare = line.rstrip("\r")
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        return bare[1:-1].replace('""', '"')
    return bare
