"""Bytes of any origin become the same records, or an error that says where and why."""

import pytest

from transforms.errors import EmptyExportError, SourceError, UnreadableFileError, UnrecognisedFormatError
from warehouse.containers.encoding import UNFINISHED, decode
from warehouse.containers.text import open_text, records_below

TEXT = 'Post,Said\n1,"first\n\nsecond, ""quoted"""\n2,São\n'
RECORDS = [["1", 'first\n\nsecond, "quoted"'], ["2", "São"]]


def write(tmp_path, data):
    path = tmp_path / "export.csv"
    path.write_bytes(data)
    return path


def read(path, header_row=0, **options):
    """Records and lines below the header."""
    text = open_text(path, **options)
    grids = list(records_below(text, header_row))
    return [row for grid in grids for row in grid.rows], [line for grid in grids for line in grid.lines]


@pytest.mark.parametrize("small_bytes", [10_000, 0], ids=["small", "large"])
@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").replace("first\r\n\r\n", "first\n\n").encode(),
        ("sep=,\n" + TEXT).encode(),
        TEXT.replace("Post,Said", "Post;Said").replace('1,"', '1;"').replace("2,S", "2;S").encode(),
        TEXT.replace("Post,Said", "Post\tSaid").replace('1,"', '1\t"').replace("2,S", "2\tS").encode(),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "cp1252", "crlf", "sep", "semicolon", "tab"],
)
def test_the_same_records_come_out_of_every_encoding_and_delimiter(data, small_bytes, tmp_path):
    records, lines = read(write(tmp_path, data), small_bytes=small_bytes)

    skipped = 1 if data.startswith(b"sep") else 0
    assert records == RECORDS
    assert lines == [2 + skipped, 5 + skipped]


def test_a_code_page_is_told_by_the_length_of_words():
    western = "Interações com o conteúdo; visualizações; être née".encode("cp1252")
    cyrillic = "3.авг;Посещения на профила;17.юни;".encode("cp1251")

    assert decode(western)[1] == "cp1252"
    assert decode(cyrillic) == ("3.авг;Посещения на профила;17.юни;", "cp1251")


def test_utf_8_that_broke_is_damaged_and_not_another_code_page():
    text = "Равносметка в последния ден".encode()

    with pytest.raises(UnreadableFileError, match="at byte 10"):
        decode(text[:10] + b"\xff" + text[10:])


def test_text_that_stops_inside_a_character_was_cut_off():
    assert decode("a,b\n1,party 🎉".encode()[:-2]) == (f"a,b\n1,party {UNFINISHED}", "utf-8")
    assert decode("Post,Said\n".encode("utf-16") + b"1") == (f"Post,Said\n{UNFINISHED}", "utf-16-le")


def test_a_mark_of_utf_8_or_utf_16_is_taken_at_its_word():
    with pytest.raises(UnreadableFileError, match="utf-8-sig"):
        decode(b"\xef\xbb\xbfPost,Said\n1,S\xe3o\n")
    with pytest.raises(UnreadableFileError, match="utf-16-le"):
        decode("Post,Said\n".encode("utf-16") + b"\x00\xdc1\x00")


def test_an_old_macintosh_ends_its_lines_in_carriage_returns(tmp_path):
    assert read(write(tmp_path, b"a,b\r1,2\r3,4\r")) == ([["1", "2"], ["3", "4"]], [2, 3])


def test_a_sep_line_that_splits_nothing_is_overruled_by_what_does(tmp_path):
    assert open_text(write(tmp_path, b"sep=,\nReach;\nDate;Primary\n2026-01-01;5\n")).layout.delimiter == ";"


def test_a_title_in_quotes_is_not_a_wrapped_file(tmp_path):
    text = open_text(write(tmp_path, b'"Reach, by day"\n"Date","Primary"\n"2026-01-01","5"\n'))

    assert not text.layout.wrapped


@pytest.mark.parametrize(
    ("data", "error", "found"),
    [
        (b"", EmptyExportError, "an empty file"),
        (b"\xef\xbb\xbf \n\n", EmptyExportError, "an empty file"),
        (b"PK\x03\x04rest", UnrecognisedFormatError, "zip archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", UnrecognisedFormatError, "old Excel workbook"),
        (b'{"organic_insights_posts": []}', UnrecognisedFormatError, "JSON"),
        (b'[\n {"a": 1}]', UnrecognisedFormatError, "JSON"),
        (b"%PDF-1.7", UnreadableFileError, "PDF"),
        (b"<!DOCTYPE html><html>Log in</html>", UnreadableFileError, "login page"),
        (b"a,b\n1,\x00\n", UnreadableFileError, "NUL at position 6"),
        (b'a,b\n1,2\n3,"open\n\r,\n', UnreadableFileError, "never closed, in the record that starts on line 3"),
        (b'a,b\n1,2\n3,"open\n4,5\n', UnreadableFileError, "never closed, in the record that starts on line 3"),
        (b'a,b\n1,2\n3,"open" again\n', UnreadableFileError, "expected after"),
        (b"a,b\n1,2\n1,2,\n", UnreadableFileError, "3 cells in the record that starts on line 3"),
        (b"a,b\n1,2\n1,2,3\n", UnreadableFileError, "3 cells in the record that starts on line 3"),
        (b"a,b\n1,x\ry\n", UnreadableFileError, "record that starts on line 2"),
        (b'a,b\n1,"' + b"x" * 140_000 + b'"\n', UnreadableFileError, "field larger than field limit"),
    ],
)
@pytest.mark.parametrize("small_bytes", [10_000_000, 0], ids=["small", "large"])
def test_what_cannot_be_read_says_what_it_is_and_where(data, error, found, small_bytes, tmp_path):
    with pytest.raises(error) as caught:
        read(write(tmp_path, data), small_bytes=small_bytes)

    assert found in caught.value.found
    assert caught.value.remedy


@pytest.mark.parametrize("small_bytes", [10_000, 0], ids=["small", "large"])
@pytest.mark.parametrize(
    ("data", "ending", "last"),
    [
        (b"a,b,c\n1,2,3\n4,5,6\n", "ended", ["4", "5", "6"]),
        (b"a,b,c\n1,2,3\n4,5,6", "open", ["4", "5", "6"]),
        (b"a,b,c\n1,2,3\n4,5", "open", ["4", "5", ""]),
        (b'a,b,c\n1,2,3\n4,"5, and\nm', "cut", ["4", "5, and\nm", ""]),
        (b"a,b,c\r\n1,2,3\r\n4,5,6\r", "open", ["4", "5", "6"]),
    ],
)  # fmt: skip
def test_how_a_file_stops_is_told_with_its_last_record(data, ending, last, small_bytes, tmp_path):
    grids = list(records_below(open_text(write(tmp_path, data), small_bytes=small_bytes), 0))

    assert (grids[-1].ending, grids[-1].rows[-1], [line for grid in grids for line in grid.lines]) == (ending, last, [2, 3])


def test_a_short_record_is_padded_and_told(tmp_path):
    (grid,) = records_below(open_text(write(tmp_path, b"a,b,c\n1\n\n2,3,4\n")), 0)

    assert (grid.rows, grid.short) == ([["1", "", ""], ["", "", ""], ["2", "3", "4"]], {2: 1})


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path):
    with pytest.raises(SourceError):
        open_text(tmp_path / "nothing.csv")
