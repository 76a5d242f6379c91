"""The content hash of a partition: its schema and its ordered values, whatever wrote the file and however it was chunked."""

import hashlib
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

# Values are hashed in slices that are cut at fixed rows, so that a stream's batches leave no trace.
SLICE_ROWS = 65_536


class ContentHash:
    """sha256 over schema and values; feed it slices of SLICE_ROWS rows (the last one may be shorter)."""

    def __init__(self, schema: pa.Schema) -> None:
        self._columns = [hashlib.sha256(f"{field.name}:{field.type}".encode()) for field in schema]

    def update(self, part: pa.Table) -> None:
        """Add one slice."""
        for digest, column in zip(self._columns, part.columns, strict=True):
            _add(digest, column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))

    def hexdigest(self) -> str:
        """The hash of everything added so far."""
        together = hashlib.sha256()
        for digest in self._columns:
            together.update(digest.digest())
        return together.hexdigest()


def _add(digest: "hashlib._Hash", values: pa.Array) -> None:
    digest.update(len(values).to_bytes(8, "little"))
    digest.update(values.null_count.to_bytes(8, "little"))
    if values.null_count == len(values):
        return
    if values.null_count:
        digest.update(_plain(values.is_valid()))
        values = values.drop_null()
    if pa.types.is_string(values.type):
        digest.update(_plain(pc.binary_length(values)))
        values = values.cast(pa.binary())
        start, end = values.offset, values.offset + len(values)
        offsets = memoryview(values.buffers()[1]).cast("i")
        digest.update(memoryview(values.buffers()[2])[offsets[start] : offsets[end]])
    else:
        digest.update(_plain(values))


def _plain(values: pa.Array) -> memoryview:
    """The bytes of fixed-width values without NULLs."""
    if pa.types.is_boolean(values.type):
        values = values.cast(pa.uint8())
    width = values.type.bit_width // 8
    return memoryview(values.buffers()[1])[values.offset * width : (values.offset + len(values)) * width]


def slices(batches: Iterable[pa.RecordBatch | pa.Table], rows: int) -> Iterator[pa.Table]:
    """Cut a stream of batches anew into tables of exactly `rows` rows; the last may be shorter."""
    waiting: list[pa.Table] = []
    held = 0
    for batch in batches:
        table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        while held + len(table) >= rows:
            head = table.slice(0, rows - held)
            yield pa.concat_tables([*waiting, head])
            table = table.slice(len(head))
            waiting, held = [], 0
        if len(table):
            waiting.append(table)
            held += len(table)
    if held:
        yield pa.concat_tables(waiting)
