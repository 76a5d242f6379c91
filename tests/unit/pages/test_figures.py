"""How numbers, rates, times and days are written: a missing one stays missing, and signs are told from hyphens."""

from datetime import date
from decimal import Decimal

import pytest

from transforms.pages import figures


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (1_234_567, "1,234,567"), (-4, "\u22124"), (Decimal("127683.5000"), "127,683.5"), (None, None)],
)
def test_amounts(value, shown):
    assert figures.amount(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0608119635206, "6.08\u00a0%"),
        (0.05, "5\u00a0%"),
        (1.0, "100\u00a0%"),
        (0.0, "0\u00a0%"),
        (12.5, "1,250\u00a0%"),
        (None, None),
    ],
)
def test_fractions_are_percent(value, shown):
    assert figures.share(value) == shown


@pytest.mark.parametrize(
    ("now", "base", "shown"),
    [
        (105, 100, "+5.0\u00a0%"),
        (95, 100, "\u22125.0\u00a0%"),
        (100, 100, "±0"),
        (100_001, 100_000, "about\u00a0±0"),
        (300, 100, "+200\u00a0%"),
        (7, 0, "+7"),
        (0, 0, "±0"),
        (5, -10, "+150\u00a0%"),
    ],
)
def test_changes(now, base, shown):
    assert figures.change(now, base) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0\u00a0s"),
        (59.6, "1\u00a0min"),
        (18_000, "5\u00a0h"),
        (18_600, "5\u00a0h 10\u00a0min"),
        (Decimal("127683.0000"), "1\u00a0d 11\u00a0h"),
        (None, None),
    ],
)
def test_durations_fill_two_units_at_most(seconds, shown):
    assert figures.duration(seconds) == shown


def test_days_months_and_lists():
    assert figures.day(date(2026, 10, 3)) == "3\u00a0October\u00a02026"
    assert figures.day(None) is None
    assert figures.month_name("2026-10") == "October 2026"
    assert figures.listed(["a"]) == "a"
    assert figures.listed(["a", "b", "c"]) == "a, b and c"
    assert figures.listed([]) == ""
