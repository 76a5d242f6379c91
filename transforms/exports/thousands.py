"""Marks between groups of three digits, taken away where a format declares them: 3,781 is 3781 there, and no number elsewhere."""

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

# The groups have to be whole: 3,78 is a decimal comma or a damaged cell, and stays what it is.
_GROUPED = r"^\s*-?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+(?:\.[0-9]+)?%?\s*$"


def bare_number(text: str, mark: str) -> str:
    """The cell without its marks, if it is a number in whole groups; else the cell."""
    return text.replace(mark, "") if mark and _pattern(mark).match(text) else text


def without_marks(cells: pa.Array, mark: str) -> pa.Array:
    """As bare_number, a column at a time; every other cell stays as it is."""
    if not mark:
        return cells
    grouped = pc.match_substring_regex(cells, _pattern(mark).pattern)
    return pc.if_else(pc.fill_null(grouped, False), pc.replace_substring(cells, mark, ""), cells)  # noqa: FBT003 - pyarrow's argument


@cache
def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile(_GROUPED.format(mark=re.escape(mark)))
