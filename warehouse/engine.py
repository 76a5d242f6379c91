"""The engine: DuckDB over Arrow and Parquet, out of core, with a memory limit and a spill folder."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import Table
from transforms.errors import SettingsError
from transforms.facts.register import macros

# Months are cut at UTC midnight wherever the machine stands.
_IN_UTC = "SET TimeZone = 'UTC'"
_BOUNDS = "SELECT current_setting('threads'), parse_formatted_bytes(current_setting('memory_limit'))"
_BATCH_ROWS = 65_536
# However few its rows, a query has buffers for each of its threads.
_CURSOR_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class EngineSettings:
    """Bounds of the engine; None lets DuckDB choose."""

    threads: int | None = None
    memory_limit: str = "2GB"


@contextmanager
def engine(settings: EngineSettings, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills to `spill`; extensions are never fetched.

    Raises:
        SettingsError: what is asked of it fits neither into its memory nor beside it.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": settings.memory_limit,
        "temp_directory": str(spill),
    }
    if settings.threads:
        config["threads"] = settings.threads
    try:
        with duckdb.connect(":memory:", config=config) as connection:
            connection.execute(_IN_UTC)
            connection.execute(macros())
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise SettingsError(
            where=f"memory_limit = {settings.memory_limit}",
            expected="memory for what is read at a time, or room to spill in .staging/",
            found=str(error).partition("\n")[0],
            remedy="raise memory_limit, lower threads or make room, and run it again: nothing is lost",
        ) from error


def memory_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The bytes of memory that the engine may use."""
    (_, memory), *_ = connection.execute(_BOUNDS).fetchall()
    return int(memory)


@contextmanager
def cursors(connection: duckdb.DuckDBPyConnection, most: int) -> Iterator[list[duckdb.DuckDBPyConnection]]:
    """More connections to the same engine: `most`, and no more than it has threads and memory for.

    They share macros and the memory limit; what is registered with one of them, the others do not know.
    """
    threads, memory = connection.execute(_BOUNDS).fetchall()[0]
    with ExitStack() as opened:
        found = [opened.enter_context(connection.cursor()) for _ in range(max(1, min(most, threads, memory // _CURSOR_BYTES)))]
        for each in found:
            each.execute(_IN_UTC)
        yield found


def scan_parquet(table: Table, paths: list[Path]) -> "ds.Dataset | pa.Table":
    """The files of one table as a lazy dataset; an empty table where there is no file."""
    if not paths:
        return arrow_schema(table).empty_table()
    return ds.dataset([str(path) for path in paths], format="parquet", schema=arrow_schema(table).remove_metadata())


def read_parquet(table: Table, paths: list[Path]) -> pa.Table:
    """The rows of the files of one table, all of them in memory: for a month of one brand."""
    rows = scan_parquet(table, paths)
    return rows if isinstance(rows, pa.Table) else rows.to_table()


def map_arrow(table: Table, paths: list[Path]) -> pa.Table:
    """Staged Arrow files of one staging table, one below the other, mapped into memory: only what is looked at is read."""
    files = [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in paths]
    return pa.concat_tables([_nullable(arrow_schema(table)).empty_table(), *(file.replace_schema_metadata() for file in files)])


def _nullable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field.with_nullable(True).remove_metadata() for field in schema])  # noqa: FBT003 - positional in pyarrow


def few(connection: duckdb.DuckDBPyConnection, query: str) -> list[pa.RecordBatch]:
    """Rows of an ordered query that has few of them, all in memory.

    They are laid down before they are read: a relation is parsed and bound twice, to know its columns and to run, and what is
    hundreds of sums long takes more time for that than for a month of rows.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE _few AS\n{query}")
    try:
        return list(connection.sql("FROM _few").to_arrow_reader(_BATCH_ROWS))
    finally:
        connection.execute("DROP TABLE _few")


def stream(connection: duckdb.DuckDBPyConnection, query: str) -> pa.RecordBatchReader:
    """Rows of an ordered query by record batches.

    `con.sql` keeps ORDER BY where `con.execute(...).to_arrow_reader()` may lose it (STACK); they lie outside DuckDB's limit.
    """
    return connection.sql(query).to_arrow_reader(_BATCH_ROWS)
