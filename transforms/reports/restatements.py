"""rpt_restatements: the queries that hold a closed month's files against what they would say now, cell by cell.

Levels and trends have rows of their own, although those of their accounts would explain them: whoever reads a brand's report
looks for the brand's figure.
"""

from collections.abc import Iterable, Mapping

from transforms import sql
from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.tables import TABLES, Table

VERSION = 1
# How many days before its month a report looks at a fact; to all of them the month's own midnights count.
DAYS_BACK = {"fact_creator_snapshot": 90, "fact_creator_post": 90}
# What the ledger tells of the export files themselves, not only of what they left in facts.
FILES = "files"
# What names the place of a row in a report, whether it is part of its key or goes with it.
_PLACES = ("platform", "account", "account_handle", "post_id")
# Of these every cell is a name, not a figure.
_NAMES = frozenset({"brand", "month", "month_start"})


def facts_of(report: str, reads: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The facts that a report is made from, through whatever tables."""
    found, seen = {report}, set[str]()
    while found:
        seen |= found
        found = set().union(*(reads.get(name, frozenset()) for name in found)) - seen
    facts = sorted(name for name in seen if TABLES[name].layer == "fact")
    return (*facts, FILES) if report == RPT_QUALITY.name else tuple(facts)


def arrivals_query(facts: Iterable[str]) -> str:
    """Records that restate a closed month: fact, brand, month, platform, account, post_id, source_sha, observed_on.

    Reads `closed_months`, `known_exports`, `quality_arrivals` and each fact.
    """
    parts = (_FILES if name == FILES else _arrivals(TABLES[name]) for name in facts)
    return " UNION ALL ".join(f"({part})" for part in parts)


_FILES = """
SELECT 'files' AS fact, brand, month, platform, NULL AS account, NULL AS post_id, source_sha, observed_on
FROM quality_arrivals JOIN closed_months USING (brand) ANTI JOIN known_exports USING (brand, month, source_sha)
WHERE last_day >= month_start AND first_day <= month_end
"""


def _arrivals(fact: Table) -> str:
    account = "account" if "account" in fact.columns else "account_handle"
    seen_on = "to_date" if fact.partition == "change" else "observed_on"
    holes = {
        "fact": fact.name,
        "platform": "platform" if "platform" in fact.columns else "NULL::VARCHAR",
        "account": account if account in fact.columns else "NULL::VARCHAR",
        "post_id": "post_id" if "post_id" in fact.columns else "NULL::VARCHAR",
        "seen_on": seen_on,
        "is_in_month": _is_in_month(fact, DAYS_BACK.get(fact.name, 0)),
        "is_new": _is_new(fact),
    }
    if fact.partition == "published" and "observed_on" in fact.key:
        return sql.load("transforms.reports", "restatements_observed", **holes, values=sql.values(fact), thing=_thing(fact))
    return sql.load("transforms.reports", "restatements_arrived", **holes)


def _is_in_month(fact: Table, days_back: int) -> str:
    if fact.partition == "published":
        since = f"starts_at - INTERVAL {days_back} DAY"
        return f"(published_at >= {since} AND published_at < ends_at OR published_at IS NULL)"
    day = "to_date" if fact.partition == "change" else fact.moment
    return f"{day} BETWEEN month_start - {days_back} AND month_end"


def _is_new(fact: Table) -> str:
    """A change between two observations that changed nothing restates nothing."""
    deltas = [column.name for column in fact.fields if column.name.endswith("_delta")]
    return "(" + " OR ".join(f"{name} <> 0" for name in deltas) + ")" if deltas else "true"


def _thing(fact: Table) -> str:
    """One observed thing: the key without the day of the observation."""
    return ", ".join(name for name in fact.key if name != "observed_on")


def cells_query(report: Table, columns: frozenset[str], version: int) -> str:
    """Cells of one report that differ. Reads `said` (closed files), `now` and `closed_months`.

    `columns` are those that the closed files have: what a later version adds to a report is no restatement. `version` is the
    one by which `now` was made.
    """
    places = _places(report)
    names = {*_NAMES, *places, *report.key}
    metrics = [name for name in report.columns if name not in names and name in columns]
    return sql.load(
        "transforms.reports",
        "restatements_cells",
        report=report.name,
        key=" || ', ' || ".join(f"'{name}=' || coalesce({name}::VARCHAR, '')" for name in report.key),
        platform="platform" if "platform" in places else "NULL::VARCHAR",
        account=next((name for name in places if name.startswith("account")), "NULL::VARCHAR"),
        post_id="post_id" if "post_id" in places else "NULL::VARCHAR",
        texts=", ".join(f"{name}::VARCHAR AS {name}" for name in metrics),
        metrics=", ".join(metrics),
        version=f"{version}",
    )


def lineage_query(report: Table, facts: Iterable[str]) -> str:
    """Rows of rpt_restatements of one report. Reads `cells` and `arrivals`."""
    joins = ["account" if name == "account_handle" else name for name in _places(report)]
    return sql.load(
        "transforms.reports",
        "restatements",
        report=report.name,
        facts=", ".join(f"'{name}'" for name in facts),
        fine=", ".join(["brand", "month", *joins]),
        coarse=", ".join(["brand", "month", *(name for name in joins if name != "post_id")]),
    )


def _places(report: Table) -> list[str]:
    return [name for name in _PLACES if name in report.columns]
