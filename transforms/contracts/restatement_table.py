"""rpt_restatements: how far a closed month has moved away from what it said."""

from transforms.contracts.table import Table

RPT_RESTATEMENTS = Table(
    name="rpt_restatements",
    layer="report",
    grain="one row per cell of a closed month's reports that would say something else now: report x row x metric",
    partition="report",
    key=("report_table", "row_key", "metric"),
    columns=(
        "month_start", "month", "brand", "report_table", "platform", "account", "post_id", "row_key", "metric", "restated",
        "old_value", "new_value", "cause", "n_exports", "first_seen", "source_sha",
    ),
    required=("month_start", "month", "brand", "report_table", "row_key", "metric", "restated", "cause", "n_exports"),
    order=("report_table", "row_key", "metric"),
)  # fmt: skip
