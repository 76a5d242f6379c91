"""Published rows of a report, read for the terminal."""

from pathlib import Path
from typing import Any

from transforms.contracts.tables import Table
from warehouse.workspace import Workspace

# Enough to compare this month with the two before it; `--month` shows any other.
LATEST_MONTHS = 3


def rows(root: Path, report: Table, month: str | None = None) -> list[dict[str, Any]]:
    """Rows of one report, newest month first and else in the order of its key: of one month, or of all."""
    from warehouse.engine import scan_parquet

    paths = sorted((Workspace(root).warehouse / report.name).glob("*.parquet"))
    found: list[dict[str, Any]] = scan_parquet(report, paths).to_table().to_pylist() if paths else []
    wanted = [row for row in found if month in (None, row["month"])]
    order = sorted(wanted, key=lambda row: [str(row[name]) for name in ("brand", *report.key)])
    return sorted(order, key=lambda row: row["month"], reverse=True)


def latest(found: list[dict[str, Any]], months: int = LATEST_MONTHS) -> list[dict[str, Any]]:
    """The rows of the newest months."""
    kept = sorted({row["month"] for row in found}, reverse=True)[:months]
    return [row for row in found if row["month"] in kept]


def percent(value: float | None) -> str:
    """A share for people; a dash is a figure that no export supplied, never a zero."""
    return "–" if value is None else f"{value:.1%}"


def count(value: int | None) -> str:
    """A count for people."""
    return "–" if value is None else f"{value:,}"
