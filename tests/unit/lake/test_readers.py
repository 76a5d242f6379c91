"""Everybody's reader reads every table folder of the demo, and finds nothing that a BI tool cannot take."""

import math
import re

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from flows.demo import shop
from flows.demo.strategy import STRATEGY
from flows.demo.write import write_exports
from tests.builders.workspace import team
from transforms.contracts.arrow import arrow_schema
from transforms.contracts.dictionary import dictionary_rows
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES

# Restatements are of closed months, and the demo closes none: test_closed_months reads that table.
DECLARED = [name for name, table in TABLES.items() if table.layer != "staging"]
PUBLISHED = [name for name in DECLARED if name != RPT_RESTATEMENTS.name]
ALLOWED = {
    pa.string(), pa.bool_(), pa.int32(), pa.int64(), pa.float64(), pa.decimal128(18, 4), pa.date32(),
    pa.timestamp("us", tz="UTC"),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = team(tmp_path_factory.mktemp("demo"), brand=shop.BRAND, zone=shop.TIME_ZONE)
    (made.root / "strategy" / f"{shop.BRAND}.yaml").write_text(STRATEGY, "utf-8")
    write_exports(made.root / "landing")
    made.night()
    return made.root / "warehouse"


@pytest.fixture(params=PUBLISHED)
def table(request, demo):
    return TABLES[request.param], sorted((demo / request.param).glob("*.parquet"))


def test_the_demo_publishes_every_table_that_is_declared(demo):
    assert sorted(path.name for path in demo.iterdir()) == sorted(PUBLISHED)


def test_nothing_else_lies_in_a_table_folder(demo):
    strange = [
        path.name
        for path in demo.rglob("*")
        if path.is_file() and not re.fullmatch(r"[a-z_]+(__[a-z0-9-]+__(\d{4}-\d\d|undated))?\.parquet", path.name)
    ]

    assert strange == []


def test_four_readers_see_the_same_rows(demo, table):
    contract, paths = table
    folder = demo / contract.name
    n_rows = sum(pq.read_metadata(path).num_rows for path in paths)

    seen = {
        "pandas": pd.read_parquet(folder),
        "pyarrow": ds.dataset(folder).to_table(),
        "polars": pl.read_parquet(folder / "*.parquet"),
        "duckdb": duckdb.connect().read_parquet(f"{folder}/*.parquet").to_arrow_table(),
    }

    assert n_rows > 0
    assert {reader: len(rows) for reader, rows in seen.items()} == dict.fromkeys(seen, n_rows)
    assert {tuple(getattr(rows, "column_names", None) or list(rows.columns)) for rows in seen.values()} == {contract.columns}


def test_every_file_has_all_columns_in_plain_types_and_says_what_they_mean(table):
    contract, paths = table

    for path in paths:
        schema = pq.read_schema(path)
        assert schema.equals(arrow_schema(contract), check_metadata=False)
        assert {field.type for field in schema} <= ALLOWED
        assert [field.name for field in schema if not (field.metadata or {}).get(b"description")] == []
        assert {(field.metadata or {}).get(b"additivity") for field in schema} <= {b"A", b"A-p", b"N", b"S", b"R", b"-"}


def test_every_file_is_in_the_profile_that_every_tool_reads(table):
    _, paths = table

    for path in paths:
        metadata = pq.read_metadata(path)
        assert {b"pilaster.content_hash", b"pilaster.transform_version"} <= set(metadata.metadata)
        columns = [metadata.row_group(0).column(at) for at in range(metadata.num_columns)]
        assert {column.compression for column in columns} == {"SNAPPY"}
        assert {page_type(path, column.data_page_offset) for column in columns} == {DATA_PAGE_V1}


# A page header starts with field 1, an integer: the page's type, 0 for a data page of version 1 and 3 for version 2.
DATA_PAGE_V1 = b"\x15\x00"


def page_type(path, offset):
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(2)


def test_no_number_is_nan(table):
    contract, paths = table
    doubles = [column.name for column in contract.fields if column.type == "double"]

    for path in paths:
        for values in pq.read_table(path, columns=doubles).itercolumns():
            assert not any(value is not None and not math.isfinite(value) for value in values.to_pylist())


def test_the_dictionary_of_the_lake_is_the_contract(demo):
    rows = pq.read_table(demo / "data_dictionary" / "data_dictionary.parquet").to_pylist()

    assert rows == dictionary_rows()
    assert {row["table_name"] for row in rows} == set(DECLARED)
