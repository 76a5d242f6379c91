"""The content hash of a partition: its schema and its ordered values, whatever wrote the file and however it was chunked."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# Values are hashed in slices that are cut at fixed rows, so that a stream's batches leave no trace.
SLICE_ROWS = 65_536
_TEXT, _BOOL = pa.string().id, pa.bool_().id


class ContentHash:
    """sha256 over schema and values; feed it slices of SLICE_ROWS rows (the last one may be shorter)."""

    def __init__(self, schema: pa.Schema) -> None:
        self._digest = hashlib.sha256("".join(f"{field.name}:{field.type}\n" for field in schema).encode())

    def update(self, part: pa.Table) -> None:
        """Add one slice."""
        for column in part.columns:
            _add(self._digest, column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))

    def hexdigest(self) -> str:
        """The hash of everything added so far."""
        return self._digest.hexdigest()


def _add(digest: "hashlib._Hash", values: pa.Array) -> None:
    # By numpy over Arrow's buffers: of a few rows, a call of a compute function costs more than what it does.
    n_rows, n_null = len(values), values.null_count
    digest.update(b"%d,%d;" % (n_rows, n_null))
    if n_null == n_rows:
        return
    there = None
    if n_null:
        there = _bits(values.buffers()[0], values.offset, n_rows)
        digest.update(there.tobytes())
    kind = values.type.id
    if kind == _TEXT:
        values = values.drop_null() if n_null else values
        _, offsets, data = values.buffers()
        ends = np.frombuffer(offsets, np.int32)[values.offset : values.offset + len(values) + 1]
        digest.update(np.diff(ends).tobytes())
        if data is not None:
            digest.update(memoryview(data)[ends[0] : ends[-1]])
        return
    plain = _plain(values, is_bool=kind == _BOOL)
    digest.update((plain if there is None else plain[there.view(bool)]).tobytes())


def _plain(values: pa.Array, *, is_bool: bool) -> npt.NDArray[Any]:
    """The values of a fixed width, whatever stands where NULL is; a boolean takes a byte."""
    data = values.buffers()[1]
    if is_bool:
        return _bits(data, values.offset, len(values))
    width = values.type.bit_width // 8
    return np.frombuffer(data, f"V{width}", len(values), values.offset * width)


def _bits(data: pa.Buffer, offset: int, n: int) -> npt.NDArray[np.uint8]:
    """One byte, 0 or 1, for each of `n` bits from `offset`."""
    whole = offset // 8
    packed = np.frombuffer(data, np.uint8, (offset + n + 7) // 8 - whole, whole)
    return np.unpackbits(packed, bitorder="little")[offset - 8 * whole :][:n]


def slices(batches: Iterable[pa.RecordBatch | pa.Table], rows: int) -> Iterator[pa.Table]:
    """Cut a stream of batches anew into tables of exactly `rows` rows; the last may be shorter."""
    waiting: list[pa.Table] = []
    held = 0
    for batch in batches:
        table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        while held + len(table) >= rows:
            head = table.slice(0, rows - held)
            yield _together([*waiting, head])
            table = table.slice(len(head))
            waiting, held = [], 0
        if len(table):
            waiting.append(table)
            held += len(table)
    if held:
        yield _together(waiting)


def _together(tables: list[pa.Table]) -> pa.Table:
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables)
