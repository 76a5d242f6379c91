"""Every monthly report: its table, its transform version and its text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from transforms import sql
from transforms.contracts.care_tables import RPT_CONVERSATION, RPT_SHARE_OF_VOICE
from transforms.contracts.engagement_columns import COMPARISONS
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT, RPT_ENGAGEMENT_BRAND, RPT_ENGAGEMENT_PLATFORM, TREND_OF
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP
from transforms.contracts.post_report_tables import RPT_BEST_TIME, RPT_BOOST_CANDIDATES, RPT_POST
from transforms.contracts.tables import RPT_PILLAR_BALANCE, Table
from transforms.contracts.video_table import RPT_VIDEO
from transforms.reports import conversation, engagement_sql, partner_overlap, pillar_sql, post_sql, share_of_voice, video_sql

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

    from transforms.months import BrandMonth
    from transforms.strategy import Strategy

    OfStrategies = Callable[[Collection[Strategy], Collection[BrandMonth]], dict[str, pa.Table]]

# Which months a report reads of a table, counted from its own.
SAME = (0,)
AROUND = (-1, 0, 1)
BEFORE = (*sorted(-months for months, _ in COMPARISONS.values()), 0)


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
    holes: Callable[[], dict[str, str]] = dict
    of_strategies: "OfStrategies" = lambda _strategies, _months: {}
    """tables of its own that the strategies give for the months at hand, by name"""
    narrow: frozenset[str] = frozenset()
    """tables of which the query names every column that it reads; the others' are not even fetched"""

    def columns_of(self, table: Table) -> tuple[str, ...]:
        """What has to be fetched of a table that it reads."""
        if table.name not in self.narrow:
            return table.columns
        words = set(re.findall(r"\w+", self.query()))
        return tuple(name for name in table.columns if name in words)

    def query(self) -> str:
        """One query over all brands and months; rows come in the order of the files, `_month` last."""
        return sql.load("transforms.reports", self.query_name, **self.holes())


def _level(table: Table) -> Report:
    return Report(
        table,
        "engagement_level",
        version=2,
        reads={RPT_ENGAGEMENT.name: SAME},
        slices=("calendar",),
        holes=partial(engagement_sql.level_holes, table.name),
    )


def _trend(level: str, table: Table) -> Report:
    return Report(
        table,
        "engagement_trend",
        version=1,
        reads={RPT_ENGAGEMENT.name: BEFORE, level: BEFORE},
        slices=("calendar",),
        holes=partial(engagement_sql.trend_holes, level),
        narrow=frozenset({RPT_ENGAGEMENT.name, level}),
    )


REPORTS: tuple[Report, ...] = (
    # The brand-local month of a post or a change can differ from its UTC month by one either way; daily tables keep the
    # platform's day, and followers are those of the days before.
    Report(
        RPT_ENGAGEMENT,
        "engagement",
        version=5,
        reads={"dim_post": AROUND, "fact_post_daily": SAME, "fact_account_daily": AROUND, "fact_post_change": AROUND},
        slices=("calendar",),
        holes=engagement_sql.holes,
    ),
    # Reports of reports stand behind those that they read.
    *(_level(table) for table in (RPT_ENGAGEMENT_PLATFORM, RPT_ENGAGEMENT_BRAND)),
    *(_trend(level, table) for level, table in TREND_OF.items()),
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
        version=2,
        reads=dict.fromkeys(("dim_post", "fact_post_snapshot", "fact_account_daily", "bridge_post_label"), AROUND),
        slices=("calendar",),
        holes=post_sql.post_holes,
        narrow=frozenset({"fact_post_snapshot"}),
    ),
    Report(
        RPT_BEST_TIME,
        "best_time",
        version=2,
        reads={"dim_post": post_sql.WINDOW_MONTHS},
        slices=("calendar",),
        holes=post_sql.best_time_holes,
        narrow=frozenset({"dim_post"}),
    ),
    # A report of a report stands behind it.
    Report(
        RPT_BOOST_CANDIDATES,
        "boost_candidates",
        version=2,
        reads={RPT_POST.name: post_sql.BOOST_MONTHS},
        slices=("calendar",),
        holes=post_sql.boost_holes,
    ),
    # A late answer may come in the next month, and a conversation may have begun in the one before.
    Report(
        RPT_CONVERSATION,
        "conversation",
        version=1,
        reads=dict.fromkeys(("fact_interaction", "dim_post"), AROUND),
        slices=("calendar", "care"),
        of_strategies=conversation.of_strategies,
    ),
    Report(
        RPT_SHARE_OF_VOICE,
        "share_of_voice",
        version=1,
        reads={"fact_mention": AROUND},
        slices=("calendar", "listening"),
        of_strategies=share_of_voice.of_strategies,
    ),
    Report(
        RPT_PARTNER_OVERLAP,
        "partner_overlap",
        version=1,
        reads={"fact_audience_member": SAME},
        slices=("calendar", "accounts"),
        of_strategies=partner_overlap.of_strategies,
    ),
    Report(
        RPT_VIDEO,
        "video",
        version=1,
        reads=dict.fromkeys(("dim_post", "fact_retention"), AROUND),
        slices=("calendar",),
        holes=video_sql.holes,
    ),
)


def query_of(name: str) -> str:
    """The query of the report `name`."""
    return next(report.query() for report in REPORTS if report.table.name == name)
