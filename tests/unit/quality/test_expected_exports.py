"""Late and missing are facts: they follow from the strategy and the files, never from today."""

from datetime import date

import pytest

from transforms.expected_exports import ExpectedExport, judge, periods

MONTHLY = ExpectedExport(format="x_content", every="month")
WEEKLY = ExpectedExport(format="x_content", every="week", within_days=2)


def day(text):
    return date.fromisoformat(text)


def export(observed_on, first=None, last=None):
    told = {"observed_on": day(observed_on), "first_date": None, "last_date": None}
    return told if first is None else told | {"first_date": day(first), "last_date": day(last)}


def outcomes(expected, *files, first="2026-09-03", latest="2026-12-01"):
    return {f"{period.end}": outcome for period, outcome in judge(expected, files, day(first), day(latest))}


@pytest.mark.parametrize(
    ("every", "since", "until", "ends"),
    [
        ("month", "2026-01-31", "2026-03-30", ["2026-01-31", "2026-02-28"]),
        ("month", "2028-02-01", "2028-02-29", ["2028-02-29"]),
        ("week", "2026-11-01", "2026-11-15", ["2026-11-01", "2026-11-08", "2026-11-15"]),  # Sundays
        ("week", "2026-12-28", "2027-01-03", ["2027-01-03"]),
    ],
)
def test_periods_end_on_the_last_of_the_month_and_on_sundays(every, since, until, ends):
    assert [str(period.end) for period in periods(every, day(since), day(until))] == ends


def test_an_export_of_the_second_day_is_on_time():
    files = [export("2026-09-02"), export("2026-10-02"), export("2026-11-02")]

    assert outcomes(MONTHLY, *files) == {"2026-08-31": "on_time", "2026-09-30": "on_time", "2026-10-31": "on_time"}


def test_an_export_after_its_due_day_is_late():
    assert outcomes(MONTHLY, export("2026-10-20"), first="2026-10-20", latest="2026-10-25") == {}
    assert outcomes(MONTHLY, export("2026-10-20"), latest="2026-10-25")["2026-09-30"] == "late"


def test_a_month_that_nobody_exported_is_missing_only_when_the_brand_went_on():
    assert outcomes(MONTHLY, latest="2026-10-05") == {"2026-08-31": "missing"}
    assert outcomes(MONTHLY, latest="2026-10-06") == {"2026-08-31": "missing", "2026-09-30": "missing"}


def test_an_export_in_the_middle_of_a_month_does_not_supply_it():
    assert outcomes(MONTHLY, export("2026-10-15"), first="2026-10-10", latest="2026-11-20") == {"2026-10-31": "missing"}


def test_a_later_export_with_days_of_the_month_supplies_it_late():
    found = outcomes(MONTHLY, export("2026-12-05", "2026-10-01", "2026-11-30"), first="2026-10-10", latest="2026-12-20")

    assert found == {"2026-10-31": "late", "2026-11-30": "on_time"}


def test_weeks_are_judged_by_their_sunday():
    found = outcomes(WEEKLY, export("2026-11-02"), export("2026-11-12"), first="2026-10-31", latest="2026-11-20")

    assert found == {"2026-11-01": "on_time", "2026-11-08": "late", "2026-11-15": "missing"}


def test_no_outcome_moves_when_another_file_comes_first():
    files = [export("2026-10-02"), export("2026-10-20"), export("2026-11-09")]

    assert outcomes(MONTHLY, *files) == outcomes(MONTHLY, *reversed(files))
