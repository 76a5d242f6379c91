"""Generated histories: a backfill in batches of any size and order = a night after every day, byte for byte."""

import random
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import backfilling, outlook
from flows.batching import Limits, pack
from flows.outlook import Asked
from tests.properties.histories import histories
from tests.properties.nights import FEW, in_nights, workspace
from transforms.months import MonthRange

EVERYTHING = MonthRange("2026-01", "2026-12")


@pytest.mark.slow
@FEW
@given(history=histories(), files=st.integers(1, 3), seed=st.integers(0, 5))
def test_a_backfill_gives_the_bytes_of_every_night_in_order(tmp_path_factory, history, files, seed):
    order = sorted(history, key=lambda export: export.taken)
    nights = [list(day) for _, day in groupby(order, key=lambda export: export.taken.date())]

    nightly = in_nights(tmp_path_factory.mktemp("nights"), nights)
    at_once = workspace(tmp_path_factory.mktemp("archive"))
    for export in history:
        at_once.land(export.data, export.name, export.brand, export.taken)
    backfill(at_once, files, seed)

    assert pages(at_once) == pages(nightly)
    assert at_once.bytes() == nightly.bytes()
    before = at_once.mtimes()
    backfill(at_once, files, seed)
    assert at_once.mtimes() == before


def backfill(made, files, seed):
    """Batches of so many files, in an order of chance."""

    def shuffled(pieces, limits):
        batches = pack(pieces, limits)
        random.Random(seed).shuffle(batches)
        return batches

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlook, "pack", shuffled)
        backfilling.backfill(str(made.root), Asked(EVERYTHING, limits=Limits(files)))


def pages(made):
    """Pages of what the exports say; the latest run's page is of one run."""
    return {name: page for name, page in made.bytes("reports").items() if not name.endswith("latest.html")}
