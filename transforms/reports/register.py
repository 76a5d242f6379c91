"""Every monthly report: its table, its transform version and its text."""

from dataclasses import dataclass

from transforms import sql
from transforms.contracts.tables import RPT_ENGAGEMENT, Table


@dataclass(frozen=True)
class Report:
    """One report that a query builds over `months`, facts and dimensions."""

    table: Table
    query_name: str
    version: int
    reads: dict[str, int]
    """table → how many UTC months around the brand-local month it needs of it"""

    def query(self) -> str:
        """One query over all brands and months; rows come in the order of the files, `_month` last."""
        return sql.load(
            "transforms.reports",
            self.query_name,
            sums=sql.sums(),
            best_measures=sql.best_measures(),
            engagements=sql.engagements(),
            components_present=sql.components_present(),
        )


REPORTS: tuple[Report, ...] = (
    # A post's brand-local month can differ from its UTC month by one either way; daily tables keep the platform's day.
    Report(RPT_ENGAGEMENT, "engagement", version=1, reads={"dim_post": 1, "fact_post_daily": 0, "fact_account_daily": 0}),
)
