"""Rows by their place: tables and published files, one below the other.

Queries decide by narrow rows, which carry their place (`row_id`); the wide rest is fetched once the order of the files is known.
So captions are neither joined nor sorted, and memory is bounded by the batch and not by the night.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from warehouse.content_hash import SLICE_ROWS
from warehouse.engine import map_arrow
from warehouse.partitions import MONTH_COLUMN
from warehouse.shelf import Shelf

ROW_ID = "row_id"

Rows: TypeAlias = npt.NDArray[np.int64]
# Reads some columns of one piece of the stack.
Piece: TypeAlias = Callable[[Sequence[str]], pa.Table]


class Stack:
    """Everything that rows of one table are chosen from."""

    def __init__(self, table: Table, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or Shelf()
        self._names = arrow_schema(table).names
        self._pieces: list[Piece] = []
        self._starts = [0]
        self._mapped: set[int] = set()
        self._read: dict[tuple[int, tuple[str, ...]], pa.Table] = {}

    def _lay(self, piece: Piece, n_rows: int) -> None:
        if n_rows:
            self._pieces.append(piece)
            self._starts.append(self._starts[-1] + n_rows)

    def lay_table(self, rows: pa.Table) -> pa.Table:
        """Lay a table below what is here; returns it with the places of its rows."""
        start = self._starts[-1]
        for batch in rows.to_batches():
            self._lay(pa.Table.from_batches([batch]).select, len(batch))
        return rows.append_column(ROW_ID, pa.array(np.arange(start, start + len(rows))))

    def lay_mapped(self, table: Table, paths: Iterable[Path]) -> pa.Table:
        """Lay staged Arrow files below what is here; returns all their rows, mapped into memory, with their places.

        What is fetched of them later is mapped anew each time, so that what was looked at once does not stay in memory.
        """
        paths, start = list(paths), self._starts[-1]
        for path in paths:
            file = pa.ipc.open_file(pa.memory_map(str(path)))
            for number in range(file.num_record_batches):
                if n_rows := file.get_batch(number).num_rows:
                    self._mapped.add(len(self._pieces))
                    self._lay(partial(_map, path, number), n_rows)
        rows = map_arrow(table, paths)
        return rows.append_column(ROW_ID, pa.array(np.arange(start, start + len(rows))))

    def lay_files(self, table: Table, paths: Iterable[Path], columns: Sequence[str]) -> pa.RecordBatchReader:
        """Lay files of `table` below what is here, row group by row group; reads `columns` of them with their places."""
        return self.lay_pieces(table, _row_groups(table, paths, self._shelf), columns)

    def lay_pieces(self, table: Table, pieces: Iterable[tuple[Piece, int]], columns: Sequence[str]) -> pa.RecordBatchReader:
        """Lay pieces of so many rows of `table` below what is here; reads `columns` of them with their places."""
        first = len(self._pieces)
        for piece, n_rows in pieces:
            self._lay(piece, n_rows)
        fields = [arrow_schema(table).field(name).with_nullable(True).remove_metadata() for name in columns]  # noqa: FBT003 - positional in pyarrow
        schema = pa.schema([*fields, (ROW_ID, pa.int64())])
        return pa.RecordBatchReader.from_batches(schema, self._narrow(schema, range(first, len(self._pieces))))

    def _narrow(self, schema: pa.Schema, numbers: Iterable[int]) -> Iterator[pa.RecordBatch]:
        for number in numbers:
            places = pa.array(np.arange(self._starts[number], self._starts[number + 1]))
            rows = self._pieces[number](schema.names[:-1])
            yield from pa.Table.from_arrays([*rows.columns, places], schema=schema).to_batches()

    def carry(self, decided: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Whole rows of the table, with their month, for rows of places and of what was decided; their order stays."""
        for batch in (batch for batch in decided if batch.num_rows):
            rows = self.take(batch.column(ROW_ID).to_numpy(), [name for name in self._names if name not in batch.schema.names])
            columns = dict(zip(rows.column_names, rows.columns, strict=True))
            columns |= dict(zip(batch.schema.names, batch.columns, strict=True))
            names = [*self._names, MONTH_COLUMN]
            yield from pa.Table.from_arrays([columns[name] for name in names], names).to_batches()

    def take(self, places: Rows, columns: Sequence[str]) -> pa.Table:
        """`columns` of the rows at `places`, in their order."""
        order = np.argsort(places, kind="stable")
        ordered = places[order]
        parts, start, used = [], 0, {}
        while start < len(ordered):
            number = bisect_right(self._starts, int(ordered[start])) - 1
            # A partition ends in the middle of a batch: what is read of its file for one batch is kept for the next.
            key = (number, tuple(columns))
            piece = self._read[key] if key in self._read else self._pieces[number](columns)
            if number not in self._mapped:
                used[key] = piece
            end = int(np.searchsorted(ordered, self._starts[number + 1]))
            part = piece.take(pa.array(ordered[start:end] - self._starts[number]))
            # By name and type alone: staged columns may be NULL where published ones may not.
            parts.append(pa.Table.from_arrays(part.columns, list(columns)))
            start = end
        self._read = used
        if bool((np.diff(order) == 1).all()):
            return pa.concat_tables(parts).combine_chunks()
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return pa.concat_tables(parts).combine_chunks().take(pa.array(back))


def _map(path: Path, number: int, columns: Sequence[str]) -> pa.Table:
    batch = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(number)
    return pa.Table.from_batches([batch]).select(list(columns))


def _row_groups(table: Table, paths: Iterable[Path], shelf: Shelf) -> Iterator[tuple[Piece, int]]:
    for path in paths:
        known = shelf.known(table, path)
        if known is not None:
            yield known.select, len(known)
            continue
        metadata = pq.read_metadata(path)
        for group in range(metadata.num_row_groups):
            yield partial(_read, table, path, group), metadata.row_group(group).num_rows


def _read(table: Table, path: Path, group: int, columns: Sequence[str]) -> pa.Table:
    """Columns of one row group. What a file of an earlier version lacks is NULL: it stays stale until it is built anew."""
    with pq.ParquetFile(path) as file:
        # Of a small piece, handing columns to threads costs more than reading them.
        is_large = file.metadata.row_group(group).num_rows > SLICE_ROWS
        there = set(file.schema_arrow.names)
        rows = file.read_row_group(group, columns=[name for name in columns if name in there], use_threads=is_large)
        n_rows = file.metadata.row_group(group).num_rows
    schema = arrow_schema(table)
    found = [rows.column(name) if name in there else pa.nulls(n_rows, schema.field(name).type) for name in columns]
    return pa.Table.from_arrays(found, list(columns))
