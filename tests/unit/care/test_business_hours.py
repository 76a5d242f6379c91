"""Business hours, window and names as a strategy file says them, and what is refused."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.builders.care import strategy
from transforms.errors import StrategyError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def hours(text):
    return strategy(f"business_hours: {text}\n").calendars[""]


def test_days_are_named_one_by_one_or_as_a_range_also_over_the_weekend():
    assert hours('{days: [Mon..Fri], from: "09:00", to: "18:00"}').weekdays == frozenset(range(5))
    assert hours('{days: [Fri..Mon], from: "09:00", to: "18:00"}').weekdays == frozenset({4, 5, 6, 0})
    assert hours('{days: [Mon, Wed], from: "09:00", to: "18:00"}').weekdays == frozenset({0, 2})


def test_a_clock_without_quotes_is_understood():
    found = hours("{days: [Mon], from: 10:00, to: 18:30}")

    assert (found.opens, found.closes) == ("10:00", "18:30")


def test_openings_follow_the_clock_of_the_brand_through_the_end_of_summer_time():
    found = hours('{days: [Sat..Mon], from: "09:00", to: "24:00", closed: [2026-10-26]}')

    assert list(found.openings(AMSTERDAM, date(2026, 10, 24), date(2026, 10, 27))) == [
        (datetime(2026, 10, 24, 7, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (datetime(2026, 10, 25, 8, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ]


def test_an_account_may_have_hours_of_its_own():
    told = strategy(
        "accounts:\n  - {platform: x, handle: care, business_hours: {days: [Sun], from: 10:00, to: 12:00}}\n"
        "business_hours: {days: [Mon], from: 10:00, to: 12:00}\n"
    )

    assert {whose: each.days for whose, each in told.calendars.items()} == {"": ("Mon",), "x/care": ("Sun",)}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("business_hours: {days: [Mon], from: 19:00, to: 18:00}", "business_hours"),
        ("business_hours: {days: [Monday], from: 10:00, to: 18:00}", "business_hours.days.0"),
        ("business_hours: {days: [], from: 10:00, to: 18:00}", "business_hours.days"),
        ("business_hours: {days: [Mon], from: 10:00, to: 25:00}", "business_hours.to"),
        ("response_window_days: 22", "response_window_days"),
        ("response_window_days: 0", "response_window_days"),
        ("competitors: [Rival, ' rival ']", "competitors"),
        ("competitors: [Atelier]", "competitors"),
        ("our_names: [Lumen]\ncompetitors: [lumen]", "competitors"),
        ("competitors: [' ']", "competitors.0"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(text, key):
    with pytest.raises(StrategyError) as told:
        strategy(f"{text}\n")

    assert told.value.where.endswith(f", {key}")


def test_slices_tell_care_and_listening_apart():
    plain = strategy().slices
    care = strategy("response_window_days: 3\n").slices
    listening = strategy("competitors: [Rival]\n").slices

    assert {name for name in plain if plain[name] != care[name]} == {"care"}
    assert {name for name in plain if plain[name] != listening[name]} == {"listening"}
