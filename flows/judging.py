"""Where expectations, engine and gate meet: the lists give the SQL, the engine runs it, Great Expectations judges."""

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from expectations.gate import DIRECT_LIMIT, judge
from expectations.register import EXPECTATIONS
from expectations.row_query import batch_query, count_query, read_counts, row_names, row_query
from transforms.contracts.tables import TABLES
from transforms.exports.register import FORMATS
from transforms.strategy import Strategy

if TYPE_CHECKING:
    import duckdb

    from expectations.model import CheckResult
    from warehouse.sifting import Queries, Sifted

__all__ = ["DIRECT_LIMIT", "judge_reports", "judged_by", "queries_of", "verdicts", "whys"]


def judged_by(strategy: Strategy) -> str:
    """Changes when a format, a check or an alias does: refused files of the brand are then looked at again."""
    return hashlib.sha256(f"{_formats_hash()}{_checks_hash()}{strategy.accounts_hash}".encode()).hexdigest()


@cache
def _formats_hash() -> str:
    return json.dumps(sorted((name, each.version) for name, each in FORMATS.items()))


@cache
def _checks_hash() -> str:
    return json.dumps(
        sorted(
            (table, each.id, each.kind, each.sql, str(dict(each.kwargs)), each.severity)
            for table, found in EXPECTATIONS.items()
            for each in found
        )
    )


def queries_of(table: str) -> "Queries":
    """The SQL of one table's expectations."""
    from warehouse.sifting import Queries

    return Queries(row_query(table), count_query(table), batch_query(table))


def whys(table: str, ids: list[str], cell: str | None = None) -> list[str]:
    """Reasons in words: what each broken expectation of a table is there for, and the cell that could not be read."""
    known = {each.id: each.why for each in EXPECTATIONS[table]}
    return [f"{each}: {known[each]}" for each in ids] + ([cell] if cell else [])


def verdicts(sifted: "Sifted") -> list[dict[str, Any]]:
    """Great Expectations' verdict on every staging table of the night, one validation each."""
    found = []
    for table, counts in sifted.counts.items():
        verdict = judge(table, sifted.batches[table], read_counts(counts))
        found += [_check(table, result) for result in verdict.results]
    return found


def judge_reports(
    connection: "duckdb.DuckDBPyConnection", staged: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[tuple[str, tuple[object, ...], list[str]]]]:
    """Verdicts on the reports of the night, and the rows (table, key, reasons) that break a critical identity."""
    checks, broken = [], []
    for table, rows in staged.items():
        connection.register("staging", rows)
        names = len(row_names(TABLES[table]))
        broken += [(table, tuple(row[:names]), row[names]) for row in connection.sql(row_query(table)).fetchall()]
        counts = read_counts(connection.sql(count_query(table)).fetchall())
        verdict = judge(table, connection.sql(batch_query(table)).to_arrow_table(), counts)
        checks += [_check(table, result) for result in verdict.results]
    return checks, broken


def _check(table: str, result: "CheckResult") -> dict[str, Any]:
    return {
        "table_name": table,
        "expectation": result.id,
        "severity": result.severity,
        "success": result.success,
        "n_evaluated": result.n_evaluated,
        "n_unexpected": result.n_unexpected,
        "why": result.why,
    }
