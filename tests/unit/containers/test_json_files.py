"""JSON files: each list of objects is a table; what is none of that is refused by name."""

import json

import pytest

from transforms.errors import EmptyExportError, SourceError, UnreadableFileError, UnrecognisedFormatError
from warehouse.containers.json_lists import lists_of
from warehouse.containers.parts import has_parts, parts_of


def tables(tmp_path, told):
    path = tmp_path / "export.json"
    path.write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
    return {part.name: part.read_bytes().decode() for part in lists_of(path)}


def test_every_list_of_objects_is_a_part(tmp_path):
    told = {"a": [{"x": 1, "y": {"z": "two\nlines"}}, {"y": {"z": None}, "w": True}], "b": [{"x": 1.5}], "c": [1], "d": "text"}

    assert tables(tmp_path, told) == {"a": 'x,y.z,w\n1,"two\nlines",\n,,true\n', "b": "x\n1.5\n"}
    assert tables(tmp_path, [{"x": 1}]) == {"list": "x\n1\n"}


def test_labels_of_instagram_are_columns_and_their_moment_stands_where_there_is_no_value(tmp_path):
    record = {
        "string_map_data": {"Likes": {"value": "3", "timestamp": 0}, "When": {"value": "", "timestamp": 17}, "No": {"value": ""}}
    }

    assert tables(tmp_path, {"posts": [record]}) == {"posts": "Likes,When,No\n3,17,\n"}


def test_text_in_the_wrong_encoding_is_mended_and_right_text_stays(tmp_path):
    wrong = "India’s naïve 🔗".encode().decode("latin-1")
    told = [{"a": wrong, "b": "naïve ’", "c": "é", wrong: "\ud800"}]

    assert tables(tmp_path, told) == {"list": "a,b,c,India’s naïve 🔗\nIndia’s naïve 🔗,naïve ’,é,?\n"}


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (b'{"a": [{"x": 1}', UnreadableFileError),
        (b'{"a": "' + b"\xff" + b'"}', UnreadableFileError),
        (b"[" * 100_000, UnreadableFileError),
        (b'{"data": {"a": 1}}', UnrecognisedFormatError),
        (b'{"posts": []}', EmptyExportError),
    ],
)
def test_what_is_damaged_or_no_table_is_refused(told, error, tmp_path):
    """FAULTS 23, 42."""
    with pytest.raises(error) as caught:
        tables(tmp_path, told)

    assert caught.value.remedy


def test_numbers_that_are_none_and_deep_objects_do_no_harm(tmp_path):
    deep: dict[str, object] = {"x": 1}
    for _ in range(50):
        deep = {"d": deep}

    assert tables(tmp_path, b'[{"x": NaN, "y": 12345678901234567890123}]') == {"list": "x,y\nNaN,12345678901234567890123\n"}
    assert list(tables(tmp_path, [{"x": 1} | deep])) == ["list"]


def test_a_file_is_told_by_its_first_bytes(tmp_path):
    path = tmp_path / "posts.txt"
    path.write_text('\ufeff{"a": [{"x": 1}]}', "utf-8")

    assert has_parts(path)
    assert [part.name for part in parts_of(path)] == ["a"]
    path.write_text("[a caption],1\n", "utf-8")
    assert not has_parts(path)


def test_a_file_too_large_to_be_read_at_once_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("warehouse.containers.json_lists.LARGEST_BYTES", 10)

    with pytest.raises(SourceError, match="JSON below 10 bytes"):
        tables(tmp_path, [{"x": "too long"}])
