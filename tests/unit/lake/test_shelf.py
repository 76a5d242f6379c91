"""Rows at hand: what is kept in memory is what the files hold, and no more is kept than was said."""

import hashlib

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import DIM_PLATFORM
from warehouse import shelf
from warehouse.engine import scan_parquet
from warehouse.lake import read_footer, write_partition
from warehouse.shelf import Shelf

ROWS = [
    {"platform": "instagram", "report_tz": "America/Los_Angeles", "is_active": True, "has_id_time": True},
    {"platform": "vine", "report_tz": "UTC", "is_active": False, "has_id_time": False},
]


def rows(*chosen):
    return pa.Table.from_pylist(list(chosen), schema=arrow_schema(DIM_PLATFORM))


@pytest.fixture
def files(tmp_path):
    """A file of today, one that an earlier version wrote without a column, and one with its columns in another order."""
    old, other = (
        rows(*ROWS).drop_columns(["has_id_time"]),
        rows(*ROWS).select(["is_active", "platform", "has_id_time", "report_tz"]),
    )
    paths = [tmp_path / f"{name}.parquet" for name in ("new", "old", "other")]
    for path, found in zip(paths, (rows(*ROWS), old, other), strict=True):
        pq.write_table(found, path)
    return paths


def test_few_rows_are_in_memory_and_say_what_a_dataset_says(files):
    found = Shelf().rows(DIM_PLATFORM, files, n_rows=6)

    assert isinstance(found, pa.Table)
    assert found.equals(scan_parquet(DIM_PLATFORM, files).to_table())


def test_a_part_of_the_columns_is_fetched_and_not_taken_for_the_whole_file(files):
    there = Shelf()

    part = there.rows(DIM_PLATFORM, files, n_rows=6, columns=("platform", "has_id_time"))
    whole = there.rows(DIM_PLATFORM, files, n_rows=6)

    assert part.equals(scan_parquet(DIM_PLATFORM, files).to_table(columns=["platform", "has_id_time"]))
    assert whole.equals(scan_parquet(DIM_PLATFORM, files).to_table())
    assert there.rows(DIM_PLATFORM, files, n_rows=6, columns=("platform", "has_id_time")).equals(part)


def test_no_files_have_no_rows_but_all_columns():
    assert Shelf().rows(DIM_PLATFORM, [], n_rows=0).schema.names == arrow_schema(DIM_PLATFORM).names


def test_many_rows_stay_in_their_files(files, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_ROWS", 5)

    found = Shelf().rows(DIM_PLATFORM, files, n_rows=6)

    assert isinstance(found, ds.Dataset)
    assert found.count_rows() == 6


def test_a_file_is_read_once_wherever_it_lies_and_what_was_written_since_counts(files, monkeypatch):
    there = Shelf()
    before = there.rows(DIM_PLATFORM, files[:1], n_rows=2)
    monkeypatch.setattr(shelf, "_read", None)
    moved = files[0].rename(files[0].with_name("published.parquet"))

    assert there.rows(DIM_PLATFORM, [moved], n_rows=2).equals(before)
    there.put(DIM_PLATFORM, moved, rows(ROWS[1]))
    assert there.rows(DIM_PLATFORM, [moved], n_rows=1).column("platform").to_pylist() == ["vine"]
    there.put(DIM_PLATFORM, moved, None)
    assert there.known(DIM_PLATFORM, moved) is None


def test_another_file_in_the_same_place_is_read(files):
    there = Shelf()
    there.rows(DIM_PLATFORM, files[:1], n_rows=2)
    other = files[0].with_name("other of today.parquet")
    pq.write_table(rows(ROWS[1]), other)
    other.replace(files[0])

    assert there.read(DIM_PLATFORM, files[0]).equals(rows(ROWS[1]))
    files[0].unlink()
    with pytest.raises(FileNotFoundError):
        there.read(DIM_PLATFORM, files[0])


def test_what_was_laid_down_first_goes_first(files, monkeypatch):
    there = Shelf()
    for path in files[:2]:
        there.put(DIM_PLATFORM, path, rows(*ROWS))
    monkeypatch.setattr(shelf, "MOST_BYTES", there.n_bytes)

    there.put(DIM_PLATFORM, files[2], rows(*ROWS))

    assert [there.known(DIM_PLATFORM, path) is not None for path in files] == [False, True, True]


def test_a_small_file_that_would_say_what_is_published_is_not_written(tmp_path):
    path = tmp_path / "dim_platform.parquet"
    first = write_partition(path, DIM_PLATFORM, 3, rows(*ROWS).to_batches(), "snappy")
    path.unlink()

    again = write_partition(path, DIM_PLATFORM, 3, rows(*ROWS).to_batches(), "snappy", first.footer)

    assert (again.footer, again.is_there, path.exists()) == (first.footer, False, False)
    assert again.rows is not None
    assert again.rows.equals(first.rows)
    # Another version, or another value, is another file.
    for version, said in ((4, rows(*ROWS)), (3, rows(ROWS[0]))):
        other = write_partition(path, DIM_PLATFORM, version, said.to_batches(), "snappy", first.footer)
        assert other.is_there
        assert read_footer(path) == other.footer != first.footer


def test_a_file_that_is_gone_by_the_time_it_is_kept_does_not_speak_for_all_that_are_gone(files):
    there = Shelf()
    files[0].unlink()
    there.put(DIM_PLATFORM, files[0], rows(*ROWS))
    files[1].unlink()

    with pytest.raises(FileNotFoundError):
        there.read(DIM_PLATFORM, files[1])


def test_a_file_that_has_other_bytes_than_it_should_is_refused(files):
    with pytest.raises(ValueError, match="damaged or changed"):
        Shelf().read(DIM_PLATFORM, files[0], file_sha="0" * 64)

    whole = hashlib.sha256(files[0].read_bytes()).hexdigest()
    assert Shelf().read(DIM_PLATFORM, files[0], file_sha=whole).equals(rows(*ROWS))


def test_a_few_rows_cut_from_a_large_batch_do_not_keep_the_batch(tmp_path):
    path, there = tmp_path / "dim_platform.parquet", Shelf()
    batch = rows(*ROWS * 50_000).to_batches()[0]
    before = pa.total_allocated_bytes() - batch.nbytes
    written = write_partition(path, DIM_PLATFORM, 3, [batch.slice(7, 2)], "snappy")
    there.put(DIM_PLATFORM, path, written.rows)
    known = there.known(DIM_PLATFORM, path)
    same = write_partition(path, DIM_PLATFORM, 3, [batch.slice(7, 2)], "snappy", written.footer)
    there.put(DIM_PLATFORM, path, same.rows)

    assert known is not None
    assert known.equals(there.known(DIM_PLATFORM, path))
    assert known.get_total_buffer_size() < 10_000
    del batch, written, same
    assert pa.total_allocated_bytes() - before < 100_000
    assert there.n_bytes < 10_000


def test_long_texts_count_as_what_they_are(files, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BYTES", 1_000_000)
    there = Shelf()

    for path in files:
        there.put(DIM_PLATFORM, path, rows(ROWS[0] | {"report_tz": "x" * 400_000}))

    assert [there.known(DIM_PLATFORM, path) is not None for path in files] == [False, True, True]
