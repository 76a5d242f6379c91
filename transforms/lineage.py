"""Which table is made from which, and by which version of its query: what a raised version or a rebuilt table leads to."""

from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT, RPT_INFLUENCER_PERFORMANCE
from transforms.contracts.metric_table import DIM_METRIC
from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import (
    BRIDGE_POST_LABEL,
    DATA_DICTIONARY,
    DIM_ACCOUNT,
    DIM_BRAND,
    DIM_DATE,
    DIM_PLATFORM,
    DIM_POST,
    FACT_ACCOUNT_DAILY,
    FACT_POST_DAILY,
    FACT_POST_SNAPSHOT,
)
from transforms.facts import post_change
from transforms.facts.register import BRIDGE_POST_LABEL_VERSION, DIM_POST_VERSION, FACTS, SMALL_DIMS_VERSION
from transforms.reports import influencer_performance, quality, restatements
from transforms.reports.register import REPORTS

# Table → the published tables that it is made from; the other facts are made from raw files.
READS: dict[str, frozenset[str]] = {
    **{fact.table.name: frozenset() for fact in FACTS},
    FACT_POST_CHANGE.name: frozenset({FACT_POST_SNAPSHOT.name}),
    DIM_POST.name: frozenset({FACT_POST_SNAPSHOT.name}),
    BRIDGE_POST_LABEL.name: frozenset({DIM_POST.name}),
    **{report.table.name: frozenset(report.reads) for report in REPORTS},
    RPT_QUALITY.name: frozenset({FACT_ACCOUNT_DAILY.name, FACT_POST_DAILY.name}),
    RPT_INFLUENCER_PERFORMANCE.name: frozenset({FACT_CREATOR_SNAPSHOT.name, FACT_CREATOR_POST.name}),
}
# What closed months would say now is told by all other reports.
READS[RPT_RESTATEMENTS.name] = frozenset(name for name in READS if name.startswith("rpt_"))
# Small, kept whole and looked at in every night: never stale, and no business of a backfill.
WHOLE = tuple(table.name for table in (DIM_ACCOUNT, DIM_BRAND, DIM_PLATFORM, DIM_DATE, DIM_METRIC, DATA_DICTIONARY))
VERSIONS: dict[str, int] = {
    **{fact.table.name: fact.version for fact in FACTS},
    FACT_POST_CHANGE.name: post_change.VERSION,
    DIM_POST.name: DIM_POST_VERSION,
    BRIDGE_POST_LABEL.name: BRIDGE_POST_LABEL_VERSION,
    **{report.table.name: report.version for report in REPORTS},
    RPT_QUALITY.name: quality.VERSION,
    RPT_INFLUENCER_PERFORMANCE.name: influencer_performance.VERSION,
    RPT_RESTATEMENTS.name: restatements.VERSION,
    **dict.fromkeys(WHOLE, SMALL_DIMS_VERSION),
}


def with_derived(table: str) -> frozenset[str]:
    """A table and everything that is made from it, directly or not."""
    found = {table}
    while more := {name for name, read in READS.items() if read & found} - found:
        found |= more
    return frozenset(found)
