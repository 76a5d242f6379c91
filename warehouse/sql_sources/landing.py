"""Land: take the new rows of every source into raw/ and the journal, table by table. Nothing is ever written to a source.

What is new is told by the sync column: all that came after the moment up to which the receipts say a table was read. A moment is
read as a whole or not at all, and only once it has settled, so that rows which share it never fall on both sides.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from transforms.connectors.model import Connector, SourceTable
from transforms.connectors.register import CONNECTORS
from transforms.errors import DatabaseSourceError
from warehouse import journal, raw, receipts
from warehouse.ledger import arrivals
from warehouse.locks import scratch
from warehouse.sql_sources import marks, query
from warehouse.sql_sources.chunks import CHUNK_BYTES, Chunk, Writer, about, path_of
from warehouse.sql_sources.reaching import asking, connected, url_of
from warehouse.sql_sources.shape import Shape, look
from warehouse.sql_sources.source import Mark, Reading, Source
from warehouse.storage import remove_file
from warehouse.workspace import Workspace

# Rows that are held in memory at once.
ROWS_AT_ONCE = 2_000
# Rows came in behind what was read: so many days are read once more, and what is known already changes nothing.
LOOK_BACK = timedelta(days=3)


def land_sources(workspace: Workspace, ledger: Engine, sources: Iterable[Source], *, chunk_bytes: int = CHUNK_BYTES) -> Reading:
    """Read every source. One that fails is told and stops no other."""
    reading = Reading()
    for source in sources:
        try:
            connector = _connector(source)
            marks.adopt(workspace, ledger, source.brand)
            with connected(source) as connection:
                Table(workspace, ledger, source, connection, reading, chunk_bytes).land_all(connector)
        except DatabaseSourceError as error:
            reading.skip(error)
    return reading


def _connector(source: Source) -> Connector:
    found = CONNECTORS.get(source.connector)
    if found is None:
        raise DatabaseSourceError(
            where=f"sources.{source.name}, connector",
            expected=f"one of {', '.join(CONNECTORS)}",
            found=source.connector,
            remedy="correct the name; CONTRIBUTING.md says how a connector is added",
        )
    return found


class Table:
    """Reads the tables of one source over one connection."""

    def __init__(
        self, workspace: Workspace, ledger: Engine, source: Source, connection: Connection, reading: Reading, chunk_bytes: int
    ) -> None:
        self.workspace = workspace
        self.ledger = ledger
        self.source = source
        self.connection = connection
        self.reading = reading
        self.chunk_bytes = chunk_bytes

    def land_all(self, connector: Connector) -> None:
        """Every table of the connector; one that cannot be read is told, unless nothing can be read any more."""
        schema = self.source.schema or (None if self.connection.dialect.name == "sqlite" else connector.schema)
        for told in connector.tables:
            try:
                self._land(schema, told)
            except DatabaseSourceError as error:
                self.reading.skip(error)
            if self.connection.invalidated:
                return
            # PostgreSQL answers nothing more in a transaction in which something failed.
            with self._asking(told):
                self.connection.rollback()

    def _asking(self, told: SourceTable) -> AbstractContextManager[None]:
        """Around every question to the source, and around nothing else: the ledger speaks SQL too."""
        return asking(self.source, url_of(self.connection), told.table)

    def _land(self, schema: str | None, told: SourceTable) -> None:
        with self._asking(told):
            shape = look(self.connection, self.source, schema, told)
        if not shape.can_hold_records:
            return
        found = query.records(shape)
        mark = marks.mark_of(self.workspace, self.ledger, self.source, told)
        # Only here does the clock count: a moment that is too young to be whole waits for the next night.
        until = datetime.now(UTC) - timedelta(seconds=self.source.settle_s)
        after, n_before = self._where_to_begin(found, mark, told)
        self._tell_oddities(shape, mark, until)
        writer = Writer(self.source, told, found.headers)
        with scratch(self.workspace.staging) as half_made:
            for chunk in writer.chunks(self._rows(told, found, after, until), half_made, self.chunk_bytes):
                n_before += chunk.n_rows
                self._take(told, chunk, n_before)

    def _where_to_begin(self, found: query.Records, mark: Mark | None, told: SourceTable) -> tuple[datetime | None, int]:
        """The moment after which to read, and how many records there are up to it."""
        if mark is None:
            return None, 0
        n_now = self._count(told, found, mark.until)
        if n_now <= mark.n_rows:
            return mark.until, n_now
        after = mark.until - LOOK_BACK
        self.reading.notes.append(
            f"sources.{self.source.name}: {told.table}: {n_now - mark.n_rows:,} rows came in behind what was read, so the "
            f"{LOOK_BACK.days} days before {mark.until:%Y-%m-%d %H:%M} UTC are read again; a larger settle_s would have waited"
        )
        return after, self._count(told, found, after)

    def _count(self, told: SourceTable, found: query.Records, until: datetime) -> int:
        with self._asking(told):
            return int(self.connection.execute(found.count(until)).scalar_one())

    def _rows(
        self, told: SourceTable, found: query.Records, after: datetime | None, until: datetime
    ) -> Iterator[Sequence[Sequence[Any]]]:
        """Rows in the order of their moments, few at a time, whatever the driver would rather do."""
        options = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
        with self._asking(told), self.connection.execute(found.between(after, until), execution_options=options) as result:
            for some in result.partitions():
                self.reading.n_rows += len(some)
                yield some

    def _take(self, told: SourceTable, chunk: Chunk, n_through: int) -> None:
        """As files are taken: bytes first, then the receipt, then the index over both."""
        copied = chunk.copied(self.source.brand)
        raw.keep(self.workspace, [copied])
        observed = chunk.observed.isoformat(timespec="microseconds")
        event = receipts.receipt(copied, path_of(self.source, told, chunk), observed, datetime.now(UTC))
        event |= {"observed_by": "content", "source": about(self.source, told, chunk, n_through)}
        is_new = not self._is_known(copied.sha)
        journal.record(self.workspace, [event])
        arrivals.register(self.workspace, self.ledger, [marks.look(event)])
        remove_file(copied.temporary)
        if is_new:
            self.reading.taken.append((self.source.brand, copied.sha, event["path"]))

    def _is_known(self, sha: str) -> bool:
        return bool(receipts.receipts_of(self.workspace, self.source.brand, [sha])[sha])

    def _tell_oddities(self, shape: Shape, mark: Mark | None, until: datetime) -> None:
        asked = query.oddities(shape, mark.until if mark else None, until)
        with self._asking(shape.told):
            unsynced, gone, young = self.connection.execute(asked).one()
        where, synced = f"sources.{self.source.name}: {shape.told.table}", shape.told.synced
        if unsynced:
            self.reading.skip(
                DatabaseSourceError(
                    where=where,
                    expected=f"a moment in {synced} of every row: it says what is new",
                    found=f"{unsynced:,} rows without one; they are not read, the others are",
                    remedy=f"let the connector sync the table anew, or fill {synced}: the rows are read with the next night",
                )
            )
        told = [
            (gone, f"rows that are marked as deleted since ({shape.told.deleted}): not read; what was read of them before stays"),
            (young, f"rows are younger than settle_s ({self.source.settle_s:,.0f} s): they wait for a later night"),
        ]
        notes = [f"{where}: {n:,} {text}" for n, text in told if n]
        self.reading.notes += [note for note in notes if note not in self.reading.notes]
