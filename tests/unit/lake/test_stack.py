"""Rows by their place: what is laid down is what is fetched, also of files that an earlier version wrote."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import DIM_PLATFORM
from warehouse.stack import ROW_ID, Stack

ROWS = [
    {"platform": "instagram", "report_tz": "America/Los_Angeles", "is_active": True, "has_id_time": True},
    {"platform": "vine", "report_tz": "UTC", "is_active": False, "has_id_time": False},
]


def written(path, *without):
    rows = pa.Table.from_pylist(ROWS, schema=arrow_schema(DIM_PLATFORM)).drop_columns(list(without))
    pq.write_table(rows, path)
    return path


def test_a_column_that_an_earlier_version_did_not_have_is_null(tmp_path):
    """A night that merges into a file of last year's version must not stop: the file stays stale until it is built anew."""
    stack = Stack(DIM_PLATFORM)
    paths = [written(tmp_path / "old.parquet", "has_id_time"), written(tmp_path / "new.parquet")]

    narrow = stack.lay_files(DIM_PLATFORM, paths, ["platform", "has_id_time"]).read_all()
    whole = stack.take(np.array([2, 0, 1]), DIM_PLATFORM.columns)

    assert narrow.to_pylist() == [
        {"platform": row["platform"], "has_id_time": known and row["has_id_time"], ROW_ID: place}
        for place, (row, known) in enumerate([(row, known) for known in (None, True) for row in ROWS])
    ]
    assert whole.column("has_id_time").to_pylist() == [True, None, None]
    assert whole.column("platform").to_pylist() == ["instagram", "instagram", "vine"]
