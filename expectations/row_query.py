"""Every expectation as set-based SQL: which rows break it, and how many do. Text only; whoever owns an engine runs it.

Each query reads `source` once, a table or view with the columns of the table's contract. Which rows break an expectation is
decided as Great Expectations decides it: NULL breaks nothing but a promise to be there.
"""

from collections.abc import Callable, Iterable, Mapping

from expectations.model import Counts, Expect, Kind
from expectations.register import EXPECTATIONS
from transforms.contracts.tables import TABLES, Table

Kwargs = Mapping[str, object]


def batch_query(table: str, source: str = "staging") -> str:
    """SQL for the batch that `judge` wants: the judged columns only, computed where an expectation computes them."""
    return f"SELECT {_judged(EXPECTATIONS[table])}\nFROM {_quoted(source)}"


def row_query(table: str, source: str = "staging") -> str:
    """SQL for the rows that break a critical expectation: what names the row, and `reasons`, the broken ids in list order.

    A staging row is named by brand, source_sha and source_line, a file by brand and source_sha, a report row by its key.
    """
    critical = [expect for expect in EXPECTATIONS[table] if expect.severity == "critical"]
    names = row_names(TABLES[table])
    reasons = ",\n  ".join(f"CASE WHEN {fails(expect)} THEN {_literal(expect.id)} END" for expect in critical)
    broken = "\n  OR ".join(fails(expect) for expect in critical)
    return (
        f"WITH judged AS (\n{_with_names(names, critical, source)}\n)\n"
        f"SELECT {_columns(names)}, [reason FOR reason IN [\n  {reasons}\n] IF reason IS NOT NULL] AS reasons\n"
        f"FROM judged\nWHERE {broken}\nORDER BY {_columns(names)}"
    )


def count_query(table: str, source: str = "staging") -> str:
    """SQL for one row per expectation, in list order: expectation, n_rows, n_evaluated, n_unexpected; one scan of `source`."""
    expects = EXPECTATIONS[table]
    counted = ",\n  ".join(
        f"{_evaluated(expect)} AS evaluated_{i}, count(*) FILTER (WHERE {fails(expect)}) AS unexpected_{i}"
        for i, expect in enumerate(expects)
    )
    of_each = [
        f"unnest([{', '.join(told)}]) AS {name}"
        for name, told in (
            ("expectation", [_literal(expect.id) for expect in expects]),
            ("n_evaluated", [f"evaluated_{i}" for i in range(len(expects))]),
            ("n_unexpected", [f"unexpected_{i}" for i in range(len(expects))]),
        )
    ]
    return (
        f"WITH judged AS (\nSELECT {_judged(expects)}\nFROM {_quoted(source)}\n),\n"
        f"counted AS (\nSELECT count(*) AS n_rows,\n  {counted}\nFROM judged\n)\n"
        f"SELECT {of_each[0]}, n_rows, {of_each[1]}, {of_each[2]} FROM counted"
    )


def read_counts(rows: Iterable[tuple[str, int, int, int]]) -> dict[str, Counts]:
    """The fetched rows of a count query, by expectation id."""
    return {expectation: Counts(n_rows, n_evaluated, n_unexpected) for expectation, n_rows, n_evaluated, n_unexpected in rows}


def row_names(table: Table) -> tuple[str, ...]:
    """The columns that name one row of `table` to a person; the same bytes may belong to two brands."""
    if table.layer == "report":
        return ("brand", "month", *table.key)
    return tuple(name for name in ("brand", "source_sha", "source_line") if name in table.columns)


def fails(expect: Expect) -> str:
    """SQL condition on the judged column that is TRUE for rows that break the expectation, else FALSE or NULL."""
    return f"({FAILS[expect.kind](_quoted(expect.column), expect.kwargs)})"


def _beyond(column: str, kwargs: Kwargs) -> str:
    limits = (("<", kwargs.get("min_value")), (">", kwargs.get("max_value")))
    return " OR ".join(f"{column} {sign} {_literal(limit)}" for sign, limit in limits if limit is not None)


# The names of the kwargs are those of Great Expectations.
FAILS: dict[Kind, Callable[[str, Kwargs], str]] = {
    "ExpectColumnValuesToNotBeNull": lambda column, _: f"{column} IS NULL",
    "ExpectColumnValuesToBeNull": lambda column, _: f"{column} IS NOT NULL",
    "ExpectColumnValuesToBeBetween": _beyond,
    "ExpectColumnValuesToBeInSet": lambda column, kwargs: f"{column} NOT IN {_literal(kwargs['value_set'])}",
    "ExpectColumnValuesToNotBeInSet": lambda column, kwargs: f"{column} IN {_literal(kwargs['value_set'])}",
    "ExpectColumnValuesToNotMatchRegex": lambda column, kwargs: f"regexp_matches({column}, {_literal(kwargs['regex'])})",
}
SEES_NULL: frozenset[Kind] = frozenset({"ExpectColumnValuesToNotBeNull", "ExpectColumnValuesToBeNull"})


def _evaluated(expect: Expect) -> str:
    return "count(*)" if expect.kind in SEES_NULL else f"count({_quoted(expect.column)})"


def _judged(expects: Iterable[Expect]) -> str:
    values = {expect.column: expect.sql for expect in expects}
    return ",\n  ".join(f"{value} AS {_quoted(column)}" for column, value in values.items())


def _with_names(names: tuple[str, ...], expects: Iterable[Expect], source: str) -> str:
    plain = [Expect(name, "ExpectColumnValuesToNotBeNull", name, "") for name in names]
    return f"SELECT {_judged([*plain, *expects])}\nFROM {_quoted(source)}"


def _columns(names: Iterable[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return f"({', '.join(_literal(item) for item in value)})"
    return f"{value!r}::DOUBLE" if isinstance(value, float) else repr(value)
