"""What is worth an alert, told from rows alone."""

from datetime import date, datetime, time

import pytest

from flows.alerting import rules
from flows.alerting.message import compose
from flows.summary import LOST
from transforms.errors import DataError, LedgerBusyError
from transforms.strategy import Strategy
from warehouse.ledger.alert_keys import brand_of

TODAY = date(2026, 11, 20)


def taken(day, month=11):
    return datetime.combine(date(2026, month, day), time(7))


def file(sha="a1", **overrides):
    told = {
        "brand": "atelier", "sha": sha, "name": f"{sha}.csv", "folders": ["x"], "state": "taken", "hold": None, "platform": "x",
        "format": "x_content", "account": "atelierlumen", "assigned_account": None, "observed_at": taken(2),
        "observed_on": date(2026, 11, 2), "first_date": None, "last_date": None, "n_records": 100, "n_structural": 0,
        "n_accepted": 100, "n_quarantined": 0, "n_duplicates": 0, "tables": ("fact_post_snapshot",),
    }  # fmt: skip
    return told | overrides


def past(*counts):
    """One export a day, from the first of October on."""
    return [file(f"p{day}", observed_at=taken(day, 10), n_records=n) for day, n in enumerate(counts, 1)]


def strategy(**expected):
    exports = [{"format": "x_content", "every": "month"} | expected]
    accounts = [{"platform": "x", "handle": "AtelierLumen", "exports": exports}]
    return Strategy.model_validate({"brand": "atelier", "time_zone": "Europe/Amsterdam", "accounts": accounts})


def late(*files, today=TODAY, first=date(2026, 1, 1), **expected):
    return [each.key for each in rules.late(strategy(**expected), files, first, today)]


def test_a_source_that_could_not_be_read_is_told_once_a_day():
    error = {
        "code": "database_source", "where": "sources.social", "expected": "a database that answers", "found": "refused",
        "remedy": "see whether it runs",
    }  # fmt: skip

    (today,), (tomorrow,) = (rules.unread([error], date(2026, 11, day)) for day in (20, 21))

    assert (today.code, today.where, today.remedy) == ("unread", "sources.social", "see whether it runs")
    assert today.what == "expected a database that answers; found refused"
    assert today.key != tomorrow.key
    assert today.key == next(rules.unread([error | {"found": "timed out"}], TODAY)).key


def test_a_lost_file_of_a_closed_month_is_no_source_that_could_not_be_read():
    error = {
        "code": LOST, "where": "warehouse/rpt_post/rpt_post__atelier__2026-09.parquet", "expected": "the file of a closed month",
        "found": "no such file, or another one", "remedy": "`pilaster repair --all`",
    }  # fmt: skip

    (told,) = rules.unread([error], TODAY)
    message = compose([told], "nightly", "/w")

    assert told.code == "lost"
    assert message.title == "Pilaster: 1 file of a closed month lost"
    assert message.body.startswith("Files of closed months that are lost, or are not what was closed\n- warehouse/rpt_post/")
    assert "read" not in message.title + message.body.splitlines()[0]


def test_a_held_file_says_where_it_lies_why_and_what_to_do():
    hold = {"code": "missing_column", "found": "no column 'Likes'", "remedy": "export it again"}

    (alert,) = rules.held([file(state="held", hold=hold), file("b2", n_quarantined=3)])

    assert (alert.where, alert.what, alert.remedy) == (
        "atelier/x/a1.csv",
        "missing column; no column 'Likes'",
        "export it again",
    )


def test_a_file_held_for_another_reason_is_another_thing():
    keys = {
        alert.key for code in ("unreadable_file", "file_check") for alert in rules.held([file(state="held", hold={"code": code})])
    }

    assert len(keys) == 2


def test_refused_records_count_and_more_of_them_are_another_thing():
    few, more = rules.quarantined([file(n_quarantined=3), file(n_quarantined=4), file("c3")])

    assert (few.n, few.what) == (3, "3 of 100 records refused")
    assert few.key != more.key


@pytest.mark.parametrize(("limit", "told"), [(0, 2), (2, 2), (3, 1), (6, 1), (7, 0)])
def test_the_limit_holds_for_the_refused_records_of_a_brand_together(limit, told):
    refused = rules.quarantined(
        [file("a", n_quarantined=4), file("b", n_quarantined=3), file("c", brand="other", n_quarantined=3)]
    )
    brands = {alert.where.partition("/")[0] for alert in rules.above(refused, limit)}

    assert len(brands) == told


def test_the_limit_of_refused_records_silences_nothing_else():
    held = list(rules.held([file(state="held", hold={"code": "unreadable_file"})]))

    assert rules.above(held, 1_000) == held


def test_an_export_is_late_on_the_day_after_it_was_due_and_not_before():
    assert late(file(), today=date(2026, 12, 5)) == []
    assert late(file(), today=date(2026, 12, 6)) == ["late 2026-11-30 atelier x atelierlumen x_content"]


def test_a_late_export_that_arrived_is_late_no_more():
    assert late(file(observed_on=date(2026, 12, 9)), file(), today=date(2026, 12, 10)) == []


def test_an_export_of_another_account_or_format_supplies_nothing():
    others = (file(account="somebody"), file(format="x_overview"), file(state="held", hold={}))

    assert late(*others) == ["late 2026-10-31 atelier x atelierlumen x_content"]


def test_what_was_due_long_ago_or_before_the_first_export_is_no_news():
    assert late(today=date(2027, 3, 8)) == [
        f"late {end} atelier x atelierlumen x_content" for end in ("2027-01-31", "2027-02-28")
    ]
    assert late(first=date(2026, 11, 6)) == []


def test_weeks_are_told_week_by_week():
    assert len(late(every="week", within_days=2, today=date(2026, 11, 12), first=date(2026, 10, 30))) == 2


@pytest.mark.parametrize(
    ("n", "before", "is_told"),
    [
        (100, (100, 110, 90, 105, 95), False),
        (401, (100, 110, 90, 105, 95), True),
        (400, (100, 110, 90, 105, 95), False),  # just four times the usual
        (24, (100, 110, 90, 105, 95), True),
        (25, (100, 110, 90, 105, 95), False),
        (401, (100, 110, 90, 105), False),  # too few to call anything usual
        (9, (1, 2, 1, 1, 2), False),  # a handful more
        (5_000, (100, 90_000, 110, 105, 95), True),  # one that ran wild before moves no median
        (100, (*([10_000] * 6), *([100] * 12)), False),  # what was usual long ago is not now
    ],
)
def test_volume_is_held_against_the_median_of_the_exports_before(n, before, is_told):
    assert bool(list(rules.volume([file(n_records=n)], past(*before), 4, 5))) is is_told


def test_only_exports_of_the_same_account_and_format_taken_earlier_are_usual():
    tonight = file(n_records=1_000)
    for other in ({"account": "other"}, {"format": "x_overview"}, {"brand": "b"}, {"observed_at": taken(3)}):
        assert list(rules.volume([tonight], [each | other for each in past(*[100] * 9)], 4, 5)) == [], other

    assert len(list(rules.volume([tonight], past(*[100] * 9), 4, 5))) == 1


def test_exports_of_another_grain_are_neither_usual_nor_unusual():
    """Instagram writes posts by day under the same header as posts for life, ten times as many lines a month."""
    by_day = [each | {"sha": f"d{each['sha']}", "tables": ("fact_post_daily",)} for each in past(*[1_000] * 9)]
    for_life = past(*[100] * 9)

    assert list(rules.volume([file(n_records=1_000, tables=("fact_post_daily",))], for_life + by_day, 4, 5)) == []
    assert list(rules.volume([file(n_records=100)], for_life + by_day, 4, 5)) == []
    (told,) = rules.volume([file(n_records=1_000)], for_life + by_day, 4, 5)
    assert "100 are usual" in told.what


def test_the_brand_of_each_alert_is_found_in_its_key():
    alerts = [
        *rules.held([file(state="held", hold={"code": "file_check"})]),
        *rules.quarantined([file(n_quarantined=3)]),
        *rules.late(strategy(), [file()], date(2026, 1, 1), date(2026, 12, 6)),
        *rules.volume([file(n_records=900)], past(*[100] * 9), 4, 5),
    ]

    assert {each.code for each in alerts} == {"held", "quarantined", "late", "volume"}
    assert {brand_of(each.key) for each in alerts} == {"atelier"}


def test_total_rows_are_no_volume():
    assert list(rules.volume([file(n_records=410, n_structural=10)], past(*[100] * 5), 4, 5)) == []


def test_a_failure_has_one_key_a_day():
    error = DataError(where="rpt_engagement", expected="a sum", found="another", remedy="look")
    keys = [rules.failed("nightly", error, day).key for day in (TODAY, TODAY, date(2026, 11, 21))]

    assert len(set(keys)) == 2
    assert rules.failed("nightly", LedgerBusyError(where="rpt_engagement"), TODAY).key not in keys


def test_the_words_of_an_error_that_is_not_ours_stay_in_the_log():
    alert = rules.failed("nightly", KeyError("a caption of a post"), TODAY)

    assert "caption" not in str(alert)
    assert "KeyError" in alert.what
