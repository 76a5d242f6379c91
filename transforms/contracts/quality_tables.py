"""rpt_quality: what came in, month by month, and what did not."""

from transforms.contracts.table import Table

RPT_QUALITY = Table(
    name="rpt_quality",
    layer="report",
    grain="one row per account x format x month: the export files taken in it and the days of it that daily exports cover",
    partition="report",
    key=("platform", "account", "format"),
    columns=(
        "month_start", "month", "as_of_date", "brand", "platform", "account", "format", "n", "files_taken", "files_held",
        "records", "records_accepted", "records_quarantined", "records_structural", "records_duplicate",
        "last_export_on", "held_codes", "first_day", "last_day", "days_covered", "days_missing", "exports_expected",
        "exports_late", "exports_missing", "reason",
    ),
    required=(
        "month_start", "month", "as_of_date", "brand", "platform", "account", "format", "n", "files_taken", "files_held",
        "records", "records_accepted", "records_quarantined", "records_structural", "records_duplicate",
    ),
    order=("platform", "account", "format"),
)  # fmt: skip
