"""Records that are not whole: too short for their format, or the last one of a file that stops in the middle.

A lost delimiter leaves a record with one cell less, and every value behind it in a wrong column. No platform leaves out one cell;
Meta leaves out several where a record has nothing in them. So a record that lacks one is refused, one that lacks more only where
its format ends records early.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from transforms.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transforms.exports.model import Format
    from transforms.exports.normalise import Origin
    from transforms.exports.slices import Slices
    from transforms.exports.vectors import Ints
    from transforms.grids import Ending

_FEWEST_LEFT_OUT = 2


class Piece(Protocol):
    """Records of a file, in whatever shape."""

    @property
    def lines(self) -> Sequence[int] | Ints:
        """Where each starts."""

    @property
    def short(self) -> Mapping[int, int]:
        """See Grid."""

    @property
    def ending(self) -> Ending:
        """See Grid."""


def damage(format_: Format, piece: Piece, width: int, n_bytes: int) -> dict[int, str]:
    """Line → what is wrong with the record on it. `width` is the header's, `n_bytes` where the file stops."""
    found = {
        line: f"{cells:,} of {width:,} cells: a delimiter or a quote is lost"
        for line, cells in piece.short.items()
        if not format_.ends_early or width - cells < _FEWEST_LEFT_OUT
    }
    last = _cut_line(format_, piece)
    cut = f"the last record, on line {last or 0:,}, has no end of line: the file is cut off at byte {n_bytes:,}"
    return found | ({last: cut} if last else {})


def with_damage(origin: Origin, piece: Piece, width: int, *, n_bytes: int, lines_before: int = 0) -> Origin:
    """The origin of records of which some are not whole; `lines_before` is added to their lines."""
    found = damage(origin.columns.format, piece, width, n_bytes)
    if not found:
        return origin
    last = _cut_line(origin.columns.format, piece)
    damaged = {line + lines_before: why for line, why in found.items()}
    return replace(origin, damaged=damaged, cut_line=last + lines_before if last else None)


def _cut_line(format_: Format, piece: Piece) -> int | None:
    """The last record's line, where the file stops in it."""
    is_whole = piece.ending == "ended" or (piece.ending == "open" and format_.open_end) or not len(piece.lines)
    return None if is_whole else int(piece.lines[-1])


def refuse_without_row(origin: Origin, slices: Slices, lines: Sequence[int]) -> None:
    """Damage is told in the rows of a record. Where a record gives rows only through its slices, it may have none.

    Raises:
        UnreadableFileError: such a record is damaged.
    """
    format_ = origin.columns.format
    if not origin.damaged or not format_.only_splits:
        return
    telling = {int(lines[row]) for row in slices.supplied(format_.missing).rows}
    for line, why in origin.damaged.items():
        if line not in telling:
            raise UnreadableFileError(
                where=f"line {line}", expected="whole records", found=f"line {line:,}: {why}", remedy="download the export again"
            )
