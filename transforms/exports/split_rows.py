"""Rows of their own out of the columns of a record: each takes over what the record says, and adds its value and its figure.

A record that cannot be read says so once: in its own row, or where it has none in the first row that it gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from transforms.contracts.arrow import ARROW_TYPES
from transforms.contracts.columns import COLUMNS
from transforms.exports.audience_values import value_in
from transforms.exports.values import unreadable
from transforms.exports.vectors import Flags, parse_counts, parse_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from transforms.exports.model import Format, Split
    from transforms.exports.normalise import Work
    from transforms.exports.slices import Slices


@dataclass(frozen=True)
class SplitRows:
    """The cells that become rows, record by record, and the figures in them by split."""

    slices: Slices
    figures: dict[int, pa.Array]
    """place of the split → its figures, in the order of its cells"""

    def tables(self, work: Work, schema_of: Callable[[str], pa.Schema]) -> dict[str, pa.Table]:
        """Rows by staging table."""
        format_ = work.cells.format
        splits = np.array([head.split for head in self.slices.heads], np.int64)[self.slices.which]
        errors = _first_of_record(self.slices) if format_.only_splits else np.zeros(len(self.slices), bool)
        found: dict[str, list[pa.Table]] = {}
        for place, split in enumerate(format_.splits):
            chosen = splits == place
            if chosen.any():
                rows = _Rows(work, split, self.slices, chosen, self.figures[place], errors)
                found.setdefault(split.table, []).append(rows.table(schema_of(split.table)))
        return {table: pa.concat_tables(parts) for table, parts in found.items()}


def split_rows(work: Work) -> SplitRows:
    """Read the cells of all slices; what is no figure is named in the parse error of its record."""
    slices = work.cells.slices.in_order()
    splits = np.array([head.split for head in slices.heads], np.int64)[slices.which]
    figures = {}
    for place, split in enumerate(work.cells.format.splits):
        chosen = np.flatnonzero(splits == place)
        cells = slices.cells.take(pa.array(chosen))
        figures[place], wrong = _parsed(cells, split, work.cells.format)
        for at in np.flatnonzero(wrong) if wrong is not None else ():
            row, head = int(slices.rows[chosen[at]]), slices.heads[slices.which[chosen[at]]]
            header = work.cells.origins[work.cells.origin[row]].columns.header_of(head.name)
            work.errors.setdefault(row, []).append(unreadable(header, cells[int(at)].as_py(), "is no number"))
    return SplitRows(slices, figures)


def _parsed(cells: pa.Array, split: Split, format_: Format) -> tuple[pa.Array, Flags | None]:
    column = COLUMNS[split.measure]
    if column.type == "int64" and not split.unit:
        return parse_counts(cells, format_.missing)
    return parse_numbers(cells, split.unit, format_.missing, ARROW_TYPES[column.type])


def _first_of_record(slices: Slices) -> Flags:
    first: Flags = np.ones(len(slices), bool)
    first[1:] = slices.rows[1:] != slices.rows[:-1]
    return first


@dataclass(frozen=True)
class _Rows:
    """The rows of one split."""

    work: Work
    split: Split
    slices: Slices
    chosen: Flags
    figures: pa.Array
    errors: Flags

    def table(self, schema: pa.Schema) -> pa.Table:
        records = pa.array(self.slices.rows[self.chosen])
        own = {**self._said(), **self._values(), self.split.measure: self.figures, "parse_error": self._errors(records)}
        if self.split.exposure or "exposure_metric" in schema.names:
            own["exposure_metric"] = _alike(self.split.exposure, len(records))
        own = {name: values for name, values in own.items() if name in schema.names}
        columns = []
        for field in schema:
            if field.name in own:
                columns.append(own[field.name])
            elif field.name in self.work.done and field.name not in _figures(schema):
                columns.append(self.work.done[field.name].take(records))
            else:
                columns.append(pa.nulls(len(records), field.type))
        return pa.Table.from_arrays(columns, schema=schema)

    def _said(self) -> dict[str, pa.Array]:
        return {name: _alike(text, int(self.chosen.sum())) for name, text in self.split.says.items()}

    def _values(self) -> dict[str, pa.Array]:
        """The value of each head; where it is made with the record's own, of each pair of them."""
        which = pa.array(self.slices.which[self.chosen])
        heads = [head.value for head in self.slices.heads]
        if self.split.of_curve:
            return self._positions()
        dimension = self.split.says.get("dimension", "")
        values = pa.array([value_in(dimension, value) for value in heads], pa.string()).take(which)
        if "{record}" in self.split.template:
            own = self.work.done["dimension_value"].take(pa.array(self.slices.rows[self.chosen]))
            pairs = zip(values.to_pylist(), own.to_pylist(), strict=True)
            made = [self.split.template.format(header=value, record=record) if record else None for value, record in pairs]
            values = pa.array(made, pa.string())
        return {"dimension_value": values, "value_id": values}

    def _positions(self) -> dict[str, pa.Array]:
        """Positions, and how far along its own curve each of them is: how many a curve has depends on the length of the video."""
        numbers = np.array([int(head.value) if head.value.isdecimal() else 0 for head in self.slices.heads], np.int64)
        records, positions = self.slices.rows[self.chosen], numbers[self.slices.which[self.chosen]]
        last = np.zeros(self.work.n_rows, np.int64)
        np.maximum.at(last, records, positions)
        has_length = last[records] > 0
        shares = np.divide(positions, last[records], out=np.zeros(len(positions)), where=has_length)
        return {"position": pa.array(positions, pa.int32()), "position_share": pa.array(shares, pa.float64(), mask=~has_length)}

    def _errors(self, records: pa.Array) -> pa.Array:
        if not self.work.errors:
            return pa.nulls(len(records), pa.string())
        texts = self.work.done["parse_error"].take(records)
        return pa.array(np.where(self.errors[self.chosen], texts.to_pylist(), None), pa.string())


def _figures(schema: pa.Schema) -> set[str]:
    """Columns that count something: the record's own figures are no figures of its parts."""
    return {field.name for field in schema if COLUMNS[field.name].additivity != "-"}


def _alike(text: str | None, n: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), n)
