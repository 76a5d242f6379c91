"""Days without a year: whatever period a file covers, and whichever way it is sorted, the years come back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.exports.years import MONTHS, days_in_order

PERIODS = st.tuples(st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31)), st.integers(1, 364), st.integers(0, 40))


def written(day, language):
    word = MONTHS[language][day.month - 1]
    return f"{word.capitalize()} {day.day}" if language == "en" else f"{day.day} de {word}"


@given(PERIODS, st.sampled_from(sorted(MONTHS)), st.booleans())
def test_every_period_of_up_to_a_year_comes_back(period, language, is_falling):
    first, n_days, later = period
    days = [first + dt.timedelta(days=at) for at in range(n_days)]
    days = days[::-1] if is_falling else days

    found = days_in_order([written(day, language) for day in days], (), max(days) + dt.timedelta(days=later))

    assert found == days


def test_an_export_of_a_whole_year_that_is_taken_on_its_last_day():
    days = [dt.date(2025, 3, 1) + dt.timedelta(days=at) for at in range(365)]

    assert days_in_order([written(day, "en") for day in days], (), days[-1]) == days


def test_a_leap_day_has_the_latest_leap_year():
    assert days_in_order(["February 29"], (), dt.date(2026, 11, 22)) == [dt.date(2024, 2, 29)]


def test_days_with_a_year_stay_and_what_is_none_is_none():
    told = ["2026-10-31", "Ekim 31", ""]

    assert days_in_order(told, ("YYYY-MM-DD",), dt.date(2026, 11, 22)) == [dt.date(2026, 10, 31), None, None]


@pytest.mark.parametrize("is_falling", [False, True])
@pytest.mark.parametrize("at", [0, 5, 9])
@pytest.mark.parametrize("damaged", ["March 1", "December 8", "March 30", "Maxch 9", "February 31"])
def test_a_damaged_day_moves_no_other_into_another_year(damaged, at, is_falling):
    days = [dt.date(2026, 3, 8) + dt.timedelta(days=at) for at in range(10)]
    days = days[::-1] if is_falling else days
    told = [written(day, "en") for day in days]
    told[at] = damaged

    found = days_in_order(told, (), dt.date(2026, 11, 20))

    assert [day for row, day in enumerate(found) if row != at] == [day for row, day in enumerate(days) if row != at]
    assert found[at] in {None, dt.date(2026, 3, 1), dt.date(2026, 3, 30)}
