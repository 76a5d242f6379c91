"""Trace: from one figure of a report to the rows of the facts that gave it, and from these to the export files."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from math import isclose
from operator import or_
from typing import TYPE_CHECKING, Any

from transforms.contracts.table import Table
from transforms.reports.tracing import Added, Made, Trail, Units, rows_query, units_query
from transforms.reports.trails import TRAILS
from warehouse.trace_grounds import Grounds
from warehouse.trace_inputs import Row
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

_KEY, _FIGURE = "key_", "figure_"
# What merely is there has no figure to ask for.
_CARRIED = frozenset({"count", "bits"})


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
    of: tuple["Traced", ...] = ()
    """of a row of another report, its figures, each traced on its own"""


@dataclass
class Traced:
    """One figure of a report and what it is made of."""

    column: str
    value: Any
    how: str
    words: str = ""
    report: str = ""
    row: Row = field(default_factory=dict)
    """what names the row that it stands in"""
    known: str = ""
    """as of when it is followed, where that is not today"""
    parts: list[Part] = field(default_factory=list)
    of: list["Traced"] = field(default_factory=list)
    """the columns that it is made of, each traced on its own"""
    wrong: list[str] = field(default_factory=list)
    """where the parts do not come to what the report says"""

    @property
    def adds_up(self) -> bool:
        """Whether its parts, and those of everything that it is made of, come to what the report says."""
        return not self.wrong and all(each.adds_up for each in self._deeper)

    @property
    def shas(self) -> set[str]:
        """The export files behind it."""
        own = {sha for part in self.parts for row in part.rows for sha, _ in row.sources}
        own |= {part.unit["source_sha"] for part in self.parts if "source_sha" in part.unit}
        return own.union(*(each.shas for each in self._deeper))

    @property
    def _deeper(self) -> list["Traced"]:
        return [*self.of, *(each for part in self.parts for each in part.of)]


def trace(grounds: Grounds, trail: Trail, row: Row, column: str) -> Traced:
    """Follow one figure of one row of a report. A figure that others are made of is followed once."""
    where = (trail.table.name, *_named(trail.table, row).values(), column)
    if where not in grounds.followed:
        grounds.followed[where] = _trace(grounds, trail, row, column)
    return grounds.followed[where]


def _trace(grounds: Grounds, trail: Trail, row: Row, column: str) -> Traced:
    origin = trail.origin(column)
    known = grounds.place(trail.table, row["month"]).known
    told = Traced(column, row[column], "given", report=trail.table.name, row=_named(trail.table, row), known=known)
    if isinstance(origin, Added):
        _follow(grounds, trail, row, origin, told)
        return told
    told.words = origin.words
    if isinstance(origin, Made):
        told.how = "made"
        told.of = [trace(grounds, trail, row, each) for each in origin.of]
        told.wrong = [*_off_formula(grounds.of(trail.table, row)[0], origin, row, told.value)]
    return told


def _follow(grounds: Grounds, trail: Trail, row: Row, added: Added, told: Traced) -> None:
    connection, params = grounds.of(trail.table, row)
    units = trail.units[added.units or trail.kind(row)]
    read = units.reads(added.of, row)
    found = _fetch(connection, units_query(units, added, read), params)
    told.how, told.words = added.how, added.of
    if units.is_of_report:
        told.parts = [_cell(grounds, units, each, () if added.how in _CARRIED else read, row) for each in found]
    else:
        rows = _rows(grounds, trail, row, added, () if added.how in _CARRIED else read)
        told.parts = [Part(unit := _unit(units, each), each["value"], tuple(rows[tuple(unit.values())])) for each in found]
    if added.how != "shown":
        off_units = (off for one, part in zip(found, told.parts, strict=True) for off in _off_unit(one, part))
        told.wrong = [*_off_total(told), *off_units]
    if added.how == "last":
        told.parts = told.parts[-1:]


def _unit(units: Units, each: Row) -> Row:
    return {name: each[name] for name in units.entity}


def _cell(grounds: Grounds, units: Units, each: Row, names: Iterable[str], row: Row) -> Part:
    """A unit that is a row of another report: its figures are followed in their turn."""
    table: Table = units.fact  # type: ignore[assignment]
    theirs = grounds.row(table, each)
    columns = [units.column(name, row) for name in names] or [units.counted.format_map(row)]
    of = tuple(trace(grounds, TRAILS[table.name], theirs, column) for column in columns)
    return Part(_unit(units, each), each["value"], (), of)


def _rows(grounds: Grounds, trail: Trail, row: Row, added: Added, read: Iterable[str]) -> Mapping[tuple[Any, ...], list[FactRow]]:
    """The rows of the fact behind each unit."""
    connection, params = grounds.of(trail.table, row)
    units = trail.units[added.units or trail.kind(row)]
    rows: dict[tuple[Any, ...], list[FactRow]] = defaultdict(list)
    if units.fact is None:
        return rows
    columns: list[str | None] = [units.column(name, row) for name in read]
    for column in columns or [None]:
        for each in _fetch(connection, rows_query(units, added, column), params):
            told = _fact_row(grounds.workspace, units.fact, each, column, row["brand"])
            rows[tuple(_unit(units, each).values())].append(told)
    return rows


def _named(table: Table, row: Row) -> Row:
    return {name: row[name] for name in ("brand", "month", *table.key)}


def _fact_row(workspace: Workspace, fact: Table, each: Row, column: str | None, brand: str) -> FactRow:
    path = workspace.partition(fact, brand, each["month_of_file"]).relative_to(workspace.root)
    key = {at.removeprefix(_KEY): value for at, value in each.items() if at.startswith(_KEY)}
    key |= {"observed_on": each["observed_on"]} if "observed_on" in each else {}
    sources = [(each["source_sha"], each["source_line"])]
    if "from_source_sha" in each:
        sources.insert(0, (each["from_source_sha"], each["from_source_line"]))
    return FactRow(fact.name, path.as_posix(), key, column, each["value"], tuple(sources))


def _off_total(told: Traced) -> Iterable[str]:
    """The parts come to the figure. Nothing and 0 are the same only where there is nothing to add."""
    values = [part.value for part in told.parts if part.value is not None]
    found = _total(told.how, values, len(told.parts))
    if found != told.value and not (not values and not told.value):
        yield f"the report says {told.value}, its parts come to {found}"


def _off_formula(connection: "duckdb.DuckDBPyConnection", made: Made, row: Row, value: Any) -> Iterable[str]:  # noqa: ANN401 - any figure
    """The columns that it is made of come to the figure; rates are rounded to 12 digits."""
    if not made.formula:
        return
    columns = ", ".join(f"${name} AS {name}" for name in made.of)
    found = _fetch(connection, f"SELECT {made.formula} AS value FROM (SELECT {columns})", row)[0]["value"]
    if found != value and not (found is not None and value is not None and isclose(found, value, rel_tol=1e-11)):
        yield f"the report says {value}, {made.formula} comes to {found}"


def _total(how: str, values: list[Any], n_parts: int) -> Any:  # noqa: ANN401 - whole numbers stay whole, money stays decimal
    if how in {"count", "bits"}:
        return n_parts if how == "count" else reduce(or_, values, 0)
    return _TOTALS.get(how, _added)(values) if values else None


def _added(values: list[Any]) -> Any:  # noqa: ANN401 - as above
    return sum(values[1:], values[0])


# Of nearest rank: the smallest value that half, or 9 of 10, do not exceed.
_TOTALS: dict[str, Callable[[list[Any]], Any]] = {
    "max": max,
    "last": lambda values: values[-1],
    "fall": lambda values: float(f"{values[0] - values[-1]:.11e}"),
    "median": lambda values: sorted(values)[(len(values) + 1) // 2 - 1],
    "p90": lambda values: sorted(values)[(len(values) * 9 + 9) // 10 - 1],
    "mean": lambda values: float(f"{float(sum(values)) / len(values):.11e}"),
}


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


def line_of(line: int) -> Mapping[str, int]:
    """A line of an export, and of which part of an archive or workbook, from 1, where it has several."""
    part, within = divmod(line, 1_000_000_000)
    return {"line": within} | ({"part": part} if part else {})
