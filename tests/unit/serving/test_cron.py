"""A wrong schedule is told at the door, by the name of its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cron import require_cron
from flows.settings import read_settings
from transforms.errors import SettingsError
from warehouse.workspace import Workspace

FIELDS = st.tuples(
    *(
        st.one_of(
            st.just("*"),
            st.integers(least, most).map(str),
            st.integers(2, most).map("*/{}".format),
            st.tuples(st.integers(least, most), st.integers(least, most)).map(lambda span: "-".join(map(str, sorted(span)))),
            st.lists(st.integers(least, most).map(str), min_size=2, max_size=4).map(",".join),
        )
        for least, most in ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
    )
).map(" ".join)


@pytest.mark.parametrize(
    "line", ["15 3 * * *", "*/10 0-6 1,15 jan-mar,12 MON-fri", "0 3 29 2 *", "0 0 31 * *", "0-30/5 * * * 7", "0 3 31 2 mon"]
)
def test_a_cron_line_is_taken_as_it_is(line):
    assert require_cron(line) == line


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "five fields"),
        ("@daily", "five fields"),
        ("0 0 3 * * *", "five fields"),
        ("60 3 * * *", "minute: 0 to 59"),
        ("0 24 * * *", "hour: 0 to 23"),
        ("0 3 0 * *", "day of the month: 1 to 31"),
        ("0 3 * 13 *", "month: 1 to 12"),
        ("0 3 * * sunday", "day of the week: 0 to 7"),
        ("0 9-3 * * *", "ends before it begins"),
        ("*/0 * * * *", "a step is a number"),
        ("5/10 * * * *", "a step needs a span"),
        ("٣ 3 * * *", "minute: 0 to 59"),
        ("1,,2 * * * *", "minute: 0 to 59"),
        ("-1 * * * *", "minute: 0 to 59"),
        ("0 3 30 feb *", "no month among those asked for has a day 30"),
        ("0 3 31 4,6 *", "no month among those asked for has a day 31"),
    ],
)
def test_a_line_that_is_none_or_never_comes_round_is_refused(line, told):
    with pytest.raises(ValueError, match=told):
        require_cron(line)


@given(FIELDS)
def test_what_is_taken_is_taken_by_prefect_too_and_comes_round(line):
    from prefect._vendor.croniter.croniter import croniter

    try:
        require_cron(line)
    except ValueError:
        return

    assert croniter(line).get_next() > 0


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("nightly_cron", "every night", "five fields"),
        ("verify_cron", "0 3 * * 8", "day of the week"),
        ("schedule_zone", "Amsterdam", "IANA name"),
        ("schedule_zone", "Europe", "IANA name"),
        ("schedule_zone", "../../etc/localtime", "IANA name"),
        ("reports_day", 31, "less than or equal to 28"),
    ],
)
def test_a_wrong_schedule_names_its_key_and_nothing_can_run(key, value, told, tmp_path):
    (tmp_path / "pilaster.toml").write_text(f"{key} = {value!r}\n", "utf-8")

    with pytest.raises(SettingsError) as error:
        read_settings(Workspace(tmp_path))

    assert key in error.value.where
    assert told in error.value.expected
