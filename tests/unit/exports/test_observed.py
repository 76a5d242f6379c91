"""Records that say themselves when they were observed, and columns that several headers supply in turn."""

import datetime as dt

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from transforms.connectors.instagram_business import INSTAGRAM_BUSINESS
from transforms.exports.merging import merge_cells
from transforms.exports.merging_columns import merge_columns
from transforms.exports.observed import _within
from transforms.exports.recognise import match

DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2080, 1, 1))
MOMENTS = st.datetimes(dt.datetime(2012, 1, 1), dt.datetime(2080, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - Hypothesis adds the zone
CELL = st.sampled_from(["", "1", "2", "30"])


@given(DAYS, st.lists(MOMENTS, min_size=2, max_size=6, unique_by=lambda moment: moment.replace(microsecond=0)))
def test_moments_lie_within_the_day_that_a_record_names_and_in_the_order_of_their_reading(day, read):
    ordered = sorted(moment for moment in read if moment.date() >= day)

    found = _within(pa.array([day] * len(ordered)), pa.array(ordered, pa.timestamp("us", tz="UTC"))).to_pylist()

    assert {moment.date() for moment in found} <= {day}
    assert found == sorted(set(found))


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5))
def test_of_several_headers_the_first_that_says_something_counts_by_cell_and_by_column(rows):
    """The order is the field's, not the file's."""
    header = ("media_insights.story_reach", "media_insights.reel_reach", "media_insights.carousel_album_reach")
    columns = match(INSTAGRAM_BUSINESS.tables[0].format, header)
    copies = list(zip(*rows, strict=True))
    arrays = [pa.chunked_array([pa.array([cell or None for cell in copy], pa.string())]) for copy in copies]
    lines = list(range(len(rows)))

    cells = merge_cells(columns, "reach", copies, lines)
    found = merge_columns(columns, "reach", arrays, np.array(lines, dtype=np.int64)).to_pylist()

    assert cells == [reel or album or story for story, reel, album in rows]
    assert [cell or "" for cell in found] == cells
