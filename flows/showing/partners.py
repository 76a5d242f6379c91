"""rpt_partner_overlap for the terminal: how many of a partner's followers are ours already, and whom the partner would bring."""

from pathlib import Path

from flows.showing.console import console, table
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP

_NUMBERS = ("ours", "theirs", "shared", "jaccard", "containment", "new to us")


def show(root: Path, month: str | None = None) -> None:
    """Print every partner of the newest months, who brings most first."""
    found = latest(rows(root, RPT_PARTNER_OVERLAP, month))
    out = console()
    if not found:
        out.print("rpt_partner_overlap has no rows yet: drop followers.csv of an account of yours and of a partner's")
        return
    shown = table("Partners (rpt_partner_overlap)", "month", "account", "partner", *_NUMBERS, "confidence", numbers=_NUMBERS)
    most_first = sorted(found, key=lambda row: row["incremental_reach"] or 0, reverse=True)
    for row in sorted(most_first, key=lambda row: row["month"], reverse=True):
        counts = [count(row[name]) for name in ("n_own", "n_partner", "n_shared")]
        ratios = [percent(row[name]) for name in ("jaccard", "containment")]
        whose = f"{row['platform']}/{row['account']}"
        shown.add_row(row["month"], whose, row["partner"], *counts, *ratios, count(row["incremental_reach"]), row["confidence"])
    out.print(shown)
    for note in sorted({row["coverage_note"] for row in found} | {row["reason"] for row in found if row["reason"]}):
        out.print(f"  {note}", style="dim")
