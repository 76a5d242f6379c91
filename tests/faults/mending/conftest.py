"""Scenes of damaged published files: a run that meets one builds it again from raw/, and says so (row 37)."""

import pytest

from tests.builders import instagram, x
from tests.builders.workspace import BRAND, team
from tests.faults.mending.scene import OTHER, export


@pytest.fixture(scope="session")
def after_a_night(tmp_path_factory):
    """Two brands with two exports each, and a third one that waits."""
    both = team(tmp_path_factory.mktemp("made"))
    both.strategy(OTHER)
    for brand in (BRAND, OTHER):
        both.land(export(100), "feed.csv", brand)
        both.land(x.content(x.post(1, instagram.at(2026, 10, 5, 12))), "x.csv", brand)
    both.night()
    for brand in (BRAND, OTHER):
        both.land(export(300), "later.csv", brand, taken=instagram.at(2026, 11, 20))
    return both


@pytest.fixture(scope="session")
def undisturbed(after_a_night, tmp_path_factory):
    """What the second night leaves where nobody touched anything."""
    made = after_a_night.again(tmp_path_factory.mktemp("undisturbed"))
    made.night()
    return made.bytes("warehouse")


@pytest.fixture
def made(after_a_night, tmp_path):
    return after_a_night.again(tmp_path)
