"""Rows at hand: small partition files, each read once for all the reports and pages of a night.

A dataset opens every one of its files anew for each query, and once more for each time the query names the table: of hundreds of
small files that costs more than the query. So what is small is kept in memory as long as the run; what is not stays lazy.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from warehouse.content_hash import SLICE_ROWS
from warehouse.engine import scan_parquet
from warehouse.storage import ABSENT, LocalStorage

if TYPE_CHECKING:
    import pyarrow.dataset as ds

# Of one table at a time: 100 MB at the widest.
MOST_ROWS = 2 * SLICE_ROWS
# Of all tables together; what was laid down first goes first. Reading a larger file again costs what its rows cost.
MOST_BYTES = 128 * 1024 * 1024
_KEPT_ROWS = 8_192
# However few its rows, a column in memory takes as much beside its values.
_COLUMN_BYTES = 256
# Rows that hold on to more than this, and to more than four times their numbers, are cut from a large batch or are long texts.
_LOOSE_BYTES, _LOOSE_CELL_BYTES = 64 * 1024, 4 * 8
_FILES = LocalStorage()


class Shelf:
    """Small files by what they are, not where they lie: published, a file keeps its generation, and so its rows here."""

    def __init__(self) -> None:
        self._rows: dict[_Key, _Kept] = {}
        self._counting = Lock()
        self.n_bytes = 0

    def put(self, table: Table, path: Path, rows: pa.Table | None) -> None:
        """Keep the rows that were just written to `path`; None: what it holds now is too much to keep."""
        shaped = None if rows is None else _shaped(rows, _plain(table, table.columns))
        self._keep(_key(table, path), frozenset(table.columns), shaped)

    def known(self, table: Table, path: Path) -> pa.Table | None:
        """All columns of a file, if they are at hand."""
        kept = self._rows.get(_key(table, path))
        return kept.rows if kept and len(kept.names) == len(table.columns) else None

    def rows(
        self, table: Table, paths: Sequence[Path], n_rows: int, columns: Sequence[str] | None = None
    ) -> "ds.Dataset | pa.Table":
        """The rows of some files of `table`, `n_rows` in all: in memory if they are few, else as a lazy dataset.

        Only `columns` have to be there.
        """
        if n_rows > MOST_ROWS:
            return scan_parquet(table, list(paths))
        parts = [self.read(table, path, columns) for path in paths]
        return pa.concat_tables([_plain(table, columns or table.columns).empty_table(), *parts]).combine_chunks()

    def read(self, table: Table, path: Path, columns: Sequence[str] | None = None, file_sha: str = "") -> pa.Table:
        """Some columns of one small file, or all of them. A column that an earlier version did not write is NULL.

        `file_sha` is the sha256 that a file has to have which is not at hand; empty where nobody knows it.

        Raises:
            OSError, ValueError, pa.ArrowException: it is not there, cannot be read, or has other bytes.
        """
        names, key = tuple(columns or table.columns), _key(table, path)
        kept = self._rows.get(key)
        if kept and kept.names.issuperset(names):
            return kept.rows if len(names) == len(kept.names) else kept.rows.select(names)
        rows = _read(table, path, names, file_sha)
        self._keep(key, frozenset(names), rows)
        return rows

    def _keep(self, key: "_Key", names: frozenset[str], rows: pa.Table | None) -> None:
        # Somebody may have taken the file away meanwhile: then every other one that is not there would say the same.
        alone = _alone(rows) if rows is not None and len(rows) <= _KEPT_ROWS and key[1] != ABSENT else None
        with self._counting:
            before = self._rows.pop(key, None)
            if before:
                self.n_bytes -= before.n_bytes
            if alone is not None:
                n_bytes = alone.get_total_buffer_size() + _COLUMN_BYTES * alone.num_columns
                self._rows[key] = _Kept(names, alone, n_bytes)
                self.n_bytes += n_bytes
            while self.n_bytes > MOST_BYTES:
                self.n_bytes -= self._rows.pop(next(iter(self._rows))).n_bytes


class _Kept(NamedTuple):
    names: frozenset[str]
    rows: pa.Table
    n_bytes: int


_Key: TypeAlias = tuple[str, str]
"""(table, generation of the file)"""


def _key(table: Table, path: Path) -> _Key:
    return table.name, _FILES.generation(path)


def _alone(rows: pa.Table) -> pa.Table:
    """The rows without what they were cut from, which would stay in memory with them."""
    if rows.get_total_buffer_size() <= _LOOSE_BYTES + _LOOSE_CELL_BYTES * len(rows) * rows.num_columns:
        return rows
    return rows.take(pa.array(range(len(rows))))


def _read(table: Table, path: Path, names: tuple[str, ...], file_sha: str) -> pa.Table:
    data = path.read_bytes()
    if file_sha and (found := sha256(data).hexdigest()) != file_sha:
        raise ValueError(f"its bytes have the sha256 {found[:12]}, not {file_sha[:12]}: damaged or changed")
    # Of small files, fetching columns one by one or handing them to threads costs more than reading them.
    with pq.ParquetFile(pa.BufferReader(data)) as file:
        there = set(file.schema.names)  # the same as those of Arrow, and cheaper: no table of ours is nested
        rows = file.read([name for name in names if name in there], use_threads=False)
    return _shaped(rows, _plain(table, names))


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
