"""Rows on their way from the portion in which they were made to the partition where they will lie: a scratch file a portion."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from warehouse.faultpoints import step
from warehouse.ledger.partitions import Slot
from warehouse.partitions import split
from warehouse.stack import Piece
from warehouse.storage import make_folder

# Most columns of most rows are NULL, which packs to nothing.
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


class Exchange:
    """Rows of one table by partition, in scratch files of a folder of the run."""

    def __init__(self, folder: Path, table: Table) -> None:
        self._folder, self._table = folder, table
        self._pieces: dict[Slot, list[tuple[Path, int, int]]] = defaultdict(list)
        self._n_files = 0

    def add(self, rows: Iterable[pa.RecordBatch]) -> None:
        """Take in a stream ordered by brand and month; columns that it lacks are NULL."""
        schema = arrow_schema(self._table)
        path = self._folder / f"{self._n_files:04d}.arrow"
        make_folder(self._folder)
        step(f"stage {self._table.name} {path.name}")
        self._n_files += 1
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema, options=_PACKED) as file:
            for number, (slot, batches) in enumerate(split(rows, self._table)):
                piece = pa.Table.from_batches(list(batches))
                file.write_batch(pa.RecordBatch.from_arrays([_column(piece, field) for field in schema], schema=schema))
                self._pieces[slot].append((path, number, len(piece)))

    def forget(self, brands: Container[str]) -> None:
        """Leave out what was taken in of some brands."""
        for slot in [slot for slot in self._pieces if slot.brand in brands]:
            del self._pieces[slot]

    def n_rows_of(self, slot: Slot) -> int:
        """Rows that wait for a partition."""
        return sum(n_rows for _, _, n_rows in self._pieces.get(slot, ()))

    def pieces(self, slots: Iterable[Slot]) -> Iterator[tuple[Piece, int]]:
        """The rows of some partitions, piece by piece, as a stack lays them."""
        names = arrow_schema(self._table).names
        for slot in slots:
            for path, number, n_rows in self._pieces.get(slot, ()):
                yield partial(_read, path, number, names), n_rows

    def clear(self) -> None:
        """Remove the scratch files; their rows are where they belong."""
        for number in range(self._n_files):
            path = self._folder / f"{number:04d}.arrow"
            step(f"unstage {self._table.name} {path.name}")
            path.unlink()
        self._pieces.clear()
        self._n_files = 0


def _column(rows: pa.Table, field: pa.Field) -> pa.Array:
    if field.name not in rows.column_names:
        return pa.nulls(len(rows), field.type)
    column = rows.column(field.name).combine_chunks()
    return (pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column).cast(field.type)


def _read(path: Path, number: int, names: Sequence[str], columns: Sequence[str]) -> pa.Table:
    wanted = pa.ipc.IpcReadOptions(included_fields=sorted(map(names.index, columns)))
    with pa.OSFile(str(path)) as source:
        batch = pa.ipc.open_file(source, options=wanted).get_batch(number)
    return pa.Table.from_batches([batch]).select(list(columns))
