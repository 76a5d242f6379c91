"""Levels and trends of a closed month: what they would say now stands beside what their accounts would say."""

import json
from collections import defaultdict

import pytest

from tests.builders import instagram
from tests.builders.closing import MONTH, SECOND, frozen
from tests.builders.workspace import BRAND
from transforms.contracts.engagement_columns import SUMMED
from transforms.contracts.engagement_tables import LEVELS, TREND_OF


@pytest.fixture(scope="module")
def rows(restated_template):
    return restated_template.rows("rpt_restatements")


def moved(rows, table, names):
    """By what is left of a row's key, how far each sum has moved."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        if row["report_table"] == table and row["metric"] in SUMMED:
            key = dict(part.split("=") for part in row["row_key"].split(", "))
            by = int(row["new_value"] or 0) - int(row["old_value"] or 0)
            found[*(key[name] for name in (*names, "basis")), row["metric"]] += by
    return dict(found)


@pytest.mark.parametrize("level", [level for level in LEVELS if level != "rpt_engagement"])
def test_a_level_has_moved_as_far_as_its_accounts(rows, level):
    names = LEVELS[level]

    assert moved(rows, level, names)
    assert moved(rows, level, names) == moved(rows, "rpt_engagement", names)


@pytest.mark.parametrize("level", LEVELS)
def test_a_trend_says_the_same_as_its_month(rows, level):
    of_level = {(row["row_key"], row["metric"]): row for row in rows if row["report_table"] == level}
    of_trend = {
        (row["row_key"], row["metric"]): row
        for row in rows
        if row["report_table"] == TREND_OF[level].name and (row["row_key"], row["metric"]) in of_level
    }

    assert {metric for _, metric in of_trend} >= {"likes", "engagements"}
    for key, row in of_trend.items():
        assert [row[name] for name in ("old_value", "new_value", "first_seen", "source_sha")] == [
            of_level[key][name] for name in ("old_value", "new_value", "first_seen", "source_sha")
        ]


def test_a_closed_month_that_nothing_restates_is_not_made_again(closed_october):
    """What levels would say now is asked where their accounts moved, and else costs nothing."""
    (event,) = (closed_october.root / "journal" / "close" / BRAND).glob("*.json")
    tables = {name: told for name, told in json.loads(event.read_text("utf-8"))["tables"].items() if told}
    before = frozen(closed_october)

    later = {"Publish time": "12/10/2026 09:00"}
    closed_october.land(instagram.content(instagram.post(9, **later)), "december.csv", taken=SECOND.replace(month=12, day=20))
    closed_october.night()

    now = {row["table_name"]: row["key"] for row in closed_october.ledger(f"SELECT * FROM partitions WHERE month = '{MONTH}'")}
    assert {name: now[name] for name in tables} == {name: told["key"] for name, told in tables.items()}
    assert frozen(closed_october) == before
    assert closed_october.rows("rpt_restatements") == []
