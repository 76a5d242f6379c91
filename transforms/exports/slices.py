"""Columns of a record that become rows of their own: one per value of a breakdown, or per position of a curve.

A format declares them (`Format.splits`); a file's header says which there are. Their cells are kept long, not wide: an export
with thousands of such columns costs what its cells cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports.merging import merge_cells
from transforms.exports.merging_columns import merge_columns
from transforms.exports.vectors import Flags, Ints, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from transforms.exports.recognise import Columns, Slice


def _no_ints() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Slices:
    """Cell `i` belongs to record `rows[i]` and stands under `heads[which[i]]`; empty cells are left out."""

    heads: tuple[Slice, ...] = ()
    rows: Ints = field(default_factory=_no_ints)
    which: Ints = field(default_factory=_no_ints)
    cells: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))

    def __len__(self) -> int:
        """How many cells there are."""
        return len(self.rows)

    def of_records(self, kept: Flags) -> Slices:
        """The cells of the records that stay, under their new numbers."""
        places = np.cumsum(kept) - 1
        mask = kept[self.rows]
        return Slices(self.heads, places[self.rows[mask]], self.which[mask], self.cells.filter(pa.array(mask)))

    def supplied(self, missing: Collection[str]) -> Slices:
        """Without the cells that say that nothing was supplied."""
        mask = pc.invert(pc.is_in(pc.utf8_trim_whitespace(self.cells), value_set=pa.array(sorted(missing), pa.string())))
        flags: Flags = mask.to_numpy(zero_copy_only=False)
        return self if flags.all() else Slices(self.heads, self.rows[flags], self.which[flags], self.cells.filter(mask))

    def in_order(self) -> Slices:
        """Record by record, and in each as its file's header has them."""
        order = np.lexsort((self.which, self.rows))
        return Slices(self.heads, self.rows[order], self.which[order], self.cells.take(pa.array(order)))


def slice_rows(columns: Columns, turned: Sequence[Sequence[str]], lines: Sequence[int], last_line: int | None = None) -> Slices:
    """The slices of a small file, of which `turned` holds the cells column by column.

    Raises:
        AmbiguousColumnError: two headers for one slice differ.
    """
    rows: list[int] = []
    which: list[int] = []
    cells: list[str] = []
    for number, head in enumerate(columns.slices):
        copies = [turned[at] for at in head.at]
        told = copies[0] if len(copies) == 1 else merge_cells(columns, head.name, copies, lines, last_line)
        found = [row for row, cell in enumerate(told) if cell]
        rows += found
        which += [number] * len(found)
        cells += [told[row] for row in found]
    return Slices(columns.slices, np.array(rows, np.int64), np.array(which, np.int64), pa.array(cells, pa.string()))


def slice_columns(
    columns: Columns, column_at: Callable[[int], pa.ChunkedArray], lines: Ints, last_line: int | None = None
) -> Slices:
    """The slices of one piece of a large file; `column_at` gives the cells at a place of the header, NULL where empty.

    Raises:
        AmbiguousColumnError: two headers for one slice differ.
    """
    found = []
    for number, head in enumerate(columns.slices):
        copies = [column_at(at) for at in head.at]
        told = whole(copies[0] if len(copies) == 1 else merge_columns(columns, head.name, copies, lines, last_line))
        rows = np.flatnonzero(told.is_valid().to_numpy(zero_copy_only=False))
        found.append(Slices(columns.slices, rows, np.full(len(rows), number), told.take(pa.array(rows))))
    return stacked(columns.slices, ((0, each) for each in found))


def stacked(heads: tuple[Slice, ...], parts: Iterable[tuple[int, Slices]]) -> Slices:
    """Slices under the same heads, one below the other; each comes with the number of records before it."""
    kept = [(before, each) for before, each in parts if len(each)]
    if not kept:
        return Slices(heads)
    return Slices(
        heads,
        np.concatenate([each.rows + before for before, each in kept]),
        np.concatenate([each.which for _, each in kept]),
        pa.concat_arrays([each.cells for _, each in kept]),
    )


def gathered(parts: Sequence[tuple[int, Slices]]) -> Slices:
    """Slices of several files, each with the number of records before it; heads that they share become one."""
    numbers: dict[Slice, int] = {}
    renumbered = []
    for before, each in parts:
        places = [numbers.setdefault(head.bare, len(numbers)) for head in each.heads]
        which = np.array(places, np.int64)[each.which] if places else each.which
        renumbered.append((before, Slices((), each.rows, which, each.cells)))
    return stacked(tuple(numbers), renumbered)
