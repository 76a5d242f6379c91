"""Rows at hand: small partition files, each read once for all the reports of a night.

A dataset opens every one of its files anew for each query, and once more for each time the query names the table: of hundreds of
small files that costs more than the query. So what is small is kept in memory as long as the build; what is not stays lazy.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from warehouse.content_hash import SLICE_ROWS
from warehouse.engine import scan_parquet

if TYPE_CHECKING:
    import pyarrow.dataset as ds

# Of one table at a time: 100 MB at the widest.
MOST_ROWS = 2 * SLICE_ROWS
# Of all tables together, about 128 MB; what was laid down first goes first. Reading a larger file again costs what its rows cost.
MOST_CELLS = 16_000_000
_KEPT_ROWS = 8_192


class Shelf:
    """Whole small files by their path. A path's rows never change within a build, but by `put`."""

    def __init__(self) -> None:
        self._rows: dict[Path, pa.Table] = {}
        self._n_cells = 0

    def put(self, table: Table, path: Path, rows: pa.Table | None) -> None:
        """Keep the rows that were just written to `path`, or read of it; None: what it holds now is too much to keep."""
        self._drop(path)
        if rows is not None and len(rows) <= _KEPT_ROWS:
            self._rows[path] = _shaped(rows, _plain(table, table.columns))
            self._n_cells += rows.num_rows * rows.num_columns
        while self._n_cells > MOST_CELLS:
            self._drop(next(iter(self._rows)))

    def known(self, path: Path) -> pa.Table | None:
        """The rows of a file, if they are at hand."""
        return self._rows.get(path)

    def _drop(self, path: Path) -> None:
        rows = self._rows.pop(path, None)
        if rows is not None:
            self._n_cells -= rows.num_rows * rows.num_columns

    def rows(
        self, table: Table, paths: Sequence[Path], n_rows: int, columns: Sequence[str] | None = None
    ) -> "ds.Dataset | pa.Table":
        """The rows of some files of `table`, `n_rows` in all: in memory if they are few, else as a lazy dataset.

        Only `columns` have to be there; a file that is read for a part of them is not kept.
        """
        if n_rows > MOST_ROWS:
            return scan_parquet(table, list(paths))
        names = tuple(columns or table.columns)
        parts = [self._of(table, path, names) for path in paths]
        return pa.concat_tables([_plain(table, names).empty_table(), *parts]).combine_chunks()

    def _of(self, table: Table, path: Path, names: tuple[str, ...]) -> pa.Table:
        known, is_whole = self.known(path), len(names) == len(table.columns)
        if known is not None:
            return known if is_whole else known.select(names)
        # Of small files, handing columns to threads costs more than reading them.
        with pq.ParquetFile(pa.OSFile(str(path))) as file:
            rows = _shaped(file.read(None if is_whole else list(names), use_threads=False), _plain(table, names))
        if is_whole:
            self.put(table, path, rows)
        return rows


@cache
def _plain(table: Table, names: tuple[str, ...]) -> pa.Schema:
    return pa.schema([arrow_schema(table).field(name) for name in names])


def _shaped(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Columns of the table in its order. What a file of an earlier version lacks is NULL, as a dataset tells it."""
    if rows.schema.equals(schema):
        return rows
    there = set(rows.schema.names)
    found = [rows.column(each.name).cast(each.type) if each.name in there else pa.nulls(len(rows), each.type) for each in schema]
    return pa.Table.from_arrays(found, schema=schema)
