"""Accounts add up to their platform and their brand: the queries that look find what does not."""

import duckdb
import pyarrow as pa
import pytest

from tests.builders import engagement_rows
from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import TABLES
from transforms.reports.engagement_identities import additive, gone, unbalanced

LEVELS = ("rpt_engagement_platform", "rpt_engagement_brand")


def rows(table, *changes):
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[table])])
    valid = {name: value for name, value in engagement_rows.VALID[table].items() if name in schema.names}
    return pa.Table.from_pylist([valid | change for change in changes], schema)


def told(level, accounts, above):
    with duckdb.connect() as connection:
        connection.register("rpt_engagement", rows("rpt_engagement", *accounts))
        connection.register(level, rows(level, *above))
        return connection.sql(unbalanced(level)).fetchall()


def doubled(level):
    """A level over two accounts that are alike."""
    one = rows(level, {}).to_pylist()[0]
    return {name: one[name] * 2 for name in additive(TABLES[level]) if one[name] is not None} | {"n_accounts": 2}


@pytest.mark.parametrize("level", LEVELS)
def test_two_accounts_are_their_sum(level):
    assert told(level, [{}, {"account": "second"}], [doubled(level)]) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "wrong", [{"likes": 1}, {"impressions": None}, {"n_accounts": 3}, {"shares": 0}, {"followers_end": 2100}]
)
def test_a_level_that_is_not_the_sum_of_its_accounts_is_found(level, wrong):
    assert len(told(level, [{}, {"account": "second"}], [doubled(level) | wrong])) == 1


@pytest.mark.parametrize("level", LEVELS)
def test_a_row_that_only_one_of_them_has_is_found(level):
    assert len(told(level, [{}], [])) == 1
    assert len(told(level, [], [{"n_accounts": 1}])) == 1


def test_an_account_that_a_published_month_had_and_tonight_has_not_is_found():
    with duckdb.connect() as connection:
        connection.register("published", rows("rpt_engagement", {}, {"account": "second"}))
        connection.register("rpt_engagement", rows("rpt_engagement", {"likes": 7}, {"account": "third"}))

        assert connection.sql(gone()).fetchall() == [(2, 1)]
