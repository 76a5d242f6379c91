"""`inspect --draft`: a first file for formats/ from an unknown export; it is read as it stands."""

import pytest
import yaml

from tests.builders import own_formats
from transforms.errors import SettingsError
from transforms.exports.own_formats import registry_of
from transforms.exports.recognise import recognise
from transforms.exports.registry import SHIPPED
from warehouse.inspection import draft_of, inspect

POSTS = """\
Post ID,Publish date,Views,Like,Comments,Mood,Length
c-1,03.10.2026,"1,200",80,4,gay,2.50 €
c-2,14.10.2026,"12,500,000","1,000",,sad,3 €
"""


def drafted(tmp_path, text, name="strange export.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path, draft_of(path)


def test_a_draft_maps_what_it_can_says_why_and_leaves_the_rest(tmp_path):
    _, text = drafted(tmp_path, POSTS)

    assert text == (
        "# A first draft for strange export.csv. Go through every line, then save it as formats/NAME.yaml; "
        "the next night reads with it.\n"
        'title: "strange export.csv"\n'
        "platform: unknown  # the network, in small letters, as your strategy names it\n"
        "grain: post  # or one of: post by day, account by day, creator by day\n"
        "columns:\n"
        "  post_id: Post ID  # a known header\n"
        "  published_at: Publish date  # near to 'published_at'\n"
        "  impressions: {headers: Views, counts: views}  # a known header; is views what it counts?\n"
        "  likes: Like  # near to 'likes'\n"
        "  comments: Comments  # a known header\n"
        'times: ["DD.MM.YYYY"]  # reads all 2 that were looked at, such as "03.10.2026"\n'
        "zone: UTC  # whose clock it is; the file does not say\n"
        'numbers: {thousands: ",", decimal: "."}  # because of "1,200"\n'
        "# Not understood. Give it a column above, or say here why it is left out:\n"
        "# not_carried:\n"
        "#   Mood: why  # such as gay\n"
        '#   Length: why  # such as "2.50 €"\n'
    )


def test_a_draft_is_read_as_it_stands_and_knows_its_file(tmp_path):
    path, text = drafted(tmp_path, POSTS)

    registry, errors = registry_of((("strange", text),))

    assert not errors
    seen = inspect([path], registry)[0]
    assert (seen.format, seen.rows, seen.reason, seen.unknown) == ("strange", 2, None, ("Mood", "Length"))


def test_two_ways_to_read_a_day_are_both_named(tmp_path):
    _, text = drafted(tmp_path, "Post ID,Published at,Likes\n1,03/04/2026,5\n2,11/12/2026,6\n")

    assert 'times: [MM/DD/YYYY]  # reads all 2 that were looked at, such as "03/04/2026"; DD/MM/YYYY would read them too' in text


@pytest.mark.parametrize(
    "text",
    [
        "foo,bar\n1,2\n",
        "foo\n",
        "Likes,Likes\n1,1\n",
        '"a: b","# c","[x]"," - y"\n"""q"":",{},*,&\n',
        "Date,Page views\nFebruary 21,3\n",
        own_formats.LOOPS,
        own_formats.KLOUT.replace("Klout score", "Followers"),
    ],
)
def test_a_draft_of_anything_can_be_read(text, tmp_path):
    _, told = drafted(tmp_path, text)

    registry, errors = registry_of((("strange", told),))

    assert dict(errors) == {}
    assert ("strange" in registry.formats) is not yaml.safe_load(told).get("draft", False)


def test_what_is_missing_is_named_in_a_draft_that_is_not_used_yet(tmp_path):
    _, text = drafted(tmp_path, "Clip,Plays\nc-1,5\n")

    assert (
        "draft: true  # not used as long as this stands here; still needed: activity_date, a column that counts something" in text
    )


def test_an_export_that_is_known_needs_no_draft(tmp_path):
    known = "Date,Impressions,Likes,Unfollows,Bookmarks\n"

    with pytest.raises(SettingsError, match="every header of which is known"):
        drafted(tmp_path, known + '"Thu, Oct 1, 2026",1,2,3,4\n')
    assert recognise([known.strip().split(",")], SHIPPED).format.id == "x_overview"
