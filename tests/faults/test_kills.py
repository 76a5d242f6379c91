"""A run may die at any step: readers always see whole files, and the next run arrives where an undisturbed one does."""

import random
import shutil
import signal
import time

import pytest

from tests.faults import killing, states


@pytest.fixture
def kill_and_run_again(on_every, tmp_path):
    """The loop over copies of a scene."""

    def loop(scene, numbers):
        return killing.kill_and_run_again(
            scene, lambda n: states.copy(scene.before, tmp_path / f"killed-at-{n}"), on_every, numbers
        )

    return loop


@pytest.mark.slow
@pytest.mark.parametrize("night", ["first_night", "second_night", "four_platforms"])
def test_rows_1_to_5_a_night_killed_before_any_of_its_steps_is_made_good_by_the_next(night, request, kill_and_run_again):
    scene = request.getfixturevalue(night)
    n_steps = len(scene.steps)

    ended = kill_and_run_again(scene, range(1, n_steps + 2))

    assert [each.signal for each in ended] == [signal.SIGKILL] * n_steps + [None]


@pytest.mark.parametrize(
    ("night", "offset"),
    [
        pytest.param("first_night", 3, marks=pytest.mark.slow),
        ("second_night", 7),
        pytest.param("four_platforms", 11, marks=pytest.mark.slow),
    ],
)
def test_rows_1_to_5_a_sample_of_the_steps_for_every_day(night, offset, request, kill_and_run_again):
    scene = request.getfixturevalue(night)

    ended = kill_and_run_again(scene, range(offset, len(scene.steps), 64))

    assert {each.signal for each in ended} == {signal.SIGKILL}


@pytest.mark.slow
def test_row_2_a_night_killed_at_any_time_is_made_good_by_the_next(second_night, on_every, tmp_path):
    chance = random.Random(20)
    started = time.monotonic()
    on_every(lambda zygote, _: zygote.run(states.copy(second_night.before, tmp_path / "clocked")), [0])
    seconds = time.monotonic() - started
    moments = [chance.uniform(0, 1.2 * seconds) for _ in range(20)]

    def one(zygote, number):
        root = states.copy(second_night.before, tmp_path / f"moment-{number}")
        pid = zygote.start(root)
        time.sleep(moments[number])
        zygote.kill(pid)
        ended = zygote.wait(pid)
        states.require_whole(root, second_night.old, second_night.after.warehouse)
        again = zygote.run(root)
        assert again.code == 0, again.trace
        states.require_same(states.state(root), second_night.after)
        shutil.rmtree(root)
        return ended

    ended = on_every(one, list(range(len(moments))))

    assert [each.signal for each in ended].count(signal.SIGKILL) >= len(moments) // 2


@pytest.mark.slow
def test_rows_3_and_4_a_recovery_may_be_killed_too(second_night, on_every, zygote, tmp_path):
    def killed_twice(zygote, n):
        root = states.copy(second_night.before, tmp_path / f"killed-again-at-{n}")
        assert zygote.run(root, fault="kill:replace dim_post").signal == signal.SIGKILL
        again = zygote.run(root, fault=f"kill:{n}")
        states.require_whole(root, second_night.old, second_night.after.warehouse)
        assert zygote.run(root).code == 0
        states.require_same(states.state(root), second_night.after, f"killed again before step {n}")
        shutil.rmtree(root)
        return again

    n_steps = len(killed_twice(zygote, 0).steps)

    ended = on_every(killed_twice, list(range(1, n_steps + 1)))

    assert [each.signal for each in ended] == [signal.SIGKILL] * n_steps


def test_row_11_a_second_run_on_the_same_day_changes_no_byte_and_no_mtime(second_night, zygote, tmp_path):
    root = states.copy(second_night.before, tmp_path / "twice")
    assert zygote.run(root).code == 0
    before = states.mtimes(root)

    again = zygote.run(root)

    assert again.told["published"] == []
    assert states.mtimes(root) == before
    states.require_same(states.state(root), second_night.after)


def test_the_helper_forks_without_a_second_thread(zygotes):
    """A thread that holds a lock while its process forks leaves the child a lock that nobody frees."""
    assert [each.threads for each in zygotes] == [1] * len(zygotes)
