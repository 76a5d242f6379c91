"""A night that dies while changes are made or published is made good: they follow from snapshots that may be new already."""

import signal

import pytest

from tests.faults import states


@pytest.mark.parametrize(
    "step",
    ["stage fact_post_change", "replace fact_post_change", pytest.param("replace fact_post_snapshot", marks=pytest.mark.slow)],
)
def test_rows_1_to_5_a_night_killed_among_its_changes_is_made_good_by_the_next(second_night, zygote, tmp_path, step):
    assert any(each.startswith(step) for each in second_night.steps)
    root = states.copy(second_night.before, tmp_path / "killed")
    assert zygote.run(root, fault=f"kill:{step}").signal == signal.SIGKILL
    states.require_whole(root, second_night.old, second_night.after.warehouse)

    again = zygote.run(root)

    assert again.code == 0, again.trace
    states.require_same(states.state(root), second_night.after, f"killed before {step}")
