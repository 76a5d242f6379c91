"""The line below the header of an old Facebook export: what each column counts."""

import pytest

from transforms.exports.described import kinds_of
from transforms.exports.facebook_insights import POSTS
from transforms.exports.recognise import match, recognise

VIEWS = "Lifetime Organic Video Views"
PEOPLE = "Lifetime: Number of times your video was viewed. (Unique Users)"
TIMES = "Lifetime: Number of times your video was viewed. (Total Count)"


def test_a_description_says_what_its_column_counts():
    assert kinds_of(["Post ID", VIEWS, VIEWS], ["", PEOPLE, TIMES]) == ("", "unique users", "total count")


def test_a_family_is_described_by_its_first_column():
    header = ["Likes - like", "Likes - share", "Clicks - like", "Reach"]

    assert kinds_of(header, [TIMES, "", "", PEOPLE]) == ("total count", "total count", "", "unique users")


def test_a_family_of_both_kinds_is_told_block_by_block():
    header = ["Feedback - like", "Feedback - link", "Feedback - like", "Feedback - link"]

    assert kinds_of(header, [PEOPLE, "", TIMES, ""]) == ("unique users", "unique users", "total count", "total count")


def test_columns_that_were_moved_away_from_their_words_are_of_no_kind():
    header = ["Feedback - link", "Feedback - like", "Reach", "Feedback - like", "Feedback - link"]

    assert kinds_of(header, ["", PEOPLE, PEOPLE, TIMES, ""]) == ("", "unique users", "unique users", "total count", "")


@pytest.mark.parametrize("below", [(), ("", ""), ("100_200", "7")], ids=["nothing", "blank", "a record"])
def test_a_line_that_describes_nothing_tells_nothing(below):
    assert kinds_of(["Post ID", VIEWS], below) == ()


@pytest.mark.parametrize(("first", "second", "at"), [(TIMES, PEOPLE, 3), (PEOPLE, TIMES, 4)], ids=["views first", "people first"])
def test_of_two_columns_of_one_name_the_described_one_is_read(first, second, at):
    header = ["Post ID", "Posted", "Lifetime Post Total Impressions", VIEWS, VIEWS]
    rows = [
        header,
        ["", "", "Lifetime: impressions. (Total Count)", first, second],
        ["1_2", "01/31/2015 11:40:16 PM", "5", "6", "6"],
    ]

    columns = recognise(rows).columns

    assert dict(columns.mapped)["video_views_organic"] == (at,)
    assert columns.not_carried == (f"{VIEWS} (unique users)",)
    assert "people" in POSTS.why_not(*columns.not_carried)


def test_without_descriptions_neither_is_read():
    columns = match(POSTS, ("Post ID", "Posted", "Lifetime Post Total Impressions", VIEWS, VIEWS))

    assert "video_views_organic" in columns.missing
    assert columns.not_carried == (VIEWS, VIEWS)
    assert columns.unknown == ()


def test_keys_of_the_graph_api_name_columns_too():
    columns = match(POSTS, ("Post ID", "Posted", "post_impressions_unique:lifetime", "post_video_views_organic_unique:lifetime"))

    assert dict(columns.mapped).keys() == {"post_id", "published_at", "reach"}
    assert columns.unknown == ()


def test_a_description_that_lost_a_delimiter_describes_nothing():
    """Else what is said of actions would stand beside people."""
    rows = [
        ["Post ID", "Posted", "Lifetime Post Total Impressions", VIEWS, VIEWS],
        ["", "", "Lifetime: impressions. (Total Count) " + PEOPLE, TIMES],
        ["1_2", "01/31/2015 11:40:16 PM", "5", "6", "7"],
    ]

    assert "video_views_organic" not in dict(recognise(rows).columns.mapped)
