"""Trace: from one figure of a report to the rows of the facts that gave it, and from these to the export files."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transforms.contracts.table import Table
from transforms.reports.tracing import Given, Made, Trail, Units, rows_query, units_query
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
_KEY, _FIGURE = "key_", "figure_"
# What merely is there has no figure to ask for.
_CARRIED = frozenset({"count", "bits", "distinct"})


@dataclass(frozen=True)
class FactRow:
    """One row of a fact, and the figure that it gave."""

    table: str
    file: str
    key: Row
    column: str | None
    value: Any
    sources: tuple[tuple[str, int], ...]
    """(sha, line) of its record; of a change, the earlier observation's too"""


@dataclass(frozen=True)
class Part:
    """One unit of a figure: a post, a day, a change, a file. What it gives, and the rows that say so."""

    unit: Row
    value: Any
    rows: tuple[FactRow, ...]


@dataclass
class Traced:
    """One figure of a report and what it is made of."""

    column: str
    value: Any
    how: str
    words: str = ""
    parts: list[Part] = field(default_factory=list)
    of: list["Traced"] = field(default_factory=list)
    """the columns that it is made of, each traced on its own"""
    wrong: list[str] = field(default_factory=list)
    """where the parts do not come to what the report says"""

    @property
    def adds_up(self) -> bool:
        """Whether its parts, and those of everything that it is made of, come to what the report says."""
        return not self.wrong and all(each.adds_up for each in self.of)

    @property
    def shas(self) -> set[str]:
        """The export files behind it."""
        own = {sha for part in self.parts for row in part.rows for sha, _ in row.sources}
        own |= {part.unit["source_sha"] for part in self.parts if "source_sha" in part.unit}
        return own.union(*(each.shas for each in self.of))


def trace(
    connection: "duckdb.DuckDBPyConnection", workspace: Workspace, trail: Trail, row: Row, column: str, params: Row
) -> Traced:
    """Follow one figure of one row of a report. What the trail's queries read is registered."""
    origin = trail.origin(column)
    if isinstance(origin, Given):
        return Traced(column, row[column], "given", origin.words)
    if isinstance(origin, Made):
        of = [trace(connection, workspace, trail, row, each, params) for each in origin.of]
        return Traced(column, row[column], "made", origin.words, of=of)
    units = trail.units[origin.units or trail.kind(row)]
    found = _fetch(connection, units_query(trail, units, origin), params)
    names: tuple[str | None, ...] = () if units.fact is None else (units.reads(origin.of) or (None,))
    if origin.how in _CARRIED and units.fact is not None:
        names = (None,)
    rows: dict[tuple[Any, ...], list[FactRow]] = defaultdict(list)
    for name in names:
        for each in _fetch(connection, rows_query(trail, units, origin, name), params):
            rows[tuple(each[one] for one in units.entity)].append(_fact_row(workspace, units, each, name, row["brand"]))
    parts = [
        Part({one: each[one] for one in units.entity}, each["value"], tuple(rows[tuple(each[one] for one in units.entity)]))
        for each in found
    ]
    told = Traced(column, row[column], origin.how, origin.of, parts)
    if origin.how != "shown":
        told.wrong = [*_off_total(told), *(off for one, part in zip(found, parts, strict=True) for off in _off_unit(one, part))]
    if origin.how == "last":
        told.parts = told.parts[-1:]
    return told


def _fact_row(workspace: Workspace, units: Units, each: Row, name: str | None, brand: str) -> FactRow:
    fact: Table = units.fact  # type: ignore[assignment]
    path = workspace.partition(fact, brand, each["month_of_file"]).relative_to(workspace.root)
    key = {at.removeprefix(_KEY): value for at, value in each.items() if at.startswith(_KEY)}
    key |= {"observed_on": each["observed_on"]} if "observed_on" in each else {}
    sources = [(each["source_sha"], each["source_line"])]
    if "from_source_sha" in each:
        sources.insert(0, (each["from_source_sha"], each["from_source_line"]))
    return FactRow(
        fact.name, path.as_posix(), key, units.figure.format(name=name) if name else None, each["value"], tuple(sources)
    )


def _off_total(told: Traced) -> Iterable[str]:
    """The parts come to the figure. Nothing and 0 are the same only where there is nothing to add."""
    values = [part.value for part in told.parts if part.value is not None]
    found = _total(told.how, values, len(told.parts))
    if found != told.value and not (not values and not told.value):
        yield f"the report says {told.value}, its parts come to {found}"


def _total(how: str, values: list[Any], n_parts: int) -> Any:  # noqa: ANN401 - whole numbers stay whole, money stays decimal
    match how:
        case "count":
            return n_parts
        case "max":
            return max(values, default=None)
        case "last":
            return values[-1] if values else None
        case "mean":
            return float(f"{float(sum(values)) / len(values):.11e}") if values else None
        case "bits":
            found = 0
            for value in values:
                found |= value
            return found
    return sum(values[1:], values[0]) if values else None


def _off_unit(unit: Row, part: Part) -> Iterable[str]:
    """What the facts say of a unit is what the report took it for."""
    said: dict[str, Any] = {}
    for row in part.rows:
        if row.column is not None and row.value is not None:
            said[row.column] = said.get(row.column, 0) + row.value
    for at, value in unit.items():
        name = at.removeprefix(_FIGURE)
        if at.startswith(_FIGURE) and any(row.column is not None for row in part.rows):
            found = said.get(name, said.get(f"{name}_delta"))
            if found != value and not (isinstance(found, float | Decimal) and float(found) == float(value or 0)):
                yield f"{part.unit}: {name} is {value} in the report's own steps, and {found} in the facts"


def _fetch(connection: "duckdb.DuckDBPyConnection", query: str, params: Row) -> list[Row]:
    used = {name: params[name] for name in set(re.findall(r"\$(\w+)", query))}
    done = connection.execute(query, used)
    names = [column[0] for column in done.description or ()]
    return [dict(zip(names, values, strict=True)) for values in done.fetchall()]


def files_there(workspace: Workspace, table: Table, brand: str, months: Iterable[str]) -> list[Path]:
    """The published files of one table and brand in some months."""
    return [path for month in months if (path := workspace.partition(table, brand, month)).is_file()]


def line_of(line: int) -> Mapping[str, int]:
    """A line of an export, and of which part of an archive or workbook, from 1, where it has several."""
    part, within = divmod(line, 1_000_000_000)
    return {"line": within} | ({"part": part} if part else {})
