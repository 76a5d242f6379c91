"""Report: what holds between reports rather than within a row. It is looked at before anything is published."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from transforms.contracts.engagement_tables import LEVELS, RPT_ENGAGEMENT, TRENDS
from transforms.errors import DataError
from transforms.reports.engagement_identities import COVERAGE, COVERAGE_WHY, gone, place, unbalanced
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build

if TYPE_CHECKING:
    import duckdb

_ABOVE = tuple(level for level in LEVELS if level != RPT_ENGAGEMENT.name)


def checked_identities(connection: "duckdb.DuckDBPyConnection", build: Build) -> list[dict[str, Any]]:
    """Hold the reports of tonight against each other; what is only worth a warning is returned as checks.

    Raises:
        DataError: a level is not the sum of its accounts, or a month of it is missing.
    """
    _require_whole(connection, build)
    return _coverage(connection, build)


def _require_whole(connection: "duckdb.DuckDBPyConnection", build: Build) -> None:
    """Levels against their accounts, and their months against those of the accounts; what is closed stays as it is."""
    engagement = {*LEVELS, *TRENDS.values()}
    months = {(slot.brand, slot.month) for slot in build.built.keys() - build.catalogue.closed.keys() if slot.table in engagement}
    if not months:
        return
    _require_months(build, {brand for brand, _ in months})
    _register(connection, build, RPT_ENGAGEMENT.name, months)
    for level in _ABOVE:
        _register(connection, build, level, months)
        found = connection.execute(unbalanced(level)).fetchall()
        if found:
            raise DataError(
                where=f"{level}, {', '.join(map(str, found[0]))}",
                expected="the sum of its accounts in rpt_engagement",
                found=f"{len(found)} rows that are not",
                remedy="nothing was published; look at rpt_engagement of this month",
            )


def _coverage(connection: "duckdb.DuckDBPyConnection", build: Build) -> list[dict[str, Any]]:
    """Whether every account and basis of a published month is still there; a warning where not, as one check."""
    changed = [slot for slot, built in build.built.items() if slot.table == RPT_ENGAGEMENT.name and built.is_changed]
    before = [slot for slot in changed if (was := build.catalogue.published.get(slot)) and was.state == "published"]
    there = {path: build.n_rows_before(slot) for slot in sorted(before) if (path := build.place(slot)).exists()}
    if not there:
        return []
    connection.register(
        "published", build.shelf.rows(RPT_ENGAGEMENT, list(there), sum(there.values()), place(RPT_ENGAGEMENT.name))
    )
    _register(connection, build, RPT_ENGAGEMENT.name, {(slot.brand, slot.month) for slot in before})
    n_rows, n_gone = connection.execute(gone()).fetchall()[0]
    return [
        {
            "table_name": RPT_ENGAGEMENT.name,
            "expectation": COVERAGE,
            "severity": "warning",
            "success": n_gone == 0,
            "n_evaluated": n_rows,
            "n_unexpected": n_gone,
            "why": COVERAGE_WHY,
        }
    ]


def _require_months(build: Build, brands: Iterable[str]) -> None:
    """A month of accounts has its platforms and its brand, and they have no other: a missing month is no silence."""
    for brand in sorted(brands):
        expected = build.months_of(RPT_ENGAGEMENT.name, brand)
        for level in _ABOVE:
            differing = sorted(build.months_of(level, brand) ^ expected)
            if differing:
                raise DataError(
                    where=f"{level}, {brand}, {differing[0]}",
                    expected="a file for every month that rpt_engagement has, and for no other",
                    found=f"{len(differing)} months that only one of the two has",
                    remedy="nothing was published; `pilaster repair --all` builds what is missing",
                )


def _register(connection: "duckdb.DuckDBPyConnection", build: Build, name: str, months: Iterable[tuple[str, str]]) -> None:
    connection.register(name, build.rows(name, [Slot(name, brand, month) for brand, month in sorted(months)]))
