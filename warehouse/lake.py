"""The lake: writing and reading partition files in the profile that every BI tool reads (DESIGN 4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from transforms.errors import IntegrityError
from warehouse.content_hash import SLICE_ROWS, ContentHash, slices
from warehouse.faultpoints import step
from warehouse.raw import sha_of
from warehouse.storage import make_folder

# A multiple of SLICE_ROWS; bounds the memory of writing whatever the size of a partition.
ROW_GROUP_ROWS = 4 * SLICE_ROWS
CONTENT_HASH_KEY = b"pilaster.content_hash"
VERSION_KEY = b"pilaster.transform_version"
# Each column of a small file is a few short pieces: together they are one call to the system, not hundreds.
_SINK_BYTES = 128 * 1024


@dataclass(frozen=True)
class Footer:
    """What a partition file says of itself."""

    content_hash: str
    transform_version: int
    n_rows: int


@dataclass(frozen=True)
class Written:
    """What became of one file."""

    footer: Footer
    rows: pa.Table | None
    """of a small file, as it holds them"""
    file_sha: str | None
    """sha256 of its bytes as they were read back; None: it was not written"""

    @property
    def is_there(self) -> bool:
        """Whether there is a file."""
        return self.file_sha is not None


def write_partition(
    path: Path,
    table: Table,
    version: int,
    batches: Iterable[pa.RecordBatch | pa.Table],
    compression: str,
    published: Footer | None = None,
) -> Written:
    """Write one whole file, read it back and compare. A small one that would say what is `published` is not written.

    Raises:
        IntegrityError: what was read back is not what was written.
    """
    schema = arrow_schema(table)
    content, n_rows = ContentHash(schema), 0

    def hashed() -> Iterator[pa.Table]:
        nonlocal n_rows
        for group in slices(batches, ROW_GROUP_ROWS):
            shaped = _shaped(group, table)
            for part in slices([shaped], SLICE_ROWS):
                content.update(part)
            n_rows += len(shaped)
            yield shaped

    groups = hashed()
    first = next(groups, None)
    # A full group may have others behind it.
    rows = first if first is not None and len(first) < ROW_GROUP_ROWS else None
    if rows is not None and published == Footer(content.hexdigest(), version, n_rows):
        return Written(published, rows, None)
    make_folder(path.parent)
    step(f"stage {path.name}")
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.BufferedOutputStream(file, _SINK_BYTES) as sink,
        pq.ParquetWriter(sink, schema, compression=compression, version="2.6", data_page_version="1.0") as writer,
    ):
        while first is not None:
            writer.write_table(first, row_group_size=ROW_GROUP_ROWS)
            first = next(groups, None)
        footer = Footer(content.hexdigest(), version, n_rows)
        writer.add_key_value_metadata({CONTENT_HASH_KEY: footer.content_hash, VERSION_KEY: str(version)})
    file_sha, read = verify_partition(path, table, footer, rows)
    # What was read has memory of its own; what was written may be a few rows out of a large batch, and would keep all of it.
    return Written(footer, read, file_sha)


@cache
def _fields(table: Table) -> tuple[tuple[str, pa.DataType], ...]:
    return tuple((field.name, field.type) for field in arrow_schema(table))


def _shaped(rows: pa.Table, table: Table) -> pa.Table:
    """The columns of the table in its order and with its types; NULL where it may not be is an error."""
    schema = arrow_schema(table)
    if any(rows.column(name).null_count for name in table.required):
        return rows.select(schema.names).cast(schema)
    told = ((rows.column(name), type_) for name, type_ in _fields(table))
    return pa.Table.from_arrays([column if column.type == type_ else column.cast(type_) for column, type_ in told], schema=schema)


def verify_partition(path: Path, table: Table, footer: Footer, written: pa.Table | None = None) -> tuple[str, pa.Table | None]:
    """Read a file back whole: rows, schema and content hash; returns the sha256 of its bytes, and the rows of a small one.

    What was `written`, still at hand, is small: it is read at once, and need not be hashed again.

    Raises:
        IntegrityError: naming the file and what differs.
    """
    schema = arrow_schema(table)
    data = None if written is None else path.read_bytes()
    with pq.ParquetFile(pa.OSFile(str(path)) if data is None else pa.BufferReader(data)) as file:
        read = None if data is None else file.read(use_threads=False)
        there = file.schema_arrow if read is None else read.schema
        if not there.equals(schema, check_metadata=False):
            raise IntegrityError(where=str(path), expected=f"the columns of {table.name}", found=str(there.names))
        if read is not None and data is not None and read.equals(written):
            return sha256(data).hexdigest(), read
    found, n_rows = content_of(path)
    if (found, n_rows) != (footer.content_hash, footer.n_rows):
        raise IntegrityError(
            where=str(path),
            expected=f"{footer.n_rows} rows with content {footer.content_hash[:12]}",
            found=f"{n_rows} rows with content {found[:12]}",
            remedy="the disk or the memory is not to be trusted: look at the machine, then run the night again",
        )
    return sha_of(path), read


def content_of(path: Path) -> tuple[str, int]:
    """Content hash and number of the rows that a file holds, by its own columns: it may be of an earlier version.

    Raises:
        OSError, ValueError, pa.ArrowException: its rows cannot be read.
    """
    with pq.ParquetFile(pa.OSFile(str(path))) as file:
        found, n_rows = ContentHash(file.schema_arrow), 0
        for part in slices(file.iter_batches(batch_size=SLICE_ROWS), SLICE_ROWS):
            found.update(part)
            n_rows += len(part)
    return found.hexdigest(), n_rows


def read_footer(path: Path) -> Footer:
    """What a partition file says of itself.

    Raises:
        IntegrityError: it is no Parquet file of ours.
    """
    try:
        metadata = pq.read_metadata(path)
        words = metadata.metadata or {}
        return Footer(words[CONTENT_HASH_KEY].decode(), int(words[VERSION_KEY]), metadata.num_rows)
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise IntegrityError(
            where=str(path),
            expected="a partition file written by Pilaster",
            found=str(error),
            remedy="the partition is built again from raw/",
        ) from error
