"""rpt_engagement as a table for the terminal, and the line that opens the Parquet elsewhere."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from transforms.contracts.tables import RPT_ENGAGEMENT
from warehouse.workspace import Workspace

_NUMBERS = ("posts", "exposure", "reactions", "comments", "shares", "saves", "engagements", "ERI", "per post")


def rows(root: Path, month: str | None = None) -> list[dict[str, Any]]:
    """Published rows of rpt_engagement, newest month first."""
    from warehouse.engine import scan_parquet

    paths = sorted((Workspace(root).warehouse / RPT_ENGAGEMENT.name).glob("*.parquet"))
    found: list[dict[str, Any]] = scan_parquet(RPT_ENGAGEMENT, paths).to_table().to_pylist() if paths else []
    wanted = [row for row in found if month in (None, row["month"])]
    order = sorted(wanted, key=lambda row: (row["brand"], row["platform"], row["account"], row["basis"]))
    return sorted(order, key=lambda row: row["month"], reverse=True)


def show(root: Path, month: str | None = None) -> None:
    """Print the engagement report; a dash is a figure that no export supplied, never a zero."""
    found = rows(root, month)
    if not found:
        console().print("rpt_engagement has no rows yet: no accepted post or day belongs to an account of a strategy")
        return
    shown = table("Engagement by month (rpt_engagement)", "month", "brand", "platform", "account", "basis", *_NUMBERS, "of", numbers=_NUMBERS)
    for row in found:
        counts = [_count(row[name]) for name in ("n_posts", "impressions", "likes", "comments", "shares", "saves", "engagements")]
        eri = "–" if row["eri"] is None else f"{row['eri']:.2%}"
        per_post = "–" if not row["n_posts"] or row["engagements"] is None else f"{row['engagements'] / row['n_posts']:,.1f}"
        names = [row[name] for name in ("month", "brand", "platform", "account", "basis")]
        shown.add_row(*names, *counts, eri, per_post, row["exposure_metric"] or "–")
    console().print(shown)
    place = root / "warehouse" / RPT_ENGAGEMENT.name
    console().print("exposure counts what `of` says; never compare it across different words. – means not supplied.", style="dim")
    console().print(f'duckdb -c "FROM \'{place}/*.parquet\'"    or    pandas.read_parquet("{place}")')


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"
