"""Pieces of work become batches: none too large, none lost, neighbours together."""

import pytest

from flows.batching import Limits, Piece, pack, slot_pieces, waiting_pieces
from transforms.contracts.engagement_tables import LEVELS, TRENDS
from transforms.errors import SettingsError
from transforms.lineage import with_derived
from transforms.months import MonthRange
from warehouse.ledger.partitions import Slot


def waiting(n, brand="atelier", month="2026-10", size=10):
    return [((brand, f"{month}-{number}"), month, size) for number in range(n)]


def test_files_of_one_month_are_divided_where_they_are_too_many_or_too_large():
    files = waiting(5)

    assert [len(piece.files) for piece in waiting_pieces(files, Limits(files=2))] == [2, 2, 1]
    assert [len(piece.files) for piece in waiting_pieces(files, Limits(bytes=25))] == [2, 2, 1]


def test_a_file_above_the_limit_is_a_batch_of_its_own():
    batches = pack(waiting_pieces(waiting(3, size=100), Limits(bytes=50)), Limits(bytes=50))

    assert [len(batch.files) for batch in batches] == [1, 1, 1]


def test_months_and_brands_that_are_small_share_a_batch():
    files = waiting(2) + waiting(2, month="2026-09") + waiting(2, brand="bazaar")

    batches = pack(waiting_pieces(files, Limits(files=4)), Limits(files=4))

    assert [(batch.label, len(batch.files)) for batch in batches] == [
        ("atelier 2026-09 to atelier 2026-10", 4),
        ("bazaar 2026-10", 2),
    ]


def test_a_file_that_two_months_are_made_from_counts_once():
    slots = [Slot("fact_post_snapshot", "atelier", month) for month in ("2026-09", "2026-10")]
    made_from = {slot: {("atelier", "archive"): (60, 1000)} for slot in slots}

    batches = pack(slot_pieces(slots, made_from), Limits(bytes=100))

    assert [(batch.bytes, batch.slots) for batch in batches] == [(60, frozenset(slots))]


def test_work_without_files_is_work():
    assert [batch.brands for batch in pack([Piece("atelier", "")])] == [{"atelier"}]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-10", "2026-09"), ("2026-00", "2026-01"), ("2026-1", "2026-02"), ("", "2026-02")]
)
def test_what_is_no_range_of_months_is_refused(first, last):
    with pytest.raises(SettingsError):
        MonthRange.of(first, last)


def test_a_range_may_be_any_length_and_knows_days_and_months():
    months = MonthRange.of("0001-01", "9999-12")

    assert months.has("2026-10") and months.has("2026-10-31")  # noqa: PT018 - one sentence
    assert MonthRange("2026-09", "2026-10").meets("2026-01-01", "2026-09-01")
    assert not MonthRange("2026-09", "2026-10").meets("2026-11-01", "2026-12-01")
    assert not months.meets(None, None)


def test_what_is_made_from_a_table_is_known_to_the_end():
    assert with_derived("fact_post_snapshot") == {
        "fact_post_snapshot",
        "fact_post_change",
        "dim_post",
        "bridge_post_label",
        *LEVELS,
        *TRENDS.values(),
        "rpt_pillar_balance",
        "rpt_post",
        "rpt_best_time",
        "rpt_boost_candidates",
        "rpt_conversation",
        "rpt_restatements",
        "rpt_video",
    }
