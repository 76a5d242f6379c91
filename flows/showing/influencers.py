"""rpt_influencer_performance for the terminal: each creator's score with its parts, and what the month brought and cost."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.creator_tables import RPT_INFLUENCER_PERFORMANCE

_NUMBERS = ("followers", "score", "reach", "leadership", "engagement", "posts", "about us", "ours", "cost", "per engagement")


def show(root: Path, month: str | None = None) -> None:
    """Print the creators of the newest month in which one of them posted, the highest score first; `--month` shows any other."""
    found = _newest(rows(root, RPT_INFLUENCER_PERFORMANCE, month))
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


def _newest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A month that has just begun has scores but no posts yet: the one before says more."""
    return latest(
        [row for row in found if row["month"] <= max((each["month"] for each in found if each["n_posts"]), default="~")], 1
    )


def _score(row: dict[str, Any]) -> str:
    return "–" if row["score"] is None else f"{row['score']:.1f}"


def _money(row: dict[str, Any]) -> tuple[str, str]:
    currency = row["currency"] or ""
    cost = "–" if row["cost"] is None else f"{row['cost']:,.2f} {currency}"
    return cost, "–" if row["cpe"] is None else f"{row['cpe']:,.3f} {currency}"
