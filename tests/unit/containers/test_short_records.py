"""What a person is told of records that ended early."""

import pytest

from warehouse.outcomes import padded_note


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (0, ()),
        (1, ("1 record ends early: its last cells count as not supplied",)),
        (2, ("2 records end early: their last cells count as not supplied",)),
        (1200, ("1,200 records end early: their last cells count as not supplied",)),
    ],
)
def test_one_record_and_many_are_told_as_people_would(n, told):
    assert padded_note(n) == told
