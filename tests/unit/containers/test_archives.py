"""Zip archives: what is safe is read entry by entry, what is not is refused before anything of it is read."""

import datetime as dt
import hashlib
import struct
import zipfile

import pyarrow as pa
import pytest

from transforms.errors import SourceError
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.containers import archive as archives
from warehouse.containers.archive import entries_of
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect

TAKEN = dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC)
FOLDER = "Content 2026-10-01_2026-10-31 Lune Films"
TABLE = (
    "Content,Video title,Video publish time,Views,Watch time (hours),Subscribers,Impressions\n"
    'Total,,,9,1,0,50\nabcDEF_0-19,Coat,"Oct 2, 2026",6,0.5,1,30\nabcDEF_0-20,Scarf,"Sep 2, 2026",3,0.5,-1,20\n'
)
CHART = 'Date,Content,Video title,Video publish time,Views\n2026-10-30,abcDEF_0-19,Coat,"Oct 2, 2026",6\n'
TOTALS = "Date,Views\n2026-10-30,8\n2026-10-31,1\n"
WHOLE = {f"{FOLDER}/Table data.csv": TABLE, f"{FOLDER}/Chart data.csv": CHART, f"{FOLDER}/Totals.csv": TOTALS}


def packed(path, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


def run(path, out, small_bytes=4_000_000, handles=("lune films",)):
    strategy = Strategy(
        brand="lune", time_zone="Europe/Paris", accounts=tuple(Account(platform="youtube", handle=each) for each in handles)
    )
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    file = SourceFile("lune", sha, path.name, (), TAKEN, TAKEN.date(), "mtime")
    outcomes, batches = extract([file], {("lune", sha): path}, {"lune": strategy}, out, small_bytes=small_bytes)
    rows = {
        name: [row for each in paths for row in pa.ipc.open_file(each).read_all().to_pylist()] for name, paths in batches.items()
    }
    return outcomes[0], rows


@pytest.mark.parametrize("small_bytes", [4_000_000, 0], ids=["small", "large"])
def test_an_archive_is_one_file_with_the_records_of_all_its_tables(small_bytes, tmp_path):
    path = packed(tmp_path / f"{FOLDER}.zip", WHOLE)

    outcome, rows = run(path, tmp_path / "out", small_bytes)

    assert (outcome.format, outcome.n_records, outcome.n_structural) == ("youtube_table", 5, 1)
    assert (outcome.assigned_account, outcome.assigned_by) == ("lune films", "strategy")
    lines = {row["source_line"]: row for table in rows.values() for row in table}
    assert sorted(lines) == [1_000_000_002, 2_000_000_003, 2_000_000_004, 3_000_000_002, 3_000_000_003]
    assert {row["source_sha"] for row in lines.values()} == {outcome.sha}
    assert [(row["post_id"], row["is_lifetime"]) for row in rows["staging_post"]] == [
        ("abcDEF_0-19", True),
        ("abcDEF_0-20", False),
    ]


def test_the_folder_inside_names_the_channel(tmp_path):
    path = packed(tmp_path / "download.zip", WHOLE)

    outcome, _ = run(path, tmp_path / "out", handles=("lune backstage", "lune films"))

    assert (outcome.assigned_account, outcome.assigned_by) == ("lune films", "folder")


def test_a_record_of_an_archive_is_shown_with_the_file_that_it_stands_in(tmp_path):
    path = packed(tmp_path / "download.zip", WHOLE)

    assert read_records(path, [3_000_000_003]) == {
        3_000_000_003: {"part of the file": f"{FOLDER}/Totals.csv", "Date": "2026-10-31", "Views": "1"}
    }


def test_inspect_tells_every_table_of_an_archive(tmp_path):
    path = packed(tmp_path / "download.zip", {**WHOLE, "__MACOSX/._Totals.csv": "\0"})

    seen = inspect([path])

    assert [each.format for each in seen] == ["youtube_chart_views", "youtube_table", "youtube_totals_views"]
    assert all(each.reason is None for each in seen)


def test_one_table_that_is_not_understood_holds_the_archive_and_is_named(tmp_path):
    path = packed(tmp_path / "a.zip", {**WHOLE, f"{FOLDER}/Zeta.csv": "card;points\n1;2\n"})

    outcome, rows = run(path, tmp_path / "out")

    assert outcome.held_code == "unrecognised_format"
    assert "Zeta.csv" in outcome.where
    assert rows == {}
    assert not list((tmp_path / "out").rglob("*.arrow"))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../outside.csv", "out of the archive"),
        ("a/../../b.csv", "out of the archive"),
        ("/etc/cron.csv", "absolute"),
        ("C:/a.csv", "absolute"),
        ("a\\b.csv", "no plain path"),
        ("a\u202egnp.csv", "no plain path"),
        ("x" * 300 + ".csv", "too long"),
        ("inner.zip", "archive inside"),
        ("inner.tar", "archive inside"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name, why, tmp_path):
    path = packed(tmp_path / "a.zip", {name: TOTALS})

    outcome, rows = run(path, tmp_path / "out")

    assert outcome.held_code == "unreadable_file"
    assert why in outcome.found
    assert rows == {}
    assert {each.name for each in tmp_path.iterdir()} <= {"a.zip", "out"}


def test_an_archive_under_another_name_is_refused(tmp_path):
    inner = packed(tmp_path / "inner.zip", WHOLE).read_bytes()

    outcome, _ = run(packed(tmp_path / "a.zip", {"Totals.csv": inner}), tmp_path / "out")

    assert (outcome.held_code, outcome.found) == ("unreadable_file", "an archive inside the archive")


def test_an_entry_without_a_name_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "named.zip", "w") as file:
        info = zipfile.ZipInfo("placeholder")
        info.filename = ""
        file.writestr(info, TOTALS)

    with pytest.raises(SourceError, match="no name"):
        entries_of(tmp_path / "named.zip")


def test_a_link_is_refused(tmp_path):
    info = zipfile.ZipInfo("Totals.csv")
    info.external_attr = 0o120777 << 16
    path = packed(tmp_path / "a.zip", {info: "/etc/passwd"})

    with pytest.raises(SourceError, match="a link or a device"):
        entries_of(path)


def test_a_bomb_is_refused_by_its_table_of_contents(tmp_path):
    path = packed(tmp_path / "a.zip", {"Totals.csv": b"Date,Views\n" + b"0" * 20_000_000})

    with pytest.raises(SourceError, match="more than 100 to 1"):
        entries_of(path)


def test_too_many_entries_and_too_many_bytes_are_refused(tmp_path, monkeypatch):
    path = packed(tmp_path / "a.zip", {f"{n}.csv": TOTALS for n in range(5)})

    monkeypatch.setattr(archives, "MAX_ENTRIES", 4)
    with pytest.raises(SourceError, match="5 entries"):
        entries_of(path)
    monkeypatch.setattr(archives, "MAX_ENTRIES", 5)
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", len(TOTALS) * 5 - 1)
    with pytest.raises(SourceError, match="bytes when unpacked"):
        entries_of(path)


def test_an_encrypted_entry_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"Totals.csv": TOTALS})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)

    with pytest.raises(SourceError, match="encrypted"):
        entries_of(path)


def lying(path, declared):
    """An archive whose entry declares another size, in both places where it stands."""
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", declared)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("small_bytes", [4_000_000, 0], ids=["small", "large"])
@pytest.mark.parametrize("declared", [10, len(TOTALS) - 1, len(TOTALS) + 1, 100_000])
def test_a_size_that_lies_is_found_out(declared, small_bytes, tmp_path):
    path = lying(packed(tmp_path / "a.zip", {"Totals.csv": TOTALS}), declared)

    outcome, rows = run(path, tmp_path / "out", small_bytes)

    assert outcome.held_code == "unreadable_file"
    assert rows == {}


def test_a_bomb_that_declares_little_gives_no_more_than_it_declares(tmp_path):
    path = lying(packed(tmp_path / "a.zip", {"Totals.csv": b"Date,Views\n" + b"0" * 50_000_000}), 1000)

    outcome, _ = run(path, tmp_path / "out")

    assert outcome.held_code == "unreadable_file"


def test_entries_that_share_bytes_are_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"1.csv": TOTALS, "2.csv": TOTALS})
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(data)

    with pytest.raises(SourceError, match="shares bytes"):
        entries_of(path)


@pytest.mark.parametrize("keep", [30, 100, -10], ids=["head", "half", "end"])
def test_a_cut_archive_is_held(keep, tmp_path):
    path = packed(tmp_path / "a.zip", WHOLE)
    path.write_bytes(path.read_bytes()[:keep])

    outcome, _ = run(path, tmp_path / "out")

    assert outcome.held_code == "unreadable_file"


def test_damage_inside_an_entry_is_held(tmp_path):
    path = packed(tmp_path / "a.zip", {"Totals.csv": TOTALS * 50})
    data = bytearray(path.read_bytes())
    at = data.index(b"Totals.csv") + len("Totals.csv") + 5
    data[at] ^= 0xFF
    path.write_bytes(data)

    outcome, _ = run(path, tmp_path / "out")

    assert outcome.held_code in {"unreadable_file", "unrecognised_format"}


def test_the_period_stands_in_the_archives_own_name_even_where_raw_keeps_it_under_another(tmp_path):
    """In raw/ an archive bears the sha of its bytes: what it was called when it came is what counts."""
    path = packed(tmp_path / f"{FOLDER}.zip", {"Table data.csv": TABLE})
    kept = path.rename(tmp_path / hashlib.sha256(path.read_bytes()).hexdigest())
    file = SourceFile("lune", kept.name, f"{FOLDER}.zip", (), TAKEN, TAKEN.date(), "mtime")
    strategy = Strategy(brand="lune", time_zone="Europe/Paris", accounts=(Account(platform="youtube", handle="lune films"),))

    _, batches = extract([file], {("lune", kept.name): kept}, {"lune": strategy}, tmp_path / "out")

    rows = pa.ipc.open_file(batches["staging_post"][0]).read_all().to_pylist()
    assert {(row["window_start"], row["window_end"]) for row in rows} == {(dt.date(2026, 10, 1), dt.date(2026, 10, 31))}
