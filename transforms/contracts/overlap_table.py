"""The report about partners: how much of their audience is ours already."""

from transforms.contracts.table import Table

RPT_PARTNER_OVERLAP = Table(
    name="rpt_partner_overlap",
    layer="report",
    grain="one row per own account x partner of the same platform x month in which a list of the partner's followers was taken",
    partition="report",
    key=("platform", "account", "partner"),
    columns=(
        "month_start", "month", "as_of_date", "brand", "platform", "account", "partner", "basis_source", "account_seen_on",
        "partner_seen_on", "n", "n_own", "n_partner", "n_shared", "n_union", "jaccard", "n_smaller", "containment", "n_own_only",
        "own_unique_ratio", "own_contribution", "n_partner_only", "partner_unique_ratio", "partner_contribution",
        "incremental_reach", "confidence", "reason", "coverage_note",
    ),
    required=(
        "month_start", "month", "as_of_date", "brand", "platform", "account", "partner", "basis_source", "partner_seen_on", "n",
        "n_partner", "confidence", "coverage_note",
    ),
    order=("platform", "account", "partner"),
)  # fmt: skip
