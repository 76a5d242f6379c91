"""Posts of different age are compared at the same age, from what exports showed then."""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import FACT_POST_SNAPSHOT
from transforms.reports.age_equal import AGES, query
from warehouse.deriving import format_ranks

PUBLISHED = datetime(2026, 10, 1, 12, tzinfo=UTC)


def seen(days, impressions=100, format_="instagram_content", **more):
    at = PUBLISHED + timedelta(days=days)
    return {
        "brand": "atelier", "platform": "instagram", "post_id": "1", "format": format_, "published_at": PUBLISHED,
        "observed_on": at.date(), "observed_at": at, "impressions": impressions, "exposure_metric": "views", "source_sha": "5c1f",
        "source_line": 1, "components_present": 1, **more,
    }  # fmt: skip


def told(*rows):
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(FACT_POST_SNAPSHOT)])
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("fact_post_snapshot", pa.Table.from_pylist(list(rows), schema))
        connection.register("formats", format_ranks())
        return connection.sql(query()).to_arrow_table().to_pylist()


def at_ages(*rows):
    (row,) = told(*rows)
    return tuple(row[f"impressions_d{age}"] for age in AGES)


def test_the_first_observation_at_an_age_speaks_for_it():
    assert at_ages(seen(0.5, 1), seen(1.2, 10), seen(6.9, 60), seen(7, 70), seen(8, 80), seen(30, 300)) == (10, 70, 300)


def test_an_age_that_is_not_reached_or_that_nobody_looked_at_is_null():
    assert at_ages(seen(1, 10), seen(6, 60)) == (10, None, None)
    assert told(seen(12, 1), seen(40, 2)) == []


def test_the_best_format_speaks_and_its_counts_stay_together():
    row = seen(7, 50, likes=None) | {"post_id": "1"}
    other = seen(7, 99, "facebook_content", likes=5)

    (found,) = told(other, row)

    assert (found["impressions_d7"], found["likes_d7"], found["exposure_metric_d7"]) == (50, None, "views")


@pytest.mark.parametrize(("is_lifetime", "expected"), [(True, 1), (False, 0), (None, 0)])
def test_a_period_is_no_lifetime(is_lifetime, expected):
    row = seen(7, format_="youtube_table", is_lifetime=is_lifetime, window_start=date(2026, 10, 1), window_end=date(2026, 10, 8))

    assert len(told(row)) == expected


@given(st.lists(st.tuples(st.integers(0, 40 * 24), st.sampled_from((None, 0, 5, 9))), max_size=8, unique_by=lambda each: each[0]))
def test_any_observations_are_told_as_plain_python_tells_them(observations):
    expected = []
    for age, slack in AGES.items():
        met = sorted(each for each in observations if age * 24 <= each[0] < (age + slack) * 24)
        expected.append(met[:1])

    found = told(*(seen(hours / 24, value, source_line=hours) for hours, value in observations))

    values = [found[0][f"impressions_d{age}"] for age in AGES] if found else [None] * 3
    assert values == [met[0][1] if met else None for met in expected]
    assert bool(found) == any(expected)
