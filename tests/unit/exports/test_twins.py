"""Each way to read a column agrees with the way to read one cell: inspect and extraction must never tell two stories."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.exports import identity, values
from transforms.exports.identity_columns import id_times, instagram_times, links
from transforms.exports.model import MISSING
from transforms.exports.vectors import parse_counts, parse_days, parse_ids, parse_moments


def wall(year, month, day):
    return dt.datetime(year, month, day)  # noqa: DTZ001 - wall time


PACIFIC = "America/Los_Angeles"
COUNT_LIKE = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["12.0", "12.50", "1e3", "0x1F", "+5", " 7 ", "007", "1,2K", "3.авг", "1-2", "--5", "٣", *MISSING]),
    st.text(alphabet="0123456789.-+ ex", max_size=6),
)
MOMENT_LIKE = st.one_of(
    st.datetimes(wall(1960, 1, 1), wall(2300, 1, 1)).map(lambda moment: moment.strftime("%m/%d/%Y %H:%M")),
    st.text(alphabet="0123456789/: ", min_size=14, max_size=17),
    st.sampled_from(
        ["02/30/2026 10:00", "13/01/2026 10:00", "3/8/2026 2:30", "01/01/2026 24:00", "01/01/2026 10:60", "29/02/2026", " "]
    ),
)
POST_LINK = "https://www.instagram.com/p/"


def cells(texts):
    return pa.array([text or None for text in texts], pa.string())


def or_none(parse, text):
    try:
        return parse(text)
    except ValueError:
        return None


def as_moments(read):
    micro, known, _ = read
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return [epoch + dt.timedelta(microseconds=int(value)) if good else None for value, good in zip(micro, known, strict=True)]


@given(st.lists(COUNT_LIKE, max_size=8))
def test_counts(texts):
    counts, wrong = parse_counts(cells(texts), MISSING)

    refused = [bool(text) and values.attempt(lambda cell: values.parse_count(cell, MISSING), text) is not None for text in texts]
    assert counts.to_pylist() == [or_none(lambda cell: values.parse_count(cell, MISSING), text) for text in texts]
    assert (np.zeros(len(texts), bool) if wrong is None else wrong).tolist() == refused


@given(
    st.lists(st.one_of(st.integers(0, 10**27).map(str), st.sampled_from(["1.8E+16", "12.0", " 12 ", "-3", "٣", ""])), max_size=6)
)
def test_ids(texts):
    ids, wrong = parse_ids(cells(texts))

    assert ids.to_pylist() == [text.strip() or None for text in texts]
    refused = [bool(text) and values.attempt(values.parse_id, text) is not None for text in texts]
    assert (np.zeros(len(texts), bool) if wrong is None else wrong).tolist() == refused


@given(st.lists(MOMENT_LIKE, max_size=8))
def test_moments_of_a_zone_with_daylight_saving(texts):
    read = parse_moments(cells(texts), ("MM/DD/YYYY hh:mm",), PACIFIC)

    expected = [or_none(lambda cell: values.parse_moment(cell, ["MM/DD/YYYY hh:mm"], PACIFIC), text) for text in texts]
    assert as_moments(read) == expected
    assert read[2].tolist() == [moment is None for moment in expected]


@given(st.lists(st.datetimes(wall(2026, 3, 8), wall(2026, 3, 9)), max_size=5))
def test_moments_around_the_hour_that_never_comes(walls):
    texts = [shown.strftime("%m/%d/%Y %H:%M") for shown in walls]

    read = as_moments(parse_moments(cells(texts), ("MM/DD/YYYY hh:mm",), PACIFIC))

    assert read == [values.parse_moment(text, ["MM/DD/YYYY hh:mm"], PACIFIC) for text in texts]


@pytest.mark.parametrize("pattern", values.DAYS)
@given(texts=st.lists(st.sampled_from([
    "02/28/2026", "2/8/2026", "02/30/2026", "2026-02-28", "2026-02-30", "2026-02-28T01:00:00", "Sat, Feb 28, 2026",
    "Sat Feb 28 2026", "Sun Feb 28 2026", "28.02.2026", "Lifetime", "02/28/1026",
]), max_size=5))  # fmt: skip
def test_days(pattern, texts):
    days, _ = parse_days(cells(texts), (pattern,))

    assert days.to_pylist() == [or_none(lambda cell: values.parse_day(cell, [pattern]), text) for text in texts]


@pytest.mark.parametrize(
    "text", ["2016-12-23 18:50 +0000", "2016-12-23 18:50 +0530", "2016-02-30 18:50 +0000", "2016-12-23 18:50"]
)
def test_moments_with_an_offset(text):
    read = as_moments(parse_moments(cells([text, text]), ("YYYY-MM-DD hh:mm +hhmm",), "UTC"))

    assert read == [or_none(lambda cell: values.parse_moment(cell, ["YYYY-MM-DD hh:mm +hhmm"], "UTC"), text)] * 2


LINKS = st.one_of(
    st.text(alphabet="AHIZaz09-_/", min_size=9, max_size=40).map(lambda code: f"{POST_LINK}{code}"),
    st.sampled_from([
        "https://www.instagram.com/reel/DabcDEF_-90/", "https://www.instagram.com/some.one/reel/DabcDEF_-90/?x=1", "", "x",
        "https://www.instagram.com/stories/some.one/3581234567890123456/", f"{POST_LINK}DabcDEF_-90abcdefghijklmnopqrstuvwxyzab/",
        "https://www.instagram.com/p/ééééééééééé/", "https://www.instagram.com/p/short/", "https://www.instagram.com/p/zzzzzzzzzzz/",
    ]),
)  # fmt: skip


@given(st.lists(LINKS, max_size=6))
def test_times_in_permalinks_of_instagram(links):
    micro, known = instagram_times(cells(links))

    told = [int(value) // 1000 if good else None for value, good in zip(micro, known, strict=True)]
    assert told == [identity.instagram_time_ms(link) for link in links]


@given(st.lists(st.one_of(st.integers(0, 2**64).map(str), st.sampled_from(["-5", "1.9E+18", "+7", ""])), max_size=6))
@pytest.mark.parametrize("network", identity.CLOCKS)
def test_times_in_ids(network, ids):
    micro, known = id_times(network, cells(ids))

    told = [int(value) // 1000 if good else None for value, good in zip(micro, known, strict=True)]
    assert told == [identity.id_time_ms(network, post_id) for post_id in ids]


@given(st.lists(st.sampled_from([
    "https://x.com/Some_One/status/20", "https://twitter.com/a/statuses/3/photo/1", "http://www.x.com/a/status/4", "",
    "https://x.com/i/status/20", "https://x.com/i/web/status/20", "see https://x.com/a/status/5", " https://x.com/A/status/6",
]), max_size=6))  # fmt: skip
def test_links_of_x(addresses):
    handles, ids = links("x", cells(addresses))

    assert handles.to_pylist() == [identity.link_handle("x", link) for link in addresses]
    assert ids.to_pylist() == [identity.link_post_id("x", link) for link in addresses]


@given(st.lists(st.sampled_from([
    "https://www.tiktok.com/@some.One_1/video/7531345990947851551", "https://m.tiktok.com/@a/photo/7?lang=en", "",
    "https://www.tiktok.com/@/video/7", "https://vm.tiktok.com/ZMabc/", " https://tiktok.com/@B/video/8",
]), max_size=6))  # fmt: skip
def test_links_of_tiktok(addresses):
    handles, ids = links("tiktok", cells(addresses))

    assert handles.to_pylist() == [identity.link_handle("tiktok", link) for link in addresses]
    assert ids.to_pylist() == [identity.link_post_id("tiktok", link) for link in addresses]
