"""rpt_influencer_performance for the terminal: each creator's score with its parts, and what the month brought and cost."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.creator_tables import RPT_INFLUENCER_PERFORMANCE

_NUMBERS = ("followers", "score", "reach", "leadership", "engagement", "posts", "about us", "ours", "cost", "per engagement")
# The newest month tells who counts now; `--month` shows any other.
_MONTHS = 1


def show(root: Path, month: str | None = None) -> None:
    """Print the creators of the newest month, the highest score first."""
    found = latest(rows(root, RPT_INFLUENCER_PERFORMANCE, month), _MONTHS)
    out = console()
    if not found:
        out.print("rpt_influencer_performance has no rows yet: name creators in the strategy, fill templates/creators.csv")
        return
    shown = table(
        "Influencer performance (rpt_influencer_performance)", "month", "creator", *_NUMBERS, "confidence", numbers=_NUMBERS
    )
    for row in sorted(found, key=lambda row: -(row["score"] or -1)):
        factors = [percent(row[name]) for name in ("reach_factor", "leadership_factor", "engagement_factor")]
        counts = [count(row[name]) for name in ("n_posts", "n_posts_about_us", "our_interactions")]
        name = f"{row['platform']}/{row['account_handle']}"
        shown.add_row(
            row["month"], name, count(row["followers"]), _score(row), *factors, *counts, *_money(row), row["confidence"]
        )
    out.print(shown)
    for row in found:
        if row["reason"]:
            out.print(f"  {row['account_handle']}: {row['reason']}", style="dim")


def _score(row: dict[str, Any]) -> str:
    return "–" if row["score"] is None else f"{row['score']:.1f}"


def _money(row: dict[str, Any]) -> tuple[str, str]:
    currency = row["currency"] or ""
    cost = "–" if row["cost"] is None else f"{row['cost']:,.2f} {currency}"
    return cost, "–" if row["cpe"] is None else f"{row['cpe']:,.3f} {currency}"
