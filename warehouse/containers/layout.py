"""How the records of a text are written: delimiter, `sep=` line, wrapped once more in quotes. Told from its first lines."""

import csv
import io
import re

from transforms.grids import Layout

# Tried in this order; the first wins a tie.
DELIMITERS = (",", ";", "\t")
HEAD_RECORDS = 12

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
    """The delimiter that `sep=` claims if it splits anything, else the one that splits the header into most cells."""
    widths = {mark: _width(text, mark) for mark in DELIMITERS}
    if claimed and (_width(text, claimed) > 1 or max(widths.values()) <= 1):
        return claimed
    return max(DELIMITERS, key=widths.__getitem__)


def _width(text: str, delimiter: str) -> int:
    """Cells of the first record that has more than one."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    try:
        for _, row in zip(range(HEAD_RECORDS), reader, strict=False):
            filled = len([cell for cell in row if cell.strip()])
            if filled > 1:
                return filled
    except csv.Error:
        pass
    return 1


def _is_wrapped(text: str) -> bool:
    """Does a whole record stand in one quoted cell? The first line with several cells, inside quotes or not, answers."""
    for line in text.split("\n", HEAD_RECORDS)[:HEAD_RECORDS]:
        bare = line.rstrip("\r")
        if max(_width(bare, mark) for mark in DELIMITERS) > 1:
            return False
        if len(bare) > 1 and bare[0] == bare[-1] == '"' and '"' not in bare[1:-1].replace('""', ""):
            inner = bare[1:-1].replace('""', '"')
            if max(_width(inner, mark) for mark in DELIMITERS) > 1:
                return True
    return False


def unwrap(text: str) -> str:
    """Undo one layer of quotes: each quoted line is one cell that holds a line of the original. Lines keep their numbers."""
    return "\n".join(_unwrap_line(line) for line in text.split("\n"))


def _unwrap_line(line: str) -> str:
    bare = line.rstrip("\r")
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        return bare[1:-1].replace('""', '"')
    return bare
