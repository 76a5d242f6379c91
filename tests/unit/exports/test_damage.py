"""Records that are not whole are refused one by one, and the others are taken (FAULTS 23)."""

import datetime as dt

import pyarrow as pa
import pytest

from tests.builders import facebook, instagram
from transforms.exports.register import FORMATS
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

TAKEN = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
ACCOUNTS = tuple(Account(platform=on, handle="a.creator") for on in ("instagram", "x", "youtube", "tiktok", "linkedin"))
STRATEGY = Strategy(brand="atelier", time_zone="UTC", accounts=ACCOUNTS)

# The ranking lists of third parties.
LISTS = {each.platform for each in FORMATS.values() if each.id.startswith("influencer_list_")}
WHOLE_TIKTOK = '"Gender","Distribution"\n"Female","0.59"\n"Male","0.41"'
POSTS = instagram.content(*(instagram.post(number) for number in (1, 2, 3)))
DAYS = instagram.overview("Instagram reach", {dt.date(2026, 10, day): day for day in (1, 2, 3)}).decode("utf-16").rstrip() + "\n"


def read(tmp_path, data, small_bytes=4_000_000):
    """The outcome, and line → parse error of every staged record."""
    path = tmp_path / "export.csv"
    path.write_bytes(data)
    file = SourceFile("atelier", "s", path.name, (), TAKEN, TAKEN.date(), "mtime")
    (outcome,), batches = extract([file], {("atelier", "s"): path}, {"atelier": STRATEGY}, tmp_path, small_bytes=small_bytes)
    rows = [row for paths in batches.values() for each in paths for row in pa.ipc.open_file(each).read_all().to_pylist()]
    return outcome, {row["source_line"]: row["parse_error"] for row in rows}


@pytest.mark.parametrize("small_bytes", [4_000_000, 0], ids=["small", "large"])
@pytest.mark.parametrize("lost", [1, 2, 9, 40])
def test_the_last_record_of_a_file_that_is_cut_off_is_refused_alone(lost, small_bytes, tmp_path):
    data = POSTS[:-lost]

    outcome, errors = read(tmp_path, data, small_bytes)

    assert outcome.held_code is None
    assert [line for line, why in errors.items() if why] == [4]
    assert f"cut off at byte {len(data):,}" in errors[4]


def test_a_cut_inside_a_quoted_cell_refuses_its_record_alone(tmp_path):
    data = instagram.content(instagram.post(1), instagram.post(2, Description='Said "so, and\nso"'))

    outcome, errors = read(tmp_path, data[: data.index(b"so, and\nso") + 9])

    assert (outcome.n_records, [line for line, why in errors.items() if why]) == (2, [3])


@pytest.mark.parametrize("lost", [2, 20, 60, 100])
def test_a_cut_in_a_file_wrapped_in_quotes_refuses_its_record_alone(lost, tmp_path):
    plain = instagram.content(*(instagram.post(number, Description='Said "so"') for number in (1, 2, 3))).decode("utf-8-sig")
    wrapped = "".join('"' + line.replace('"', '""') + '"\n' for line in plain.splitlines())

    outcome, errors = read(tmp_path, wrapped[:-lost].encode())

    assert (outcome.held_code, [bool(why) for why in errors.values()]) == (None, [False, False, True])


@pytest.mark.parametrize("caption", ["Post 1", "two\nlines"])
def test_a_quote_that_swallows_whole_records_holds_the_file(caption, tmp_path):
    text = instagram.content(instagram.post(1, Description=caption), instagram.post(2), instagram.post(3)).decode()

    outcome, _ = read(tmp_path, text.replace(",Lifetime", ',"Lifetime', 1).encode())

    assert outcome.held_code == "unreadable_file"


@pytest.mark.parametrize("cut", [len(DAYS.encode("utf-16")) - lost for lost in (1, 2, 3)])
def test_a_cut_inside_a_character_refuses_its_record_alone(cut, tmp_path):
    outcome, errors = read(tmp_path, DAYS.encode("utf-16")[:cut])

    assert (outcome.held_code, list(map(bool, errors.values()))) == (None, [False, False, True])


@pytest.mark.parametrize("small_bytes", [4_000_000, 0], ids=["small", "large"])
def test_a_count_that_is_written_twice_and_cut_once_refuses_its_record_alone(small_bytes, tmp_path):
    """These lists never end their last line, so the conflict is all that tells."""
    text = "Tiktoker name,Tiktok name,Subscribers count,Subscribers count\na.creator,A,1.5M,1500000\nb.creator,B,2.5M,2500"

    outcome, errors = read(tmp_path, text.encode(), small_bytes)

    assert (outcome.held_code, errors[2]) == (None, None)
    assert "2500000 + 2500" in errors[3]


def test_inspect_tells_of_a_record_that_is_cut_off(tmp_path):
    (tmp_path / "export.csv").write_bytes(POSTS[:-9])

    (seen,) = inspect([tmp_path / "export.csv"])

    assert (seen.reason, seen.rows) == (None, 3)
    assert "line 4: the last record" in seen.notes[-1]


def test_a_tool_that_never_ends_its_last_line_is_taken_at_its_word(tmp_path):
    _, errors = read(tmp_path, WHOLE_TIKTOK.encode())

    assert errors == {2: None, 3: None}


@pytest.mark.parametrize("lost", [1, 4, 6])
def test_a_record_that_such_a_tool_left_unfinished_is_refused_all_the_same(lost, tmp_path):
    outcome, errors = read(tmp_path, WHOLE_TIKTOK.encode()[:-lost])

    assert (outcome.n_records, errors[2], bool(errors[3])) == (2, None, True)


def test_a_figure_that_lost_its_delimiter_is_refused_and_not_taken_for_a_sentence(tmp_path):
    _, errors = read(tmp_path, WHOLE_TIKTOK.replace('"Female",', '"Female ').replace(' "0.59', " 0.59").encode())

    assert errors == {2: "1 of 2 cells: a delimiter or a quote is lost", 3: None}


@pytest.mark.parametrize(("left_out", "is_taken"), [(1, False), (2, True), (3, True)])
def test_meta_leaves_out_several_cells_and_never_one(left_out, is_taken, tmp_path):
    lines = facebook.content(*(facebook.post(number) for number in (1, 2))).decode("utf-8-sig").splitlines()
    lines[1] = ",".join(lines[1].split(",")[:-left_out])

    outcome, errors = read(tmp_path, "".join(f"{line}\n" for line in lines).encode())

    assert outcome.held_code is None
    assert (errors[2] is None, errors[3]) == (is_taken, None)


def test_only_formats_whose_real_files_do_so_may_stop_without_an_end_of_line():
    assert {each.platform for each in FORMATS.values() if each.open_end} == {"tiktok", "x", "several", *LISTS}
    assert not FORMATS["x_content"].open_end
