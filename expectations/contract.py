"""Expectations in the words of the Open Data Contract Standard: what a reader of a table may rely on, and why."""

from collections.abc import Iterator
from typing import Any

from expectations.model import Expect
from expectations.register import EXPECTATIONS
from expectations.structural import structural
from transforms.contracts.tables import STAGING_OF, TABLES, Table


def quality_rules() -> dict[str, list[dict[str, Any]]]:
    """Published table → its rules, but for those that the contract itself implies.

    A fact is judged record by record before it is merged: its rules are those of the staging table that it is made from.
    """
    return {table.name: list(_rules(table)) for table in TABLES.values() if table.layer != "staging"}


def _rules(table: Table) -> Iterator[dict[str, Any]]:
    for judged in (table, STAGING_OF.get(table.name)):
        if judged is not None and judged.name in EXPECTATIONS:
            implied = {each.id for each in structural(judged)}
            yield from (_rule(judged, each) for each in EXPECTATIONS[judged.name] if each.id not in implied)


def _rule(judged: Table, each: Expect) -> dict[str, Any]:
    computed = {"column_sql": each.value} if each.value else {}
    return {
        "name": each.id,
        "type": "custom",
        "engine": "great-expectations",
        "implementation": {"type": each.kind, "kwargs": {"column": each.column, **each.kwargs}, "table": judged.name, **computed},
        "severity": "error" if each.severity == "critical" else "warning",
        "unit": "rows",
        "description": each.why,
    }
