"""The queries: whatever the rows are, they find what Great Expectations finds."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.gate import judge
from expectations.register import EXPECTATIONS
from expectations.row_query import row_query
from transforms.contracts.tables import TABLES, Table

# Values on both sides of every limit, and those that two engines like to read differently.
TEXTS = [
    "",
    " ",
    "atelier",
    "instagram",
    "x",
    "views",
    "17912345678901234",
    "1.79E+16",
    "12\n",
    "\n",
    "١٢",
    "12\0",
    "🎉",
    "NULL",
    "nan",
]
REPORT_TEXTS = ["published", "activity", "2026-10", "low"]
STAGED_COUNTS = [-(2**62), -1, 0, 1, 2, 10**11, 10**11 + 1, 2**53 + 1, 2**62]
REPORT_COUNTS = [-1, 0, 1, 2, 3, 10**11]  # reports and derived facts add what staging has let through
DATES = [
    date(1, 1, 1),
    date(2004, 2, 3),
    date(2004, 2, 4),
    date(2026, 10, 1),
    date(2026, 10, 3),
    date(2026, 10, 4),
    date(9999, 12, 31),
]


def _values(table: Table, type_: str):
    reported = table.layer != "staging"
    times = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in DATES]
    pools: dict[str, list[Any]] = {
        "string": TEXTS + REPORT_TEXTS * reported,
        "int64": REPORT_COUNTS if reported else STAGED_COUNTS,
        "int32": [0, 15],
        "bool": [True, False],
        "decimal": [Decimal(0), Decimal("0.5"), Decimal(-1), Decimal("99999999999.9999")],
        "double": [-0.1, 0.0, 1 / 3, 0.333333333333, 0.5, 1.0, 1.00000000001, 1e300],
        "date": DATES,
        "timestamp": times,
    }
    return st.sampled_from([None, *pools[type_]])


def _rows(table: Table):
    row = st.fixed_dictionaries({column.name: _values(table, column.type) for column in table.fields})
    return st.lists(row, min_size=1, max_size=12)


ANY_TABLE = pytest.mark.parametrize("table", sorted(EXPECTATIONS))
HEALTH = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@ANY_TABLE
@settings(max_examples=5, suppress_health_check=HEALTH)
@given(data=st.data())
def test_counts_and_quarantine_agree_with_great_expectations_on_any_rows(staged, table, data):
    require_agreement(staged, table, data.draw(_rows(TABLES[table])))


@pytest.mark.slow
@ANY_TABLE
@settings(max_examples=40, suppress_health_check=HEALTH)
@given(data=st.data())
def test_counts_and_quarantine_agree_with_great_expectations_on_many_more_rows(staged, table, data):
    require_agreement(staged, table, data.draw(_rows(TABLES[table])))


def require_agreement(staged, table, rows):
    found = staged(table, rows)

    verdict = judge(table, found.batch, found.counts)  # raises where the two disagree

    reasons = Counter(reason for *_, reasons in found.broken for reason in reasons)
    expected = {result.id: result.n_unexpected for result in verdict.results if result.severity == "critical"}
    assert reasons == +Counter(expected)


@pytest.mark.parametrize(
    ("table", "change", "names"),
    [
        ("staging_post", {"platform": None, "likes": -1}, ("atelier", "5c1f", 2)),
        ("staging_file_profile", {"n_records": 0, "first_date": None}, ("atelier", "5c1f")),
        ("rpt_engagement", {"basis_source": None, "eri": None}, ("atelier", "2026-10", "instagram", "atelier", "published")),
    ],
)
def test_a_broken_row_is_named_with_its_reasons(row, staged, table, change, names):
    (broken,) = staged(table, [row(table, **change)]).broken

    *found, reasons = broken
    assert tuple(found) == names
    assert len(reasons) == 2
    assert reasons == [expect.id for expect in EXPECTATIONS[table] if expect.id in reasons], "in the order of the list"


def test_the_same_bytes_of_two_brands_stay_two_files(row, staged):
    rows = [row("staging_post", likes=-1), row("staging_post", likes=-1, brand="volkswerk")]

    assert [brand for brand, *_ in staged("staging_post", rows).broken] == ["atelier", "volkswerk"]


def test_a_source_name_is_quoted():
    assert 'FROM "night; DROP ""x"""' in row_query("staging_post", 'night; DROP "x"')
