"""merging.py a column at a time, for pieces of large files."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports.merging import SIDE_BY_SIDE, ambiguous, best_first, several
from transforms.exports.model import Format
from transforms.exports.recognise import Columns
from transforms.exports.vectors import Ints, per_unique, whole


def _numbers(format_: Format, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Counts in one spelling, NULL where they say "not supplied"."""

    def plain(text: str) -> str | None:
        return None if text.strip() in format_.missing else format_.numbers_as.plain(text.strip())

    return pa.chunked_array([per_unique(whole(cells), plain, pa.string())])


def merge_columns(
    columns: Columns, name: str, copies: Sequence[pa.ChunkedArray], lines: Ints, last_line: int | None = None
) -> pa.ChunkedArray:
    """Cells of the canonical column `name`, NULL where empty, given once per header that claims it; `last_line` as in merging.

    Raises:
        AmbiguousColumnError: two of them supply different values for one record.
    """
    if name in columns.format.several:
        return _several(columns, name, copies)
    if name in columns.format.coalesced:
        return pc.coalesce(*best_first(columns, name, copies))
    first, *others = copies
    for other in others:
        differs = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(first), pc.utf8_trim_whitespace(other)), False)  # noqa: FBT003 - pyarrow's argument
        if pc.any(differs).as_py() and name in columns.format.counts:
            first, second = (_numbers(columns.format, cells) for cells in (first, other))
            differs = pc.fill_null(pc.not_equal(first, second), False)  # noqa: FBT003 - pyarrow's argument
        if pc.any(differs).as_py():
            row = pc.index(differs, value=True).as_py()
            if int(lines[row]) != last_line:
                raise ambiguous(columns, name, sorted({first[row].as_py(), other[row].as_py()}), int(lines[row]))
            both = pa.scalar(SIDE_BY_SIDE.join((first[row].as_py(), other[row].as_py())))
            first = pc.if_else(differs, both, first)
        first = pc.coalesce(first, other)
    return first


def _several(columns: Columns, name: str, copies: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    parts = zip(*(copy.to_pylist() for copy in copies), strict=True)
    return pa.chunked_array([pa.array([several(columns.format, name, cells) or None for cells in parts], pa.string())])
