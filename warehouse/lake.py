"""The lake: writing and reading partition files in the profile that every BI tool reads (DESIGN 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from transforms.errors import IntegrityError
from warehouse.content_hash import SLICE_ROWS, ContentHash, slices
from warehouse.faultpoints import step
from warehouse.storage import make_folder

# A multiple of SLICE_ROWS; bounds the memory of writing whatever the size of a partition.
ROW_GROUP_ROWS = 4 * SLICE_ROWS
CONTENT_HASH_KEY = b"pilaster.content_hash"
VERSION_KEY = b"pilaster.transform_version"


@dataclass(frozen=True)
class Footer:
    """What a partition file says of itself."""

    content_hash: str
    transform_version: int
    n_rows: int


def write_partition(
    path: Path, table: Table, version: int, batches: Iterable[pa.RecordBatch | pa.Table], compression: str
) -> Footer:
    """Write one whole file, read it back and compare.

    Raises:
        IntegrityError: what was read back is not what was written.
    """
    make_folder(path.parent)
    schema = arrow_schema(table)
    written, n_rows, groups = ContentHash(schema), 0, 0
    step(f"stage {path.name}")
    with (
        pa.OSFile(str(path), "wb") as sink,
        pq.ParquetWriter(sink, schema, compression=compression, version="2.6", data_page_version="1.0") as writer,
    ):
        for group in slices(batches, ROW_GROUP_ROWS):
            shaped = group.select(schema.names).cast(schema)
            for part in slices([shaped], SLICE_ROWS):
                written.update(part)
            writer.write_table(shaped, row_group_size=ROW_GROUP_ROWS)
            n_rows, groups = n_rows + len(group), groups + 1
        footer = Footer(written.hexdigest(), version, n_rows)
        writer.add_key_value_metadata({CONTENT_HASH_KEY: footer.content_hash, VERSION_KEY: str(version)})
    verify_partition(path, table, footer, shaped if groups == 1 else None)
    return footer


def verify_partition(path: Path, table: Table, footer: Footer, written: pa.Table | None = None) -> None:
    """Read a file back whole: rows, schema and content hash. What was `written`, still at hand, need not be hashed again.

    Raises:
        IntegrityError: naming the file and what differs.
    """
    schema = arrow_schema(table)
    with pq.ParquetFile(pa.OSFile(str(path))) as file:
        if not file.schema_arrow.equals(schema, check_metadata=False):
            raise IntegrityError(where=str(path), expected=f"the columns of {table.name}", found=str(file.schema_arrow.names))
        if written is not None and file.read(use_threads=False).equals(written):
            return
    found, n_rows = content_of(path)
    if (found, n_rows) != (footer.content_hash, footer.n_rows):
        raise IntegrityError(
            where=str(path),
            expected=f"{footer.n_rows} rows with content {footer.content_hash[:12]}",
            found=f"{n_rows} rows with content {found[:12]}",
            remedy="the disk or the memory is not to be trusted: look at the machine, then run the night again",
        )


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
