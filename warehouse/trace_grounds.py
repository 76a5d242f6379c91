"""The ground on which one brand's figures are traced: an engine for each report and month, with everything that its trail reads."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from transforms.contracts.table import Table
from transforms.exports.registry import Registry
from transforms.strategy import Strategy
from warehouse.deriving import format_ranks
from warehouse.engine import EngineSettings, engine, scan_parquet
from warehouse.trace_inputs import OF_ONE_ROW, Row, files_there, params_of, register
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

    from warehouse.journal import Event


class Grounds:
    """Opens an engine when a trace first comes to a report and month; a report of reports is followed over several."""

    def __init__(  # noqa: PLR0913 - what the reports themselves are made with
        self,
        workspace: Workspace,
        strategy: Strategy,
        files: Iterable[Mapping[str, Any]],
        formats: Registry,
        settings: EngineSettings,
        spill: Path,
        close_of: "Callable[[str], Event | None]",
    ) -> None:
        """`files` are the ledger's taken and held ones of the brand; `close_of` finds what the journal keeps of a month's close."""
        self.workspace = workspace
        self._strategy, self._files, self._formats = strategy, list(files), format_ranks(formats)
        self._settings, self._spill, self._close_of = settings, spill, close_of
        self._open = ExitStack()
        self._engines: dict[tuple[Any, ...], duckdb.DuckDBPyConnection] = {}
        self._rows: dict[tuple[str, str], dict[tuple[Any, ...], Row]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def of(self, table: Table, row: Row) -> "tuple[duckdb.DuckDBPyConnection, Row]":
        """Where the trail of a report's row is followed, and what its queries ask by."""
        key = (table.name, row["month"], *((row[name] for name in table.key) if table.name in OF_ONE_ROW else ()))
        if key not in self._engines:
            connection = self._open.enter_context(engine(self._settings, self._spill))
            connection.register("formats", self._formats)
            register(connection, self.workspace, self._strategy, table, row, self._files, self._close_of(row["month"]))
            self._engines[key] = connection
        return self._engines[key], params_of(self._strategy, row)

    def row(self, table: Table, named: Row) -> Row:
        """The published row of a report that `named` tells by month and key."""
        month = named["month"]
        if (table.name, month) not in self._rows:
            rows = scan_parquet(table, files_there(self.workspace, table, self._strategy.brand, [month]))
            found = (rows if isinstance(rows, pa.Table) else rows.to_table()).to_pylist()
            self._rows[table.name, month] = {tuple(row[name] for name in table.key): row for row in found}
        return self._rows[table.name, month][tuple(named[name] for name in table.key)]
