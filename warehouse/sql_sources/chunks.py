"""Records of a source as files for the archive: delimited text, cut between two moments of the sync column."""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from transforms.connectors.model import SourceTable, account_header
from transforms.strategy import fold_handle
from warehouse.faultpoints import step
from warehouse.raw import Copied
from warehouse.sql_sources.cells import added, as_text, moment
from warehouse.sql_sources.query import as_utc
from warehouse.sql_sources.source import Source
from warehouse.storage import PRIVATE_FILE

# A file is closed at the first new moment behind this size: large enough to be few, small enough to be read again cheaply.
CHUNK_BYTES = 32 * 1024 * 1024
# Text that is held before it is written.
_BUFFER = 1 << 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Chunk:
    """One file, half made: everything that became readable from `first` to `last`."""

    path: Path
    first: datetime
    last: datetime
    observed: datetime
    """the latest sync moment of its records"""
    n_rows: int = 0
    written: int = 0

    def __post_init__(self) -> None:
        self.buffer = io.StringIO()
        self.lines = csv.writer(self.buffer, lineterminator="\n")
        self.digest = hashlib.sha256()
        step(f"write {self.path.name}")
        self.file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb")

    def add(self, record: Sequence[object], read: datetime, synced: datetime) -> None:
        """Write one record, whose moments are not earlier than those before it."""
        self.write_line(record)
        self.n_rows += 1
        self.last = read
        self.observed = max(self.observed, synced)

    def write_line(self, cells: Sequence[object]) -> None:
        """Write one line."""
        self.lines.writerow(cells)
        if self.buffer.tell() >= _BUFFER:
            self._flush()

    def close(self) -> None:
        """No more of it. Closing it again changes nothing."""
        if not self.file.closed:
            self._flush()
            self.file.close()

    def copied(self, brand: str) -> Copied:
        """The file, closed, as the archive takes it. Its time is its records': reading it again gives the same receipt."""
        self.close()
        mtime_ns = (self.observed - _EPOCH) // timedelta(microseconds=1) * 1000
        return Copied(brand, self.path, self.path, self.digest.hexdigest(), self.written, mtime_ns)

    @property
    def size(self) -> int:
        """Bytes so far, about."""
        return self.written + self.buffer.tell()

    def _flush(self) -> None:
        data = self.buffer.getvalue().encode("utf-8", "replace")
        self.digest.update(data)
        self.file.write(data)
        self.written += len(data)
        self.buffer.seek(0)
        self.buffer.truncate()


class Writer:
    """Turns rows of one query into records of one format."""

    def __init__(self, source: Source, told: SourceTable, headers: Sequence[str]) -> None:
        self.accounts = {fold_handle(known): handle for known, handle in source.accounts.items()}
        at = {name: place for place, name in enumerate(headers)}
        self.named = [at[name] for name in told.account if name in at]
        self.sums = [
            [at[f"{told.table}.{each}"] for each in parts if f"{told.table}.{each}" in at] for parts in told.sums.values()
        ]
        self.synced = at[f"{told.table}.{told.synced}"]
        self.header = [account_header(told.format.id), *(f"sum.{name}" for name in told.sums), *headers]

    def chunks(self, rows: Iterable[Sequence[Sequence[Any]]], folder: Path, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Chunk]:
        """Files of the rows, which come in the order of the moments at which they became readable, some at a time.

        Each row is the columns of the headers, then its sync moment, then the moment at which it became readable.
        """
        chunk: Chunk | None = None
        try:
            for number, row in enumerate(chain.from_iterable(rows), 1):
                *cells, synced, read = row
                if chunk is not None and chunk.size >= chunk_bytes and as_utc(read) != chunk.last:
                    yield chunk
                    chunk = None
                chunk = chunk or self._begin(folder / f"{number}.raw", as_utc(read), as_utc(synced))
                chunk.add(self._record(cells, synced), as_utc(read), as_utc(synced))
            if chunk is not None:
                yield chunk
        finally:
            if chunk is not None:
                chunk.close()

    def _begin(self, path: Path, read: datetime, synced: datetime) -> Chunk:
        step(f"chunk {path.name}")
        chunk = Chunk(path, read, read, synced)
        chunk.write_line(self.header)
        return chunk

    def _record(self, cells: list[Any], synced: datetime) -> list[object]:
        sums = [added([cells[place] for place in places]) for places in self.sums]
        record = [self._account(cells), *sums, *map(as_text, cells)]
        record[1 + len(sums) + self.synced] = moment(as_utc(synced))
        return record

    def _account(self, cells: list[Any]) -> str:
        """The handle that the settings give one of its names; else its best name, else its id."""
        names = [str(as_text(cells[place])) for place in self.named if cells[place] not in {None, ""}]
        return next((self.accounts[name] for name in map(fold_handle, names) if name in self.accounts), names[0] if names else "")


def path_of(source: Source, told: SourceTable, chunk: Chunk) -> str:
    """What stands in a path's place: no file in landing/ is called so. Its name says how far the table was read."""
    return f"{folder_of(source, told)}/{chunk.last:%Y-%m-%dT%H%M%S.%fZ}.csv"


def folder_of(source: Source, told: SourceTable) -> str:
    """The folder of all that is read from one table."""
    return f"sql:{source.name}/{told.format.id}"


def about(source: Source, told: SourceTable, chunk: Chunk, n_through: int) -> Mapping[str, object]:
    """What the receipt of a chunk says beside the usual."""
    return {
        "name": source.name,
        "connector": source.connector,
        "table": told.table,
        "from": chunk.first.isoformat(),
        "until": chunk.last.isoformat(),
        "n_rows": chunk.n_rows,
        "n_through": n_through,
    }
