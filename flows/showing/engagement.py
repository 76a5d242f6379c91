"""rpt_engagement as a table for the terminal, and the lines that open the Parquet elsewhere."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from transforms.contracts.tables import RPT_ENGAGEMENT
from warehouse.workspace import Workspace

_COUNTS = {
    "posts": "n_posts",
    "reactions": "likes",
    "comments": "comments",
    "shares": "shares",
    "saves": "saves",
    "engagements": "engagements",
}
_NUMBERS = (*_COUNTS, "exposure", "ERI", "per post")
# Enough to compare this month with the two before it; `--month` shows any other.
_LATEST_MONTHS = 3


def rows(root: Path, month: str | None = None) -> list[dict[str, Any]]:
    """Published rows of rpt_engagement, newest month first: of one month, or of all."""
    from warehouse.engine import scan_parquet

    paths = sorted((Workspace(root).warehouse / RPT_ENGAGEMENT.name).glob("*.parquet"))
    found: list[dict[str, Any]] = scan_parquet(RPT_ENGAGEMENT, paths).to_table().to_pylist() if paths else []
    wanted = [row for row in found if month in (None, row["month"])]
    order = sorted(wanted, key=lambda row: (row["brand"], row["platform"], row["account"], row["basis"]))
    return sorted(order, key=lambda row: row["month"], reverse=True)


def show(root: Path, month: str | None = None) -> None:
    """Print the engagement report; a dash is a figure that no export supplied, never a zero."""
    found = rows(root, month)
    out = console()
    if not found:
        out.print("rpt_engagement has no rows yet: no accepted post or day belongs to an account of a strategy")
        return
    shown = table("Engagement by month (rpt_engagement)", "month", "brand", "account", "basis", *_NUMBERS, numbers=_NUMBERS)
    for row in _latest(found):
        counts = [_count(row[name]) for name in _COUNTS.values()]
        names = (row["month"], row["brand"], f"{row['platform']}/{row['account']}", row["basis"])
        shown.add_row(*names, *counts, _exposure(row), _rate(row), _per_post(row))
    out.print(shown)
    place = root / "warehouse" / RPT_ENGAGEMENT.name
    out.print(
        "– was not supplied by any export. Compare exposures only where they count the same: views or impressions.", style="dim"
    )
    out.print(f"DuckDB: duckdb -c \"FROM '{place}/*.parquet'\"", soft_wrap=True)
    out.print(f'pandas: pandas.read_parquet("{place}")', soft_wrap=True)


def _latest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    months = sorted({row["month"] for row in found}, reverse=True)[:_LATEST_MONTHS]
    return [row for row in found if row["month"] in months]


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _exposure(row: dict[str, Any]) -> str:
    return "–" if row["impressions"] is None else f"{row['impressions']:,} {row['exposure_metric']}"


def _rate(row: dict[str, Any]) -> str:
    return "–" if row["eri"] is None else f"{row['eri']:.2%}"


def _per_post(row: dict[str, Any]) -> str:
    missing = not row["n_posts"] or row["engagements"] is None
    return "–" if missing else f"{row['engagements'] / row['n_posts']:,.1f}"
