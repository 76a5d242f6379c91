"""Formats that a workspace brings as YAML: read without code, refused with the line, one broken file beside good ones."""

import textwrap

import pytest

from transforms.errors import MissingColumnError, UnrecognisedFormatError
from transforms.exports.own_formats import registry_of
from transforms.exports.recognise import recognise
from transforms.exports.registry import SHIPPED

LOOPS = """
title: Loops, posts
platform: loops
grain: post
columns:
  post_id: Clip
  published_at: Made on
  impressions: {headers: [Plays, Times looped], counts: loops}
  likes: Hearts
times: [DD.MM.YYYY]
numbers: {thousands: "."}
not_carried: {Mood: nobody counts moods}
"""
DUTCH = """
extends: instagram_content
language: nl
columns:
  likes: Vind-ik-leuks
  account_handle: Gebruikersnaam
  impressions: {headers: Weergaven, counts: views}
lifetime: Levensduur
"""


def read(**texts):
    return registry_of(tuple((name, textwrap.dedent(text)) for name, text in texts.items()))


def only_error(text, name="loops"):
    registry, errors = read(**{name: text})

    assert registry.broken == {name}
    assert list(registry.formats) == list(SHIPPED.formats)
    return errors[name]


def changed(old, new, text=LOOPS):
    assert old in text
    return text.replace(old, new)


def test_a_file_makes_a_format_with_everything_that_it_says():
    registry, errors = read(loops=LOOPS)

    loops = registry.formats["loops"]
    assert not errors
    assert (loops.platform, loops.table, loops.stated, loops.text_ids) == ("loops", "staging_post", "date", True)
    found = recognise([["Clip", "Made on", "PLAYS", "Hearts", "Mood", "Weather"]], registry)
    assert (found.format.id, found.columns.exposure, found.columns.unknown) == ("loops", "loops", ("Weather",))
    assert found.columns.not_carried == ("Mood",)


def test_the_shipped_formats_alone_do_not_know_it():
    with pytest.raises(UnrecognisedFormatError):
        recognise([["Clip", "Made on", "Plays", "Hearts"]])


def test_a_file_adds_a_language_to_a_format_that_is_shipped():
    registry, errors = read(nederlands=DUTCH)
    header = ["Post ID", "Gebruikersnaam", "Permalink", "Publish time", "Date", "Weergaven", "Vind-ik-leuks"]

    found = recognise([header], registry)

    assert not errors
    assert (found.format.id, found.columns.unknown, found.columns.exposure) == ("instagram_content", (), "views")
    assert "Levensduur" in found.format.lifetime
    with pytest.raises(MissingColumnError, match="Account username"):
        recognise([["Account ID", *header[:1], *header[2:]]])


def test_a_comment_changes_nothing_and_a_word_changes_the_judge():
    plain, _ = read(loops=LOOPS)
    same, _ = read(loops="# a remark\n" + changed("Plays, Times looped", " Plays , 'Times looped' "))
    other, _ = read(loops=changed("Hearts", "Likes"))

    assert plain.judge == same.judge
    assert len({plain.judge, other.judge, SHIPPED.judge}) == 3


def test_the_same_files_are_the_same_object_whatever_their_order():
    files = (("loops", LOOPS), ("nederlands", DUTCH))

    assert registry_of(files)[0] is registry_of(files)[0]
    assert registry_of(files)[0].judge == registry_of(files[::-1])[0].judge


def test_a_draft_is_read_and_not_used():
    registry, errors = read(loops=LOOPS + "draft: true\n")

    assert (registry, dict(errors)) == (SHIPPED, {})


def test_one_broken_file_leaves_the_others():
    registry, errors = read(loops=LOOPS, nederlands="extends: instagram_contnet\n")

    assert "loops" in registry.formats
    assert registry.broken == {"nederlands"}
    assert errors["nederlands"].found == "instagram_contnet; the nearest that is known is instagram_content"


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        (changed("title", "titel"), "line 2, titel", "titel; the nearest that is known is title"),
        (changed("  likes: Hearts", "  lieks: Hearts"), "line 9, columns.lieks", "lieks; the nearest that is known is likes"),
        (changed("counts: loops", "count: loops"), "line 8, columns.impressions.count", "nearest that is known is counts"),
        (changed("[DD.MM.YYYY]", "[DD.MM.YY]"), "line 10, times.0", "DD.MM.YY; the nearest that is known is DD.MM.YYYY"),
        (changed("likes: Hearts", "likes: Plays"), "line 9, columns.likes", "'Plays' for impressions and for likes"),
        (changed("grain: post", "grain: week"), "line 4, grain", "'week'"),
        (changed("  post_id: Clip\n", ""), "line 5, columns", "no such column"),
        (changed("times: [DD.MM.YYYY]\n", ""), "line 7, columns.published_at", "no such key"),
        (changed('thousands: "."', 'thousands: ".", decimal: "."'), "line 11, numbers", "'.' for both"),
        (changed("platform: loops", "platform: 7"), "line 3, platform", "7"),
        ("- a list\n", "formats/loops.yaml", "list"),
        ("title: [\n", "formats/loops.yaml", "while parsing"),
        ("a: &x [1]\nb: *x\n", "line 2", "an alias (*x)"),
        ("!!python/object/apply:os.system [ls]", "formats/loops.yaml", "could not determine a constructor"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_the_nearest_word(text, where, found):
    """FAULTS 47 for the last three."""
    error = only_error(text)

    assert error.where.startswith("formats/loops.yaml")
    assert error.where.endswith(where) or (where == "line 2" and where in error.where)
    assert found in error.found
    assert error.expected
    assert error.remedy


def test_a_shipped_format_keeps_its_name():
    assert "no other format has" in only_error(LOOPS, "x_content").expected
    assert "no other format has" in only_error(LOOPS, "My Format").expected


def test_a_header_of_a_shipped_format_keeps_its_meaning():
    error = only_error("extends: instagram_content\ncolumns: {saves: Likes}\n", "nederlands")

    assert error.found == "'Likes' for likes and for saves"


def test_views_and_impressions_are_not_mixed_up():
    error = only_error("extends: instagram_content\ncolumns: {impressions: Weergaven}\n", "nederlands")

    assert error.expected == "`counts: views or impressions`, which says what impressions counts"
