"""Many files at once: one outcome each, the same whatever came first, and nobody suffers from a neighbour."""

import csv
import datetime as dt
import io
import random

import pyarrow as pa
import pytest

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import TABLES
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse import batches
from warehouse.containers import large
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect

TAKEN = dt.datetime(2026, 8, 3, tzinfo=dt.UTC)
HEADER = ["Post ID", "Account username", "Description", "Publish time", "Post type", "Date", "Views", "Likes"]
STRATEGY = Strategy(brand="atelier", time_zone="UTC", accounts=(Account(platform="instagram", handle="atelier"),))


def export(*rows, header=HEADER):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def post(number, **changes):
    row = dict(
        zip(HEADER, [str(number), "Atelier", "say\n\nmore", "07/31/2026 16:30", "IG reel", "Lifetime", "10", "2"], strict=True)
    )
    return list((row | changes).values())


@pytest.fixture
def night(tmp_path):
    """Extract texts as the files of one night, in the order given: (outcomes, rows by table)."""
    runs = iter(range(100))

    def run(texts, **options):
        folder = tmp_path / str(next(runs))
        files, paths = [], {}
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            files.append(SourceFile("atelier", f"sha-{name}", name, (), TAKEN, TAKEN.date(), "mtime"))
            paths["atelier", f"sha-{name}"] = path
        outcomes, written = extract(files, paths, {"atelier": STRATEGY}, folder / "out", **options)
        tables = {name: pa.concat_tables(pa.ipc.open_file(path).read_all() for path in paths) for name, paths in written.items()}
        return outcomes, tables

    return run


def test_one_bad_file_stops_no_other_and_every_file_has_one_outcome(night):
    outcomes, tables = night({"a": export(post(1)), "b": "{}", "c": export([*post(2), "x"]), "d": "", "e": export(post(3))})

    assert [outcome.held_code for outcome in outcomes] == [None, "unrecognised_format", "unreadable_file", "empty_export", None]
    assert [outcome.name for outcome in outcomes] == list("abcde")
    assert tables["staging_post"]["post_id"].to_pylist() == ["1", "3"]


def test_the_order_of_arrival_changes_nothing(night):
    texts = {str(at): export(*(post(at * 10 + row) for row in range(3))) for at in range(9)} | {"bad": "{}"}
    shuffled = list(texts)
    random.Random(5).shuffle(shuffled)

    first = night(texts)
    second = night({name: texts[name] for name in shuffled})

    assert first[0] == second[0]
    assert first[1] == second[1]


def test_small_batches_hold_what_one_batch_holds(night, monkeypatch):
    texts = {str(at): export(*(post(at * 10 + row) for row in range(3))) for at in range(7)}
    whole = night(texts)
    monkeypatch.setattr(batches, "BATCH_RECORDS", 5)

    parts = night(texts)

    assert parts[0] == whole[0]
    assert parts[1]["staging_post"].equals(whole[1]["staging_post"])


def test_a_file_in_pieces_holds_what_it_holds_whole(night, monkeypatch):
    text = export(
        *(post(at, Likes="x" if at % 7 == 0 else "3", Views="" if at % 3 else "5") for at in range(60)), ["Total"], [], post(99)
    )
    whole = night({"a": text})
    monkeypatch.setattr(large, "PIECE_BYTES", 400)

    pieces = night({"a": text}, small_bytes=0)

    assert pieces[0] == whole[0]
    assert whole[0][0].n_structural == 2
    assert pieces[1]["staging_post"].equals(whole[1]["staging_post"])


def test_a_large_file_that_breaks_late_leaves_nothing_behind(night, monkeypatch, tmp_path):
    monkeypatch.setattr(large, "PIECE_BYTES", 400)

    outcomes, tables = night({"a": export(*map(post, range(60)), [*post(60), "x"])}, small_bytes=0)

    assert outcomes[0].held_code == "unreadable_file"
    assert tables == {}
    assert list(tmp_path.rglob("*.arrow")) == []


def test_batches_have_the_contracts_columns_and_let_unreadable_cells_be_null(night):
    _, tables = night({"a": export(post("", Likes="2.5"))})

    contract = arrow_schema(TABLES["staging_post"])
    schema = tables["staging_post"].schema
    assert [(field.name, field.type, field.metadata) for field in schema] == [
        (field.name, field.type, field.metadata) for field in contract
    ]
    assert tables["staging_post"].to_pylist()[0]["post_id"] is None
    assert tables["staging_post"]["parse_error"].to_pylist() == ["Post ID: '' is empty; Likes: '2.5' is no whole number"]


def test_totals_blank_lines_and_a_second_header_are_counted_apart(night):
    outcomes, tables = night({"a": export(post(1), [], ["Total", *[""] * 5, "10", "2"], HEADER, [""] * 8, post(2))})

    assert (outcomes[0].n_records, outcomes[0].n_structural) == (2, 4)
    assert tables["staging_post"]["source_line"].to_pylist() == [2, 9]


def test_a_missing_file_is_held_and_the_night_goes_on(tmp_path):
    gone = SourceFile("atelier", "00", "gone.csv", (), TAKEN, TAKEN.date(), "mtime")

    outcomes, _ = extract([gone], {("atelier", "00"): tmp_path / "gone.csv"}, {"atelier": STRATEGY}, tmp_path / "out")

    assert outcomes[0].held_code == "unreadable_file"


def test_raw_records_are_found_by_their_line_under_headers_told_apart(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(export([*post(1), "10"], [*post(2), "11"], header=[*HEADER, "Views"]), "utf-8")

    shown = read_records(path, [5])

    assert shown[5] | {"Views": "10", "Views (2)": "11", "Post ID": "2"} == shown[5]


def test_inspect_says_why_a_file_is_no_export_and_raises_nothing(tmp_path):
    (tmp_path / "cut.csv").write_text(export(post(1), [*post(2), "x"]), "utf-8")

    seen = inspect([tmp_path / "none.csv", tmp_path, tmp_path / "cut.csv"])

    assert [one.reason is not None for one in seen] == [True, True, True]
    assert seen[2].as_dict()["reason"].startswith("unreadable_file: 9 cells in the record")
    assert seen[2].format == "instagram_content"


def test_a_piece_of_a_large_file_that_holds_no_record_is_no_trouble(night, monkeypatch):
    monkeypatch.setattr(large, "PIECE_BYTES", 400)

    outcomes, _ = night({"a": export(post(1), *([""] * 8 for _ in range(200)), post(2))}, small_bytes=0)

    assert (outcomes[0].held_code, outcomes[0].n_records, outcomes[0].n_structural) == (None, 2, 200)
