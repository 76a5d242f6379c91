"""fact_post_change out of snapshots: which observations are neighbours, and which are none."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.facts.test_periods_and_twins import seen
from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import FACT_POST_SNAPSHOT
from transforms.facts import post_change
from warehouse.changing import Told, compare, subtract
from warehouse.deriving import format_ranks
from warehouse.engine import EngineSettings, engine
from warehouse.portions import Portion

KEY = ("from_date", "to_date")


def october(day):
    return dt.date(2026, 10, day)


def changes(*rows, before=()):
    """Changes of the posts that `rows` tell of otherwise than `before`, by their days, and the months that show it."""
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(FACT_POST_SNAPSHOT)])
    with TemporaryDirectory() as folder, engine(EngineSettings(), Path(folder)) as connection:
        connection.register("formats", format_ranks())
        files = [Path(folder) / f"{name}.parquet" for name in ("before", "after")]
        for file, told in zip(files, (before, rows), strict=True):
            pq.write_table(pa.Table.from_pylist(list(told), schema), file)
        connection.execute(post_change.lay_out())
        portion, made = Portion((), (files[0],), (files[1],)), Told(connection)
        months = sorted(slot.month for slot in compare(made, portion, 0))
        found = subtract(made, portion).sort_by([("to_date", "ascending"), ("from_date", "ascending")]).to_pylist()
    return [{name: value for name, value in row.items() if value is not None} for row in found], months


def told(found, *names):
    return [tuple(row.get(name) for name in (*KEY, *names)) for row in found]


def table(day, window_end, n, **known):
    """A lifetime out of YouTube Studio: a period since publication."""
    period = {"window_start": october(1), "window_end": window_end, "is_lifetime": True}
    return seen("youtube_table", "v", day=day, impressions=n, exposure_metric="views", **period, **known)


def test_a_period_counts_up_to_its_end_whenever_it_was_taken():
    found, _ = changes(table(20, october(10), 100), table(25, october(22), 130))

    assert told(found, "impressions_delta") == [(october(10), october(22), 30)]
    assert found[0]["from_at"] == dt.datetime(2026, 10, 11, tzinfo=dt.UTC)


def test_of_two_periods_up_to_one_day_the_later_taken_counts():
    found, _ = changes(table(12, october(10), 90), table(15, october(10), 100), table(25, october(22), 130))

    assert told(found, "impressions_delta") == [(october(10), october(22), 30)]


@pytest.mark.parametrize("is_lifetime", [False, None])
def test_a_period_that_is_no_lifetime_is_no_observation(is_lifetime):
    rows = [table(day, october(day), day) | {"is_lifetime": is_lifetime} for day in (10, 20)]

    assert changes(*rows) == ([], [])


def test_posts_that_supply_no_count_have_changes_without_any():
    found, _ = changes(seen("x_content", "1", day=2), seen("x_content", "1", day=5))

    assert told(found, "likes_delta", "components_present", "has_decrease") == [(october(2), october(5), None, 0, False)]


def test_one_observation_is_no_change_but_its_month_is_known():
    assert changes(seen("x_content", "1", likes=5)) == ([], ["2026-10"])


def test_two_formats_are_not_subtracted_from_each_other():
    found, _ = changes(seen("x_content", "1", likes=5, day=10), seen("x_tweet_activity", "1", likes=9, day=20))

    assert found == []


def test_impressions_are_not_subtracted_from_views():
    rows = [
        seen("instagram_content", "1", likes=day, impressions=100 * day, exposure_metric=counted, day=day)
        for day, counted in ((2, "impressions"), (5, "views"), (9, "impressions"), (12, "views"))
    ]

    found, _ = changes(*rows)

    assert told(found, "likes_delta", "impressions_delta", "exposure_metric") == [
        (october(2), october(5), 3, None, None),
        (october(2), october(9), None, 700, "impressions"),
        (october(5), october(9), 4, None, None),
        (october(5), october(12), None, 700, "views"),
        (october(9), october(12), 3, None, None),
    ]


def test_a_count_that_is_supplied_later_changes_from_then_on():
    rows = [seen("x_content", "1", day=2), seen("x_content", "1", saves=4, day=5), seen("x_content", "1", saves=9, day=9)]

    found, _ = changes(*rows)

    assert told(found, "saves_delta", "components_present") == [
        (october(2), october(5), None, 0),
        (october(5), october(9), 5, 8),
    ]


def test_money_and_time_are_subtracted_exactly():
    rows = [table(day, october(day), 1) | {"watch_time_s": Decimal(time)} for day, time in ((2, "0.1"), (5, "0.3"))]

    found, _ = changes(*rows)

    assert found[0]["watch_time_s_delta"] == Decimal("0.2000")


def test_a_net_count_that_falls_is_no_decrease():
    rows = [table(day, october(day), 1) | {"followers_net": net} for day, net in ((2, 5), (5, 3))]

    found, _ = changes(*rows)

    assert told(found, "followers_net_delta", "has_decrease") == [(october(2), october(5), -2, False)]


def test_only_posts_with_another_past_are_looked_at_and_only_from_then_on():
    first = [seen("x_content", post, likes=day, day=day, month=9) for post in "12" for day in (2, 9)]
    last = seen("x_content", "1", likes=30, day=9)

    found, months = changes(*first, last, before=first)

    assert {row["post_id"] for row in found} == {"1"}
    assert months == ["2026-10"]


def test_an_observation_between_two_others_shows_from_its_own_month_on():
    first = [seen("x_content", "1", likes=n, month=month) for month, n in ((8, 1), (10, 9))]

    _, months = changes(*first, seen("x_content", "1", likes=4, month=9), before=first)

    assert months == ["2026-09", "2026-10"]
