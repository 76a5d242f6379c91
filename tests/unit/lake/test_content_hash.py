"""The content hash sees schema, values and order, and nothing of how they were cut."""

import datetime as dt

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from warehouse.content_hash import ContentHash, slices

SCHEMA = pa.schema(
    [("day", pa.date32()), ("name", pa.string()), ("flag", pa.bool_()), ("count", pa.int64()), ("rate", pa.float64())]
)
ROW = st.fixed_dictionaries(
    {
        "day": st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
        "name": st.none() | st.text(max_size=4),
        "flag": st.none() | st.booleans(),
        "count": st.none() | st.integers(-5, 5),
        "rate": st.none() | st.floats(allow_nan=False),
    }
)
ROWS = st.lists(ROW, max_size=30)


def hashed(pieces, rows=7):
    digest = ContentHash(SCHEMA)
    for part in slices(pieces, rows):
        digest.update(part)
    return digest.hexdigest()


def table(rows):
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def told(rows):
    """Rows as text: 0.0 and -0.0 differ, as their bytes do."""
    return [repr(sorted(row.items())) for row in rows]


@given(rows=ROWS, cuts=st.lists(st.integers(0, 30), max_size=6))
def test_chunks_leave_no_trace(rows, cuts):
    whole = table(rows)
    ends = sorted({min(cut, len(rows)) for cut in cuts} | {len(rows)})
    pieces = [whole.slice(start, end - start) for start, end in zip([0, *ends], ends, strict=False)]

    assert hashed(pieces) == hashed([whole]) == hashed([batch for piece in pieces for batch in piece.to_batches(max_chunksize=3)])


@given(rows=st.lists(ROW, min_size=1, max_size=12), other=ROW, at=st.integers(0, 11))
def test_another_value_is_another_hash(rows, other, at):
    changed = [*rows]
    changed[at % len(rows)] = other

    assert (hashed([table(changed)]) == hashed([table(rows)])) == (told(changed) == told(rows))


def test_null_is_neither_zero_nor_empty_and_order_counts():
    rows = [{"name": name, "count": count} for name, count in (("a", 0), ("a", None), ("", 0), (None, 0))]

    assert len({hashed([table([row])]) for row in rows}) == 4
    assert hashed([table(rows)]) != hashed([table(rows[::-1])])
    assert hashed([table([{"name": "ab"}, {"name": ""}])]) != hashed([table([{"name": "a"}, {"name": "b"}])])
