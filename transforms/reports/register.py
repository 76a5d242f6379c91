"""Every monthly report: its table, its transform version and its text."""

from collections.abc import Callable
from dataclasses import dataclass

from transforms import sql
from transforms.contracts.post_report_tables import RPT_BEST_TIME, RPT_BOOST_CANDIDATES, RPT_POST
from transforms.contracts.tables import RPT_ENGAGEMENT, RPT_PILLAR_BALANCE, Table
from transforms.reports import pillar_sql, post_sql

# Which months a report reads of a table, counted from its own.
SAME = (0,)
AROUND = (-1, 0, 1)


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
    reads: dict[str, tuple[int, ...]]
    """table → the months that it needs of it, counted from its own: UTC months of facts, brand-local ones of other reports"""
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
        reads={"dim_post": AROUND, "fact_post_daily": SAME, "fact_account_daily": SAME, "fact_post_change": AROUND},
        slices=("calendar",),
        holes=_engagement_holes,
    ),
    Report(
        RPT_PILLAR_BALANCE,
        "pillar_balance",
        version=1,
        reads={"dim_post": AROUND, "bridge_post_label": AROUND},
        slices=("calendar", "targets"),
        holes=pillar_sql.holes,
    ),
    Report(
        RPT_POST,
        "post",
        version=1,
        reads=dict.fromkeys(("dim_post", "fact_post_snapshot", "fact_account_daily", "bridge_post_label"), AROUND),
        slices=("calendar",),
        holes=post_sql.post_holes,
    ),
    Report(
        RPT_BEST_TIME,
        "best_time",
        version=1,
        reads={"dim_post": post_sql.WINDOW_MONTHS},
        slices=("calendar",),
        holes=post_sql.best_time_holes,
    ),
    # A report of a report stands behind it.
    Report(
        RPT_BOOST_CANDIDATES,
        "boost_candidates",
        version=1,
        reads={RPT_POST.name: post_sql.BOOST_MONTHS},
        slices=("calendar",),
        holes=post_sql.boost_holes,
    ),
)
