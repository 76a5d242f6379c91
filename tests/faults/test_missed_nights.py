"""Nights are planned from what waits, never from the calendar: one night makes good for those that did not come."""

from datetime import UTC, datetime

from tests.builders import instagram, x
from tests.builders.workspace import team

DAYS = (datetime(2026, 10, 29, 7, tzinfo=UTC), datetime(2026, 10, 30, 7, tzinfo=UTC), datetime(2026, 11, 1, 7, tzinfo=UTC))


def drop(made, number, taken):
    """One day's exports: the posts so far, whose numbers grow, and that day of the account."""
    posts = [instagram.post(each, Views=1000 * each + 100 * number) for each in range(1, number + 2)]
    made.land(instagram.content(*posts), f"posts-{number}.csv", taken=taken)
    made.land(x.overview(x.account_day(taken.date(), Impressions=500 + number)), f"days-{number}.csv", taken=taken)


def test_row_34_one_night_after_three_missed_ones_ends_where_three_nights_would(tmp_path):
    nightly, missed = team(tmp_path / "nightly"), team(tmp_path / "missed")
    for number, taken in enumerate(DAYS):
        drop(nightly, number, taken)
        nightly.night()
        drop(missed, number, taken)

    summary = missed.night()

    assert len(summary.taken) == 2 * len(DAYS)
    assert missed.bytes() == nightly.bytes() != {}
    assert missed.night().published == []
