"""rpt_engagement as a table for the terminal."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from flows.showing.tables import count, latest, rows
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT, TREND_OF

_COUNTS = {
    "posts": "n_posts",
    "reactions": "likes",
    "comments": "comments",
    "shares": "shares",
    "saves": "saves",
    "engagements": "engagements",
}
_NUMBERS = (*_COUNTS, "than before", "exposure", "ERI", "per post")


def show(root: Path, month: str | None = None) -> None:
    """Print the engagement report; a dash is a figure that no export supplied, never a zero."""
    found = rows(root, RPT_ENGAGEMENT, month)
    out = console()
    if not found:
        out.print("rpt_engagement has no rows yet: no accepted post or day belongs to an account of a strategy")
        return
    shown = table("Engagement by month (rpt_engagement)", "month", "brand", "account", "basis", *_NUMBERS, numbers=_NUMBERS)
    newest = latest(found)
    beside = {_key(row): row for row in latest(rows(root, TREND_OF[RPT_ENGAGEMENT.name], month))}
    marks: set[str] = set()
    for row in newest:
        names = (row["month"], row["brand"], f"{row['platform']}/{row['account']}", row["basis"])
        counts = [count(row[name]) for name in _COUNTS.values()]
        trend = beside.get(_key(row), {})
        marks |= {mark for mark in [trend.get("mom_series_break")] if mark}
        shown.add_row(*names, *counts, _change(trend), _exposure(row), _rate(row), _per_post(row))
    out.print(shown)
    if marks:
        out.print(f"* numbers changed their meaning since the month before: {', '.join(sorted(marks))} (dim_metric)", style="dim")
    out.print(
        "– was not supplied by any export. Compare exposures only where they count the same: views or impressions.", style="dim"
    )
    if any(row["basis"] == "activity_unplaced" for row in newest):
        out.print("activity_unplaced: changes between two exports of which only the later was taken in the month.", style="dim")


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("brand", "month", *RPT_ENGAGEMENT.key))


def _change(trend: dict[str, Any]) -> str:
    """Engagements less those of the month before; a star where some number means something else since then."""
    change = trend.get("engagements_mom")
    shown = "–" if change is None else f"{change:+,}"
    return f"{shown} *" if trend.get("mom_series_break") else shown


def _exposure(row: dict[str, Any]) -> str:
    return "–" if row["impressions"] is None else f"{row['impressions']:,} {row['exposure_metric']}"


def _rate(row: dict[str, Any]) -> str:
    return "–" if row["eri"] is None else f"{row['eri']:.2%}"


def _per_post(row: dict[str, Any]) -> str:
    missing = not row["n_posts"] or row["engagements"] is None
    return "–" if missing else f"{row['engagements'] / row['n_posts']:,.1f}"
