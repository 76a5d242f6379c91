"""Deleted posts: what follows from all exports, in whatever order they arrive, and again when the ledger was lost."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.rebuilding import rebuild_ledger
from tests.builders.workspace import team
from tests.properties.deleted_histories import ACCOUNTS, deleted, history, told
from tests.properties.nights import FEW


def carried(root, nights):
    made = team(root, accounts=ACCOUNTS)
    for number, night in enumerate(nights):
        for listing in night:
            made.land(listing.data, f"{number}-{listing.likes}.csv", taken=listing.taken)
        made.night()
    return made


@pytest.mark.slow
@FEW
@given(seed=st.integers(0, 10_000))
@example(seed=3)
def test_any_order_of_arrival_tells_the_same_posts_as_deleted(tmp_path_factory, seed):
    listings = history(seed)
    shuffled = random.Random(seed).sample(listings, len(listings))
    cut = random.Random(seed).randrange(1, len(listings))

    in_order = carried(tmp_path_factory.mktemp("order"), [[each] for each in listings])
    otherwise = carried(tmp_path_factory.mktemp("other"), [shuffled[:cut], shuffled[cut:]])

    assert told(in_order.rows("dim_post")) == deleted(listings)
    assert in_order.bytes("warehouse") == otherwise.bytes("warehouse")


def test_histories_hold_every_kind_of_case():
    """Posts that are deleted, that showed up again, and exports that must not be believed."""
    found = [history(seed) for seed in range(200)]

    gone = [each for listings in found for each in deleted(listings).values()]
    assert 0.05 < sum(each is not None for each in gone) / len(gone) < 0.6
    assert any(listing.broken for listings in found for listing in listings)


@pytest.mark.slow
def test_a_rebuilt_ledger_knows_what_exports_list(tmp_path):
    listings = next(found for seed in range(100) if any(deleted(found := history(seed)).values()))
    made = carried(tmp_path, [[each] for each in listings])
    before, covers = made.bytes("warehouse"), made.ledger("SELECT sha, covers FROM files ORDER BY sha")

    (tmp_path / "ledger.db").unlink()
    rebuild_ledger(tmp_path)

    assert made.bytes("warehouse") == before
    assert made.ledger("SELECT sha, covers FROM files ORDER BY sha") == covers
