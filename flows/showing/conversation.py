"""rpt_conversation for the terminal: who was answered, how soon, and how much of what we say is conversation."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.care_tables import RPT_CONVERSATION

_NUMBERS = (
    "want answer", "answered", "unanswered", "too young", "rate", "median", "9 of 10", "median in hours", "proactive",
    "conversation",
)  # fmt: skip


def show(root: Path, month: str | None = None) -> None:
    """Print how conversations went; accounts without messages are one line."""
    found = latest(rows(root, RPT_CONVERSATION, month))
    told = [row for row in found if row["n"]]
    out = console()
    if not told:
        out.print("rpt_conversation has no messages yet: fill templates/messages.csv from your inbox")
        return
    shown = table("Conversation by month (rpt_conversation)", "month", "account", *_NUMBERS, "confidence", numbers=_NUMBERS)
    for row in told:
        counts = [count(row[name]) for name in ("n_needing_reply", "n_answered", "n_unanswered", "n_censored")]
        times = [span(row[f"first_response_{name}_s"]) for name in ("median", "p90", "bh_median")]
        shares = [percent(row[name]) for name in ("proactive_share", "conversation_ratio")]
        name = f"{row['platform']}/{row['account']}"
        shown.add_row(row["month"], name, *counts, percent(row["response_rate"]), *times, *shares, row["confidence"])
    out.print(shown)
    out.print(
        "too young: sent less than the response window before the inbox was seen last, so in no rate. conversation: answers "
        "among answers and posts.",
        style="dim",
    )
    silent = sorted(
        {f"{row['platform']}/{row['account']}" for row in found} - {f"{row['platform']}/{row['account']}" for row in told}
    )
    if silent:
        out.print(f"No messages of {', '.join(silent)}: messages.csv would supply them.", style="dim")
    for row in _with_reasons(told):
        out.print(f"  {row['platform']}/{row['account']} {row['month']}: {row['reason']}", style="dim")


def span(seconds: int | None) -> str:
    """A span of time for people."""
    if seconds is None:
        return "–"
    minutes = seconds // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    return f"{days} d {hours} h" if days else f"{hours} h {minutes % 60:02d} min" if hours else f"{minutes} min"


def _with_reasons(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in told if row["reason"]]
