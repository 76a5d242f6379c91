"""What every figure of a report is made of, as data: the words in which reports/*_trace.py speak, and the query that follows.

A cell is an aggregate over *units* (a post, a post's day, a change of a post ...), and what a unit says was supplied by rows of
the facts. Units are taken out of the report's own query, so a trace cannot see other rows than the report did. Where a report is
made of another, its units are rows of that one, and each of their figures is followed in its turn.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from transforms.contracts.columns import COLUMNS, ENGAGEMENT_COMPONENTS
from transforms.contracts.conversation_tables import FACT_MENTION
from transforms.contracts.creator_tables import FACT_CREATOR_POST
from transforms.contracts.table import Table

NUMBERS = frozenset({"int32", "int64", "double", "decimal"})
# What a unit's figure is made of, where no fact has it.
_MADE_OF = {
    "engagements": ENGAGEMENT_COMPONENTS,
    "engagements_plus_clicks": (*ENGAGEMENT_COMPONENTS, "link_clicks"),
    "engagements_native_difference": ("engagements_native", *ENGAGEMENT_COMPONENTS),
}
# Facts of which one row tells all that is told of a thing.
_WHOLE = (FACT_CREATOR_POST, FACT_MENTION)
How = Literal["sum", "count", "max", "mean", "median", "p90", "last", "fall", "bits", "shown"]


@dataclass(frozen=True)
class Added:
    """An aggregate over units. `fall`: the first less the last; `shown`: a formula over them, whose parts do not add."""

    of: str
    """SQL over one unit"""
    where: str = "true"
    how: How = "sum"
    units: str = ""
    """the units that it looks at, where they are not those that the report's row names"""


@dataclass(frozen=True)
class Made:
    """Made of other columns of the same row."""

    of: tuple[str, ...]
    words: str
    formula: str = ""
    """SQL over these columns that gives the figure; empty where no single row can tell"""

    @classmethod
    def by(cls, formula: str, *of: str, words: str = "") -> "Made":
        """A formula over columns that stand beside it; `words` where it is not what a person wants to read."""
        return cls(of, words or formula, formula)

    @classmethod
    def ratio(cls, top: str, bottom: str) -> "Made":
        """A rate of two columns that stand beside it."""
        return cls((top, bottom), f"{top} / {bottom}", f"ratio({top}, {bottom})")


@dataclass(frozen=True)
class Given:
    """Not from facts: somebody decided it, or the calendar."""

    words: str


Origin = Added | Made | Given


@dataclass(frozen=True)
class Units:
    """What one kind of unit is, and which fact supplied what it says."""

    query: str
    """SELECT of the units of one cell, over the report's own steps"""
    entity: tuple[str, ...]
    """what tells units apart"""
    fact: Table | None = None
    """None: the unit is an export file itself; a report: one row of it, named by its month and key"""
    rows: str = ""
    """FROM and WHERE of the rows of `fact`, called `fact`; {is_given}: the row has the figure"""
    believed: str = ""
    """which row of a unit gives a figure: the first in this order; empty where all of them are added"""
    figure: str = "{name}"
    """what the fact calls a figure of the unit; other {names} in it are columns of the report's row"""
    named: Mapping[str, str] | None = None
    """how the fact's rows say the entity, where they say it otherwise"""
    counted: str = "n"
    """of a report's row that merely is there, the figure to follow; {names} in it are columns of the report's row"""

    @property
    def is_of_report(self) -> bool:
        """Whether a unit is a row of another report."""
        return self.fact is not None and self.fact.layer == "report"

    def reads(self, expression: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        """The figures of the fact that an expression over a unit reads; what is made of others stands for those."""
        if self.fact is None:
            return ()
        # Some facts, and all reports, have engagements themselves; elsewhere several formats supply their parts.
        made = {} if self.is_of_report or self.fact in _WHOLE else _MADE_OF
        words = [one for word in re.findall(r"[a-z_][a-z0-9_]*", expression) for one in made.get(word, (word,))]
        return tuple(dict.fromkeys(word for word in words if self._counts(self.column(word, row))))

    def column(self, name: str, row: Mapping[str, Any]) -> str:
        """What the fact calls a figure of the unit."""
        return self.figure.format_map({**row, "name": name})

    def _counts(self, name: str) -> bool:
        return self.fact is not None and name in self.fact.columns and COLUMNS[name].type in NUMBERS


@dataclass(frozen=True)
class Trail:
    """How the figures of one report are followed."""

    table: Table
    kind: Callable[[Mapping[str, Any]], str]
    """row → the name of its units"""
    units: Mapping[str, Units]
    origin: Callable[[str], Origin]
    """column → what it is made of; KeyError for one that nobody has declared"""
    steps: Callable[[], str] = str
    """the report's own query, of whose steps the units are taken; empty where it is not built by one"""

    def queries(self) -> dict[str, str]:
        """The steps of the report's own query that its units are taken of, each as a query."""
        text = self.steps().rpartition("\n\nSELECT\n")[0]
        words = {word for units in self.units.values() for word in re.findall(r"\w+", f"{units.query} {units.rows}")}
        names = re.findall(r"^(\w+) AS (?:NOT MATERIALIZED )?\(", text, re.MULTILINE)
        return {name: f"{text}\nSELECT * FROM {name}" for name in names if name in words}

    @property
    def figures(self) -> tuple[str, ...]:
        """Every column that holds a number."""
        return tuple(column.name for column in self.table.fields if column.type in NUMBERS)


def units_query(units: Units, added: Added, names: Iterable[str]) -> str:
    """One row per unit of a cell: its entity, its `value`, and the figures `names` that it reads."""
    figures = "".join(f", {name} AS figure_{name}" for name in names)
    return (
        f"WITH units AS (\n    {units.query}\n)\nSELECT {', '.join(units.entity)}, {added.of} AS value{figures}\n"
        f"FROM units\nWHERE {added.where}\nORDER BY {', '.join(units.entity)}"
    )


def rows_query(units: Units, added: Added, column: str | None) -> str:
    """The rows of the fact that gave units the figure in `column`; with None, a row for each unit that merely is there."""
    fact = units.fact
    if fact is None:
        raise ValueError(units.query)
    value, is_given = (f"fact.{column}", f"fact.{column} IS NOT NULL") if column else ("NULL", "true")
    said = [(units.named or {}).get(each, f"fact.{each}") for each in units.entity]
    entity = [f"{place} AS {each}" for place, each in zip(said, units.entity, strict=True)]
    told = [each for each in ("observed_on", "from_source_sha", "from_source_line") if each in fact.columns]
    key = [f"fact.{each} AS key_{each}" for each in fact.key]
    chosen = f"QUALIFY row_number() OVER (PARTITION BY {', '.join(said)} ORDER BY {units.believed}) = 1"
    return (
        f"WITH units AS (\n    {units.query}\n),\nrows_of_fact AS (\n"
        f"    SELECT {', '.join(entity)}, {', '.join(key)}, {value} AS value, "
        f"month_of(fact.{fact.moment}) AS month_of_file, fact.source_sha, fact.source_line"
        f"{''.join(f', fact.{each}' for each in told)}\n"
        f"    {units.rows.format(is_given=is_given, is_there=str(column is None))}\n"
        f"    {chosen if units.believed else ''}\n)\n"
        f"SELECT rows_of_fact.* FROM rows_of_fact SEMI JOIN (SELECT * FROM units WHERE {added.where}) AS units "
        f"USING ({', '.join(units.entity)})\nORDER BY ALL"
    )
