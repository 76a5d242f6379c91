"""A night in portions that is killed: what a portion published stays, and the next night carries what is missing."""

import signal

import pytest

from tests.faults import exports, states

KILLS = 4


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """All exports at once, nothing carried yet."""
    both_nights = exports.first_night() | exports.second_night()
    return exports.write_workspace(tmp_path_factory.mktemp("waiting") / "w", both_nights)


@pytest.fixture(scope="module")
def carried(zygotes, waiting):
    """The same after one night and one publication."""
    root = states.copy(waiting, waiting.with_name("carried"))
    assert zygotes[0].run(root).code == 0
    return states.settled(states.state(root))


@pytest.mark.slow
def test_row_15_a_night_in_portions_that_is_killed_is_made_good_by_the_next_one(zygotes, waiting, carried, tmp_path):
    undisturbed = zygotes[0].run(states.copy(waiting, tmp_path / "whole"), deed="night_in_portions", fault="kill:0")
    assert undisturbed.code == 0, undisturbed.trace
    assert len(undisturbed.told["parts"]) > KILLS
    states.require_same(states.settled(states.state(tmp_path / "whole")), carried)

    for number in range(1, KILLS + 1):
        root = states.copy(waiting, tmp_path / str(number))
        point = len(undisturbed.steps) * number // (KILLS + 1)
        assert zygotes[0].run(root, deed="night_in_portions", fault=f"kill:{point}").signal == signal.SIGKILL
        deed = "night" if number % 2 else "night_in_portions"
        again = zygotes[0].run(root, deed=deed)

        assert again.code == 0, again.trace
        states.require_same(states.settled(states.state(root)), carried, f"killed at step {point}")
