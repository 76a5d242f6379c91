"""Where expectations, engine and gate meet: the lists give the SQL, the engine runs it, Great Expectations judges."""

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from expectations.gate import DIRECT_LIMIT, judge, judge_counts
from expectations.register import EXPECTATIONS
from expectations.row_query import batch_query, count_query, read_counts, row_query
from transforms.exports.registry import Registry
from transforms.strategy import Strategy

if TYPE_CHECKING:
    from expectations.model import CheckResult
    from warehouse.sifting import Queries, Sifted

__all__ = ["DIRECT_LIMIT", "judged_by", "queries_of", "verdicts", "whys"]


def judged_by(strategy: Strategy, formats: Registry) -> str:
    """Changes when a format, a check or an alias does: refused files of the brand are then looked at again."""
    return hashlib.sha256(f"{formats.judge}{_checks_hash()}{strategy.accounts_hash}".encode()).hexdigest()


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
    """Great Expectations' verdict on every table that was sifted: a validation each, and one of all that are judged by counts."""
    counts = {table: read_counts(told) for table, told in sifted.counts.items()}
    found = judge_counts({table: told for table, told in counts.items() if sifted.batches.get(table) is None})
    found += [judge(table, batch, counts[table]) for table, batch in sifted.batches.items() if batch is not None]
    verdict_on = {verdict.table: verdict for verdict in found}
    return [_check(table, result) for table in counts for result in verdict_on[table].results]


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
