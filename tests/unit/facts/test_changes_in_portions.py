"""fact_post_change is told portion by portion: what the portions are, and that they leave no trace."""

import datetime as dt

import pyarrow as pa
import pytest

from tests.builders import instagram, x
from tests.builders.workspace import team
from transforms.contracts.change_table import FACT_POST_CHANGE
from warehouse import portions
from warehouse.exchange import Exchange
from warehouse.ledger.partitions import Slot

DAYS = ((2026, 10, 6), (2026, 10, 13), (2026, 11, 9))


def nights(root):
    """Three nights; each export has some posts of two months and of two platforms."""
    made = team(root)
    for number, day in enumerate(DAYS):
        born = [instagram.published(instagram.at(2026, month, 12, 12)) for month in (8, 9)]
        posts = [instagram.post(n, Likes=n * number, **born[n % 2]) for n in range(6)]
        made.land(instagram.content(*posts), f"{number}.csv", taken=instagram.at(*day))
        made.land(x.content(*(x.post(n, Likes=number) for n in range(4))), f"x-{number}.csv", taken=instagram.at(*day))
        made.night()
    return {path: data for path, data in made.bytes("warehouse").items() if "fact_post_change" in path or "dim_post" in path}


@pytest.mark.slow
def test_portions_of_three_rows_give_the_bytes_of_one_portion(tmp_path, monkeypatch):
    at_once = nights(tmp_path / "at-once")

    monkeypatch.setattr(portions, "PORTION_ROWS", 3)
    bit_by_bit = nights(tmp_path / "bit-by-bit")

    assert any("fact_post_change" in path for path in at_once)
    assert bit_by_bit == at_once


def test_rows_wait_for_their_partition_and_those_of_a_forgotten_brand_do_not(tmp_path):
    rows = pa.table(
        {
            "brand": ["atelier", "atelier", "noord"],
            "_month": ["2026-09", "2026-10", "2026-10"],
            "post_id": ["1", "2", "3"],
            "to_date": [dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 10, 2)],
        }
    )
    fresh = Exchange(tmp_path, FACT_POST_CHANGE)
    fresh.add(rows.to_batches())

    fresh.forget({"noord"})

    slots = [Slot(FACT_POST_CHANGE.name, brand, "2026-10") for brand in ("atelier", "noord")]
    assert [fresh.n_rows_of(slot) for slot in slots] == [1, 0]
    ((read, n_rows),) = fresh.pieces(slots)
    assert (n_rows, read(["post_id", "likes_delta"]).to_pylist()) == (1, [{"post_id": "2", "likes_delta": None}])
