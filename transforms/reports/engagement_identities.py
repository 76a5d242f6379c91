"""Identities between the engagement reports: accounts add up to their platform and their brand, and no row is lost or doubled."""

from transforms.contracts.engagement_tables import LEVELS, RPT_ENGAGEMENT
from transforms.contracts.table import Table
from transforms.contracts.tables import TABLES

COVERAGE = "coverage_did_not_shrink"
COVERAGE_WHY = "a published account and basis is gone: an export was taken back, or the strategy dropped the account"


def place(level: str) -> tuple[str, ...]:
    """Columns that say which row of `level` it is."""
    return ("brand", "month", *LEVELS[level], "basis")


def additive(table: Table) -> tuple[str, ...]:
    """Columns that a level above accounts has to have in common with them."""
    return tuple(name for name in table.select(("A", "S")) if name in RPT_ENGAGEMENT.columns)


def unbalanced(level: str) -> str:
    """The query for rows of `level` that are not the sum of their accounts in `rpt_engagement`; it must find none."""
    names = ", ".join(place(level))
    columns = additive(TABLES[level])
    added = ", ".join(f"sum({name}) AS {name}" for name in columns)
    alike = " AND ".join(f"told.{name} IS NOT DISTINCT FROM added.{name}" for name in columns)
    return f"""
SELECT {names}
FROM (SELECT {names}, count(*) AS n_accounts, {added} FROM rpt_engagement GROUP BY {names}) AS added
FULL JOIN {level} AS told USING ({names})
WHERE NOT (told.n_accounts IS NOT DISTINCT FROM added.n_accounts AND {alike})
ORDER BY ALL"""


def gone() -> str:
    """The query for what `published` months of rpt_engagement have and those of tonight, `rpt_engagement`, have not."""
    names = ", ".join(place(RPT_ENGAGEMENT.name))
    return f"""
SELECT count(*), count(*) FILTER (is_there IS NULL)
FROM published LEFT JOIN (SELECT {names}, true AS is_there FROM rpt_engagement) AS tonight USING ({names})"""
