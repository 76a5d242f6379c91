"""A row of rpt_restatements as it should be."""

from datetime import date

RESTATEMENT = {
    "month_start": date(2026, 10, 1),
    "month": "2026-10",
    "brand": "atelier",
    "report_table": "rpt_engagement",
    "platform": "x",
    "account": "atelier",
    "row_key": "platform=x, account=atelier, basis=activity",
    "metric": "likes",
    "restated": "changed",
    "old_value": "60",
    "new_value": "85",
    "cause": "export",
    "n_exports": 1,
    "first_seen": date(2026, 11, 9),
    "source_sha": "5c1f",
}
