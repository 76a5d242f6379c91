"""What every figure of rpt_quality is made of: export files, and the days of the daily facts.

`export_files` are the files of one row, as the report names and counts them.
"""

from collections.abc import Mapping
from typing import Any

from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, Table
from transforms.reports.tracing import Added, Given, Made, Origin, Trail, Units

_OF_ROW = "brand = $brand AND platform = $platform AND account = $account AND format = $format"


def _days(fact: Table) -> Units:
    rows = f"{_OF_ROW} AND is_own AND month_of(activity_date) = $month"
    return Units(
        query=f"SELECT DISTINCT activity_date FROM {fact.name} WHERE {rows}",
        entity=("activity_date",),
        fact=fact,
        rows=f"FROM {fact.name} AS fact WHERE {rows} AND {{is_given}}",
        believed="fact.source_sha, fact.source_line",
    )


UNITS = {
    **{each.name: _days(each) for each in (FACT_ACCOUNT_DAILY, FACT_POST_DAILY)},
    "export_files": Units(query="SELECT * FROM export_files", entity=("source_sha",)),
}
_EXPECTED = Given("the exports that strategy/<brand>.yaml expects, held against the files that were taken")
_FILES = "export_files"
_ORIGINS: dict[str, Origin] = {
    "n": Added("1", how="count", units=_FILES),
    "files_taken": Added("1", "state = 'taken'", how="count", units=_FILES),
    "files_held": Added("1", "state = 'held'", how="count", units=_FILES),
    "records": Added("n_records", "state = 'taken'", units=_FILES),
    "records_accepted": Added("n_accepted", "state = 'taken'", units=_FILES),
    "records_quarantined": Added("n_quarantined", "state = 'taken'", units=_FILES),
    "records_structural": Added("n_structural", "state = 'taken'", units=_FILES),
    "records_duplicate": Added("n_duplicates", "state = 'taken'", units=_FILES),
    "days_covered": Added("1", how="count"),
    "days_missing": Made(("days_covered",), "days between the first and the last day of all these exports, less those covered"),
    "exports_expected": _EXPECTED,
    "exports_late": _EXPECTED,
    "exports_missing": _EXPECTED,
}


def _kind(row: Mapping[str, Any]) -> str:
    """Exports by post have no days that could be missing."""
    return FACT_POST_DAILY.name if row["days_missing"] is None else FACT_ACCOUNT_DAILY.name


TRAIL = Trail(RPT_QUALITY, _kind, UNITS, _ORIGINS.__getitem__)
