"""Somebody else mends or damages meanwhile, or several hands meet the same damage (row 37)."""

import pytest

from flows import mending
from flows.checking import check
from tests.builders import instagram
from tests.faults.mending.scene import DERIVED, FACT, flip, mended, told
from transforms.errors import IntegrityError


def test_row_37_what_another_run_mended_meanwhile_is_read_as_it_is_now(made, undisturbed, monkeypatch):
    path = made.root / "warehouse" / FACT
    data = path.read_bytes()

    def mend(run, error):
        path.write_bytes(data)
        mending.mend(run, error)

    monkeypatch.setattr("flows.night.mend", mend)
    flip(made, FACT)

    found = made.night()

    assert (told(found), found.exit_code) == ([], 0)
    assert made.bytes("warehouse") == undisturbed


def test_row_37_what_is_damaged_again_and_again_ends_the_night(made, monkeypatch):
    begun = []

    def mend(run, error):
        begun.append(error.where)
        flip(made, FACT)  # as it was
        mending.mend(run, error)
        flip(made, FACT)

    monkeypatch.setattr("flows.night.mend", mend)
    flip(made, FACT)

    with pytest.raises(IntegrityError, match=FACT):
        made.night()

    assert len(begun) == 4


def test_row_37_what_only_reports_read_is_met_by_several_hands(made):
    """More of them wait than there are hands: what was cancelled in the queue was waited for, for ever."""
    settings = made.root / "pilaster.toml"
    settings.write_text(settings.read_text("utf-8").replace("threads = 1", "threads = 2"), "utf-8")
    made.night()
    flip(made, DERIVED[0])
    made.land(
        instagram.content(instagram.post(7, **{"Publish time": "11/02/2026 12:00"})), "next.csv", taken=instagram.at(2026, 11, 25)
    )

    found = made.night()

    assert told(found) == mended(DERIVED[0])
    assert check(str(made.root)).findings == []
