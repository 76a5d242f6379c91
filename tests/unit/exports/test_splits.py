"""Columns that are values: which header belongs where, and what a record with thousands of them becomes."""

import datetime as dt
import time
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from transforms.errors import AmbiguousColumnError
from transforms.exports import facebook
from transforms.exports.model import Field, Format, Split
from transforms.exports.normalise import Cells, Origin, normalise
from transforms.exports.recognise import match
from transforms.exports.slices import Slices, gathered, slice_columns, slice_rows
from transforms.sources import SourceFile

TAKEN = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
# Old Facebook exports: a day per record, and beside its figures a column per country and per city.
PAGE = Format(
    id="page_by_day",
    platform="facebook",
    title="A page by day",
    version=1,
    fields=(Field("activity_date", ("Date",)), Field("reach", ("Daily Reach",))),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}),),
    table="staging_account_daily",
    days=("YYYY-MM-DD",),
    splits=(
        Split(
            "staging_audience",
            "audience_count",
            {"audience": "followers", "dimension": "country"},
            ("Lifetime Likes by Country -",),
        ),
        Split(
            "staging_audience",
            "impressions",
            {"audience": "reached", "dimension": "city"},
            ("Daily City: Impressions -", "Daily City: Impressões -"),
            exposure="impressions",
        ),
    ),
)
COUNTRY, CITY = "Lifetime Likes by Country -", "Daily City: Impressions -"


def staged(header, *records, format_=PAGE):
    """Tables of one small file; every second call reads it in pieces, and the rows have to be the same."""
    columns = match(format_, tuple(header))
    lines = list(range(2, len(records) + 2))
    turned = list(zip(*records, strict=True))
    file = SourceFile("atelier", "ab" * 32, "page.csv", (), TAKEN, TAKEN.date(), "mtime")
    texts = [pa.chunked_array([pa.array([cell or None for cell in column], pa.string())]) for column in turned]
    found = []
    for slices in (slice_rows(columns, turned, lines), slice_columns(columns, texts.__getitem__, np.array(lines))):
        cells = Cells(
            format_,
            {name: texts[at[0]] for name, at in columns.mapped},
            np.array(lines),
            [Origin(file, columns, "atelier")],
            np.zeros(len(records), np.int64),
            slices,
        )
        found.append(normalise(cells))
    small, large = found
    assert (small.n_records, small.n_structural) == (large.n_records, large.n_structural)
    assert small.tables.keys() == large.tables.keys()
    assert all(table.equals(large.tables[name]) for name, table in small.tables.items())
    return small


def told(staged_, *names):
    return [tuple(row[name] for name in names) for row in staged_.tables["staging_audience"].to_pylist()]


def test_a_record_gives_its_own_row_and_one_per_value():
    header = ("Date", "Daily Reach", f"{COUNTRY} GB", f"{COUNTRY} US", f"{CITY} São Paulo, SP (Brazil)", "Weekly Reach")
    found = staged(header, ("2026-10-01", "70", "12", "", "9", "1"), ("2026-10-02", "80", "13", "0", "", "1"))

    assert found.tables["staging_account_daily"].column("reach").to_pylist() == [70, 80]
    assert told(found, "source_line", "dimension", "value_id", "audience_count", "impressions", "period") == [
        (2, "country", "GB", 12, None, "2026-10-01"),
        (3, "country", "GB", 13, None, "2026-10-02"),
        (3, "country", "US", 0, None, "2026-10-02"),
        (2, "city", "São Paulo, SP (Brazil)", None, 9, "2026-10-01"),
    ]
    assert told(found, "audience", "exposure_metric")[-1] == ("reached", "impressions")
    assert match(PAGE, header).unknown == ("Weekly Reach",)


def test_a_cell_that_is_no_number_is_told_once_and_by_its_header():
    found = staged(("Date", f"{COUNTRY} GB", f"{COUNTRY} US"), ("2026-10-01", "12", "many"))

    errors = found.tables["staging_account_daily"].column("parse_error").to_pylist()
    assert errors == [f"{COUNTRY} US: 'many' is no number"]
    assert told(found, "value_id", "audience_count", "parse_error") == [("GB", 12, None), ("US", None, None)]


def test_without_a_row_of_its_own_a_record_says_it_in_its_first():
    only = replace(PAGE, table="staging_audience", fields=(Field("activity_date", ("Date",)),))
    found = staged(
        ("Date", f"{COUNTRY} GB", f"{COUNTRY} US"), ("2026-10-01", "12", "many"), ("2026-10-02", "", "-"), format_=only
    )

    assert [(row[0], (row[1] or "")[:24]) for row in told(found, "value_id", "parse_error")] == [("GB", COUNTRY[:24]), ("US", "")]
    assert (found.n_records, found.n_structural) == ([1], [1]), "a record without a figure says nothing"


def test_the_same_header_twice_is_one_value_where_they_agree_and_an_error_where_not():
    header = ("Date", f"{COUNTRY} GB", f"{COUNTRY} GB")

    assert told(staged(header, ("2026-10-01", "12", "12")), "value_id", "audience_count") == [("GB", 12)]
    with pytest.raises(AmbiguousColumnError, match="column 2"):
        staged(header, ("2026-10-01", "12", "13"))


def test_a_beginning_is_known_in_any_case_accent_and_soft_hyphen():
    header = (
        "Date",
        "LIFETIME LIKES BY COUNTRY - GB",
        "Daily City: Impresso\u0303es - Lisboa",
        "Life\u00adtime Likes by Country - PT",
    )

    assert [head.value for head in match(PAGE, header).slices] == ["GB", "Lisboa", "PT"]


def test_positions_of_a_curve_are_numbers_and_nothing_else():
    start = "Percentage of total views at interval"
    columns = match(facebook.VIDEOS, ("Video asset ID", f"{start} 07", f"{start} 7", f"{start} end"))

    assert [(head.value, head.at) for head in columns.slices] == [("7", (1, 2))]
    assert columns.unknown == (f"{start} end",)


def test_slices_of_several_files_share_their_heads():
    one = match(PAGE, ("Date", f"{COUNTRY} GB", f"{COUNTRY} US"))
    other = match(PAGE, ("Date", f"{COUNTRY} US"))
    both = gathered(
        [
            (0, slice_rows(one, [("d",), ("1",), ("2",)], [2])),
            (1, slice_rows(other, [("d",), ("3",)], [2])),
            (2, Slices()),
        ]
    )

    told_ = [
        (row, both.heads[which].value, cell)
        for row, which, cell in zip(both.rows, both.which, both.cells.to_pylist(), strict=True)
    ]
    assert told_ == [(0, "GB", "1"), (0, "US", "2"), (1, "US", "3")]


def test_three_thousand_columns_cost_what_their_cells_cost():
    """A wide year of a page: 365 records of 3,000 values in seconds, where a table per column would take minutes."""
    header = ("Date", *(f"{COUNTRY} {number:04}" for number in range(3_000)))
    day = dt.date(2026, 1, 1)
    records = [(f"{day + dt.timedelta(at)}", *(["7"] * 3_000)) for at in range(365)]
    before = time.process_time()

    found = staged(header, *records)

    assert found.tables["staging_audience"].num_rows == 365 * 3_000
    assert time.process_time() - before < 60
