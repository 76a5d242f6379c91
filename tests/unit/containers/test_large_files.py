"""Large files are read in pieces and by another reader: the records and their lines stay the same, wherever the cuts fall."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import UnreadableFileError
from warehouse.containers import large
from warehouse.containers.columns import ColumnGrid, columns_of, read_columns
from warehouse.containers.large import pieces_below
from warehouse.containers.records import OpenQuoteError, parse_records
from warehouse.containers.text import open_text, read_again_if_wrong, records_below

CELLS = st.text(alphabet='ab,;"\n\r é🎉', max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)


def as_csv(rows, *, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue()


def columns(grid):
    return [column.to_pylist() for column in grid.columns], grid.lines.tolist()


@given(TABLES, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_both_readers_agree_where_the_quick_one_answers(rows, quoting):
    data = as_csv(rows, quoting=quoting).encode()

    quick = read_columns(data, 7, 3, ",")

    if quick is not None:
        slow_rows, lines = parse_records(data.decode(), ",", 7)
        padded = [row or [""] * 3 for row in slow_rows]
        assert columns(quick) == ([[cell or None for cell in column] for column in zip(*padded, strict=True)], lines)


@given(st.binary(max_size=60).map(lambda noise: noise.translate(bytes(b'ab,"\n\r'[byte % 6] for byte in range(256)))))
def test_the_quick_reader_never_answers_otherwise_than_the_other(data):
    quick = read_columns(data, 1, 2, ",")

    if quick is not None:
        try:
            rows, lines = parse_records(data.decode(), ",")
        except (UnreadableFileError, OpenQuoteError):
            pytest.fail(f"only the quick reader takes {data!r}")
        padded = [row + [""] * (2 - len(row)) for row in rows]
        assert columns(quick) == ([[cell or None for cell in column] for column in zip(*padded, strict=True)], lines)


@pytest.mark.parametrize("piece_bytes", [20, 64, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_where_the_pieces_are_cut_changes_nothing(piece_bytes, encoding, tmp_path, monkeypatch):
    rows = [["a", "b", "c"]] + [[str(at), f'say "{at}"\n\nmore, é' * (at % 3), "x" * at] for at in range(40)]
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(rows).encode(encoding))
    whole = list(records_below(open_text(path), 0))
    monkeypatch.setattr(large, "PIECE_BYTES", piece_bytes)
    monkeypatch.setattr(large, "LONGEST_RECORD_PIECES", 10_000)

    cut = list(records_below(open_text(path, small_bytes=0), 0))

    assert [row for grid in cut for row in grid.rows] == whole[0].rows == rows[1:]
    assert [line for grid in cut for line in grid.lines] == whole[0].lines


def test_a_quote_inside_an_unquoted_cell_misleads_no_cut(tmp_path, monkeypatch):
    """Parity of quotes only proposes where to cut; the reader's own state decides."""
    text = 'a,b\n1,5" vase\n2,"two\nlines"\n3,x\n4,7" pot\n5,"y\nz"\n'
    path = tmp_path / "export.csv"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(large, "PIECE_BYTES", 9)

    cut = list(records_below(open_text(path, small_bytes=0), 0))

    assert [row for grid in cut for row in grid.rows] == parse_records(text, ",")[0][1:]
    assert [line for grid in cut for line in grid.lines] == [2, 3, 5, 6, 7]


def test_a_wrapped_file_is_unwrapped_in_pieces(tmp_path, monkeypatch):
    lines = ["a,b", '1,"first', "", 'second, more"', "2,x"]
    path = tmp_path / "export.csv"
    path.write_text("\n".join('"' + line.replace('"', '""') + '"' if line else line for line in lines) + "\n", "utf-8")
    monkeypatch.setattr(large, "PIECE_BYTES", 11)

    cut = list(records_below(open_text(path, small_bytes=0), 0))

    assert [row for grid in cut for row in grid.rows] == [["1", "first\n\nsecond, more"], ["2", "x"]]
    assert [line for grid in cut for line in grid.lines] == [2, 5]


def test_a_code_page_that_shows_late_is_found_all_the_same(tmp_path, monkeypatch):
    data = b"a,b\n" + b"1,x\n" * 100_000 + "2,Посещения\n".encode("cp1251")
    path = tmp_path / "export.csv"
    path.write_bytes(data)
    monkeypatch.setattr(large, "PIECE_BYTES", 100_000)

    rows, encoding = read_again_if_wrong(
        path,
        lambda text: ([row for grid in records_below(text, 0) for row in grid.rows], text.layout.encoding),
        small_bytes=0,
    )

    assert (len(rows), rows[-1], encoding) == (100_001, ["2", "Посещения"], "cp1251")


def test_ragged_pieces_are_left_to_pythons_csv(tmp_path, monkeypatch):
    path = tmp_path / "export.csv"
    path.write_bytes(b"a,b\n" + b"1,x\n" * 20 + b"2\n\n" + b"3,y\n" * 20)
    monkeypatch.setattr(large, "PIECE_BYTES", 30)
    text = open_text(path, small_bytes=0)

    pieces = list(pieces_below(text, 0, lambda data, line: read_columns(data, line, 2, ",")))
    whole = columns_of(next(iter(records_below(open_text(path), 0))), 2)

    turned = [piece if isinstance(piece, ColumnGrid) else columns_of(piece, 2) for piece in pieces]
    assert len({type(piece).__name__ for piece in pieces}) == 2
    assert [cell for piece in turned for cell in piece.columns[1].to_pylist()] == whole.columns[1].to_pylist()
    assert [line for piece in turned for line in piece.lines.tolist()] == whole.lines.tolist()
    assert sum(piece.padded for piece in turned) == whole.padded == 1
