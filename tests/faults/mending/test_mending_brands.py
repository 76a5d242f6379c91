"""Which brands a run mends besides those that it was to carry, and what it brings of them (row 37)."""

import pytest

from flows.checking import check
from flows.night import night
from tests.builders import instagram
from tests.builders.workspace import BRAND
from tests.faults.mending.scene import ACCOUNTS, ELSEWHERE, FACT, OTHER, export, flip, mended, told
from transforms.errors import IntegrityError
from warehouse.ledger.open import ledger_of
from warehouse.ledger.partitions import Slot
from warehouse.repairing import mark
from warehouse.workspace import Workspace


def test_row_37_a_night_of_one_brand_leaves_other_brands_to_the_nights_of_all(made, undisturbed):
    flip(made, FACT, ELSEWHERE)

    found = night(str(made.root), [BRAND])
    left = check(str(made.root)).findings
    rest = made.night()

    assert told(found) == mended(FACT)
    assert [(each.kind, each.where) for each in left] == mended(ELSEWHERE)
    assert told(rest) == mended(ELSEWHERE)
    assert made.bytes("warehouse") == undisturbed


def test_row_37_accounts_of_all_brands_are_counted_in_facts_that_are_whole(made, undisturbed):
    flip(made, ACCOUNTS, ELSEWHERE)

    found = night(str(made.root), [BRAND])

    assert told(found) == mended(ACCOUNTS, ELSEWHERE)
    assert check(str(made.root)).findings == []
    made.night()
    assert made.bytes("warehouse") == undisturbed


def test_row_37_of_a_brand_without_a_strategy_nothing_can_be_built(made):
    """It says which file is in the way; `offboard` or the strategy helps."""
    flip(made, ACCOUNTS, ELSEWHERE)
    (made.root / "strategy" / f"{OTHER}.yaml").unlink()
    before = made.bytes("warehouse")

    with pytest.raises(IntegrityError, match=ELSEWHERE):
        made.night()

    assert made.bytes("warehouse") == before


def test_row_37_a_brand_that_joins_for_this_brings_what_its_strategy_says_by_now(made, tmp_path):
    """Else the ledger held its old reports for made with the new strategy, and no night would ever carry the change."""

    def carry(workspace):
        night(str(workspace.root), [BRAND])
        workspace.night()
        return workspace.bytes("warehouse")

    made.strategy(OTHER, pillars=[{"name": "craft", "weight": 1, "hashtags": ["craft"]}])
    whole = carry(made.again(tmp_path / "whole"))
    flip(made, ACCOUNTS, ELSEWHERE)

    assert carry(made) == whole


def test_row_37_a_brand_that_is_left_out_is_not_brought_back(made):
    """It would be by the accounts of all brands, for which the facts of a third one are to be built again."""
    third = "cafe"
    made.strategy(third)
    made.land(export(100), "feed.csv", third)
    made.night()
    published = f"rpt_post/rpt_post__{OTHER}__2026-10.parquet"
    mark(ledger_of(Workspace(made.root), ""), [Slot("fact_post_snapshot", OTHER, "2026-10")])
    archived = min((made.root / "raw" / OTHER).iterdir())
    archived.write_bytes(b"damaged")
    flip(made, ACCOUNTS, ELSEWHERE.replace(OTHER, third), published)
    before = made.bytes("warehouse")
    made.land(export(400), "last.csv", taken=instagram.at(2026, 11, 24))

    found = made.night()

    assert found.left_out == {OTHER}
    assert told(found)[1:] == mended(ACCOUNTS, ELSEWHERE.replace(OTHER, third))
    assert made.bytes("warehouse")[f"warehouse/{published}"] == before[f"warehouse/{published}"]
