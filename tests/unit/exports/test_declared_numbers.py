"""Numbers and times that only some formats write so: what a format declares is read, and what it does not is refused."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from transforms.exports import sprout, talkwalker
from transforms.exports.merging import several
from transforms.exports.merging_columns import merge_columns
from transforms.exports.number_style import NumberStyle
from transforms.exports.recognise import match
from transforms.exports.values import parse_moment
from transforms.exports.vectors import parse_counts, parse_moments

LIKES = ("article_extended_attributes.twitter_likes", "article_extended_attributes.facebook_likes")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("3,781", "3781"),
        ("-1,000,000", "-1000000"),
        ("1,234.50", "1234.50"),
        ("12,5", "12,5"),
        ("1,23,456", "1,23,456"),
        ("3.781", "3.781"),
    ],
)
def test_marks_go_where_a_format_declares_them_and_groups_are_whole(text, bare):
    """FAULTS 28: read by what the format declares, or left for its reader to refuse."""
    assert NumberStyle(thousands=",").plain(text) == bare


def test_a_format_that_declares_no_mark_refuses_it():
    told = {each.id: each.numbers_as.plain("3,781") for each in (sprout.POSTS, talkwalker.MENTIONS)}

    assert parse_counts(pa.array(told.values()), ())[0].to_pylist() == [3781, None]


@pytest.mark.parametrize(
    ("cells", "likes", "followers"),
    [
        (("5", "5"), "10", "5"),
        (("14", "0"), "14", "14"),
        (("", "7"), "7", "7"),
        (("", ""), "", ""),
        (("-", "7"), "7", "7"),
        (("5", "many"), "5 + many", "5 + many"),
    ],
)
def test_parts_add_up_and_copies_are_one_count(cells, likes, followers):
    assert several(talkwalker.MENTIONS, "likes", cells) == likes
    assert several(talkwalker.MENTIONS, "author_followers", cells) == followers


def test_large_files_add_up_alike():
    columns = match(talkwalker.MENTIONS, ("url", *LIKES))
    told = (["5", None, "", "5"], ["5", None, "7", "many"])

    merged = merge_columns(columns, "likes", [pa.chunked_array([pa.array(each, pa.string())]) for each in told], np.arange(2, 6))

    assert merged.to_pylist() == ["10", None, "7", "5 + many"]


def moment(year, month, day, hour=0, minute=0, second=0):
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("pattern", "text", "read"),
    [
        ("MM/DD/YYYY hh:mm am", "10/12/2026 12:05 am", moment(2026, 10, 12, 0, 5)),
        ("MM/DD/YYYY hh:mm am", "10/12/2026 12:05 PM", moment(2026, 10, 12, 12, 5)),
        ("MM/DD/YYYY hh:mm am", "10/12/2026 13:05 pm", moment(2026, 10, 12, 13, 5)),
        ("DD-Mmm-YYYY hh:mmAM", "06-Feb-2026 03:03PM", moment(2026, 2, 6, 15, 3)),
        ("YYYY-MM-DD hh:mm:ss", "2026-10-12 09:30:00.0", moment(2026, 10, 12, 9, 30)),
        ("YYYY-MM-DDThh:mm:ss+hh:mm", "2026-11-01T00:30:00+02:00", moment(2026, 10, 31, 22, 30)),
        ("YYYY-MM-DDThh:mm:ss+hh:mm", "2026-10-12 09:30-0330", moment(2026, 10, 12, 13, 0)),
        ("YYYY-MM-DDThh:mm:ss+hh:mm", "2026-10-12T09:30:00.000Z", moment(2026, 10, 12, 9, 30)),
        ("milliseconds since 1970", "1791883800000", moment(2026, 10, 13, 9, 30)),
    ],
)
def test_a_moment_is_read_as_its_format_declares(pattern, text, read):
    assert parse_moment(text, [pattern], "UTC") == read
    micro, known, wrong = parse_moments(pa.array([text]), (pattern,), "UTC")
    assert (int(micro[0]), bool(known[0]), bool(wrong[0])) == (int(read.timestamp() * 1_000_000), True, False)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("MM/DD/YYYY hh:mm am", "10/12/2026 13:05 am"),
        ("MM/DD/YYYY hh:mm am", "10/12/2026 25:05 pm"),
        ("DD-Mmm-YYYY hh:mmAM", "31-Feb-2026 03:03PM"),
        ("YYYY-MM-DDThh:mm:ss+hh:mm", "2026-10-12T09:30:00"),
        ("YYYY-MM-DDThh:mm:ss+hh:mm", "2026-10-12"),
        ("milliseconds since 1970", "1791883800"),
    ],
)
def test_a_moment_written_otherwise_is_refused(pattern, text):
    with pytest.raises(ValueError, match=r"is no|hour must be"):
        parse_moment(text, [pattern], "UTC")
