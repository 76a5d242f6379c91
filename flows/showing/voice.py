"""rpt_share_of_voice for the terminal: how much of the talk is about us, within one listening tool."""

from pathlib import Path

from flows.showing.console import console, table
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.care_tables import RPT_SHARE_OF_VOICE

_NUMBERS = ("mentions", "share of voice", "by engagements", "by impressions", "net sentiment")


def show(root: Path, month: str | None = None) -> None:
    """Print every subject of the newest months, ours first."""
    found = latest(rows(root, RPT_SHARE_OF_VOICE, month))
    out = console()
    if not found:
        out.print("rpt_share_of_voice has no rows yet: name competitors in the strategy, drop exports of a listening tool")
        return
    shown = table("Share of voice (rpt_share_of_voice)", "month", "tool", "subject", *_NUMBERS, "confidence", numbers=_NUMBERS)
    before = None
    ours_first = sorted(found, key=lambda row: (row["query_set"], not row["is_us"]))
    for row in sorted(ours_first, key=lambda row: row["month"], reverse=True):
        if before not in (None, row["month"]):
            shown.add_section()
        before = row["month"]
        shares = [percent(row[name]) for name in ("share_of_voice", "engagements_share_of_voice", "impressions_share_of_voice")]
        sentiment = "–" if row["net_sentiment"] is None else f"{row['net_sentiment']:+.2f}"
        name = f"{row['subject']} (us)" if row["is_us"] else row["subject"]
        shown.add_row(row["month"], row["query_set"], name, count(row["mentions"]), *shares, sentiment, row["confidence"])
    out.print(shown)
    for reason in sorted({f"{row['query_set']}, {row['subject']}: {row['reason']}" for row in found if row["reason"]}):
        out.print(f"  {reason}", style="dim")
