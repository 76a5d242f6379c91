"""What an expectation and a verdict are, as plain data: reading a list costs no import of Great Expectations.

One `Expect` is one Great Expectations object, nothing more: `kind` is its class, `column` and `kwargs` are its arguments. The
same `Expect` is rendered to the object (gate.py) and to the SQL that finds the failing rows (row_query.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Severity = Literal["critical", "warning"]
Via = Literal["rows", "counts"]
# Kinds look at one column of one row. What compares columns is computed as a column first (`value`): a row then shows its figure.
Kind = Literal[
    "ExpectColumnValuesToNotBeNull",
    "ExpectColumnValuesToBeNull",
    "ExpectColumnValuesToBeBetween",
    "ExpectColumnValuesToBeInSet",
    "ExpectColumnValuesToNotBeInSet",
    "ExpectColumnValuesToNotMatchRegex",
]
BETWEEN: Final = "ExpectColumnValuesToBeBetween"


@dataclass(frozen=True)
class Expect:
    """One promise that a table keeps, row by row. NULL keeps every promise except to be there.

    `value` is empty for a column of the table's contract; else the SQL expression over its columns that computes `column`.
    """

    id: str
    kind: Kind
    column: str
    why: str
    kwargs: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "critical"
    value: str = ""

    @property
    def sql(self) -> str:
        """The judged value as a SQL expression over the table's own columns."""
        return self.value or f'"{self.column}"'


@dataclass(frozen=True)
class Counts:
    """What the count query found for one expectation over one batch."""

    n_rows: int
    n_evaluated: int
    n_unexpected: int


@dataclass(frozen=True)
class CheckResult:
    """Great Expectations' answer to one expectation; `via` says whether it saw the rows or their counts."""

    id: str
    kind: Kind
    column: str
    severity: Severity
    success: bool
    n_evaluated: int
    n_unexpected: int
    why: str
    via: Via


@dataclass(frozen=True)
class Verdict:
    """All answers for one batch of one table, in the order of its list; `success` means that no critical one failed."""

    table: str
    n_rows: int
    success: bool
    results: tuple[CheckResult, ...]

    def failed(self, severity: Severity) -> tuple[CheckResult, ...]:
        """The expectations of this severity that at least one row broke."""
        return tuple(result for result in self.results if result.severity == severity and not result.success)
