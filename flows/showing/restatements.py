"""rpt_restatements for the terminal: what closed months would say now."""

from pathlib import Path

from flows.showing.console import console, table
from flows.showing.tables import rows
from transforms.contracts.restatement_table import RPT_RESTATEMENTS

_MOST = 20
"""lines; the table itself has them all"""


def show(root: Path, month: str | None = None) -> None:
    """Print the newest restatements; nothing where no closed month was restated."""
    found = rows(root, RPT_RESTATEMENTS, month)
    if not found:
        return
    shown = table(
        "Closed months, restated (rpt_restatements)", "month", "brand", "report", "row", "metric", "old", "new", "since"
    )
    for row in found[:_MOST]:
        said = [row[name] or "–" for name in ("old_value", "new_value")]
        since = str(row["first_seen"] or row["cause"])
        shown.add_row(row["month"], row["brand"], row["report_table"], row["row_key"], row["metric"], *said, since)
    console().print(shown)
    if len(found) > _MOST:
        console().print(f"{len(found) - _MOST:,} more in rpt_restatements")
