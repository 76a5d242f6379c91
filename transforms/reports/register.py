"""Every monthly report: its table, its transform version and its text."""

from collections.abc import Callable
from dataclasses import dataclass

from transforms import sql
from transforms.contracts.tables import RPT_ENGAGEMENT, RPT_PILLAR_BALANCE, Table
from transforms.reports import pillar_sql


def _engagement_holes() -> dict[str, str]:
    return {
        "sums": sql.sums(),
        "best_measures": sql.best_measures(),
        "changes": sql.changes(),
        "engagements": sql.engagements(),
        "components_present": sql.components_present(),
    }


@dataclass(frozen=True)
class Report:
    """One report that a query builds over `months`, `pillars`, facts and dimensions."""

    table: Table
    query_name: str
    version: int
    reads: dict[str, int]
    """table → how many UTC months around the brand-local month it needs of it"""
    slices: tuple[str, ...]
    """slices of the strategy that it reads (Strategy.slices)"""
    holes: Callable[[], dict[str, str]]

    def query(self) -> str:
        """One query over all brands and months; rows come in the order of the files, `_month` last."""
        return sql.load("transforms.reports", self.query_name, **self.holes())


REPORTS: tuple[Report, ...] = (
    # The brand-local month of a post or a change can differ from its UTC month by one either way; daily tables keep the
    # platform's day.
    Report(
        RPT_ENGAGEMENT,
        "engagement",
        version=3,
        reads={"dim_post": 1, "fact_post_daily": 0, "fact_account_daily": 0, "fact_post_change": 1},
        slices=("calendar",),
        holes=_engagement_holes,
    ),
    Report(
        RPT_PILLAR_BALANCE,
        "pillar_balance",
        version=1,
        reads={"dim_post": 1, "bridge_post_label": 1},
        slices=("calendar", "targets"),
        holes=pillar_sql.holes,
    ),
)
