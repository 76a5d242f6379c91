"""The ground on which one brand's figures are traced: for each report and month an engine with what its trail reads."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.table import Table
from transforms.exports.registry import Registry
from transforms.reports.trails import TRAILS
from transforms.strategy import Strategy
from warehouse.deriving import format_ranks
from warehouse.engine import EngineSettings, engine, read_parquet
from warehouse.trace_inputs import OF_ONE_ROW, Row, files_there, params_of, register
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

    from warehouse.journal import Event
    from warehouse.tracing import Traced


@dataclass(frozen=True)
class Place:
    """What one brand's figures were made of: today, or when a month was closed."""

    workspace: Workspace
    strategy: Strategy
    files: Sequence[Mapping[str, Any]]
    """the ledger's taken and held files of the brand"""
    formats: Registry
    known: str = ""
    """as of when, where it is not today"""


class Grounds:
    """Opens an engine when a trace first comes to a report and month; a report of reports is followed over several."""

    def __init__(
        self,
        today: Place,
        settings: EngineSettings,
        spill: Path,
        close_of: "Callable[[str], Event | None]",
        as_closed: Callable[[str], Place | None],
    ) -> None:
        """`close_of` finds what the journal keeps of a month's close, `as_closed` what the close of a restated month knew."""
        self.workspace, self._today = today.workspace, today
        self._settings, self._spill, self._close_of, self._as_closed = settings, spill, close_of, as_closed
        self.followed: dict[tuple[Any, ...], Traced] = {}
        """figures that were followed already, by report, row and column"""
        self._open = ExitStack()
        self._places: dict[str, Place] = {}
        self._engines: dict[tuple[Any, ...], duckdb.DuckDBPyConnection] = {}
        self._rows: dict[tuple[str, str], dict[tuple[Any, ...], Row]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def place(self, table: Table, month: str) -> Place:
        """What the reports of a month were made of; its restatements are told from what is known today."""
        if table == RPT_RESTATEMENTS:
            return self._today
        if month not in self._places:
            self._places[month] = self._as_closed(month) or self._today
        return self._places[month]

    def of(self, table: Table, row: Row) -> "tuple[duckdb.DuckDBPyConnection, Row]":
        """Where the trail of a report's row is followed, and what its queries ask by."""
        month, place = row["month"], self.place(table, row["month"])
        key = (table.name, month, *((row[name] for name in table.key) if table.name in OF_ONE_ROW else ()))
        if key not in self._engines:
            connection = self._open.enter_context(engine(self._settings, self._spill))
            connection.register("formats", format_ranks(place.formats))
            register(connection, place.workspace, place.strategy, table, row, place.files, self._close_of(month))
            # Asked again for each figure, and the same for all of them.
            for name, query in TRAILS[table.name].queries().items():
                connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
            self._engines[key] = connection
        return self._engines[key], params_of(place.strategy, row)

    def row(self, table: Table, named: Row) -> Row:
        """The published row of a report that `named` tells by month and key."""
        month = named["month"]
        if (table.name, month) not in self._rows:
            found = read_parquet(table, files_there(self.workspace, table, self._today.strategy.brand, [month])).to_pylist()
            self._rows[table.name, month] = {tuple(row[name] for name in table.key): row for row in found}
        return self._rows[table.name, month][tuple(named[name] for name in table.key)]
