"""Two runs at once: whoever waits, stops or dies, nothing is lost and nothing is doubled."""

import os
import random
import signal
import time
from datetime import timedelta

import pytest

from tests.faults import exports, states

OTHERS = ("fact_post_snapshot", "rpt_engagement")
LOCK = "open .publishing.lock"
EARLY, LATE = exports.first_night(), exports.second_night()


def require_both(zygote, root, both):
    """One more night, for a file that gave way to a longer one while it was read; then everything is as after one run."""
    assert zygote.run(root).code == 0
    states.require_same(states.settled(states.state(root)), both)


@pytest.fixture(scope="module")
def intent(zygotes, tmp_path_factory):
    """The number of the step that commits the intent of a first night."""
    root = exports.write_workspace(tmp_path_factory.mktemp("steps") / "w", EARLY)
    return zygotes[0].run(root, fault="kill:0").steps.index(LOCK) + 2


def test_row_14_a_run_stopped_just_before_the_lock_merges_again(zygotes, both, tmp_path):
    """The first knows a post under September only; the second moves it to October meanwhile, where the first never looked."""
    slow, quick = zygotes
    root = exports.write_workspace(tmp_path / "w", EARLY)
    stopped = slow.start(root, fault=f"stop:{LOCK}")
    slow.wait_until_stopped(stopped)
    exports.write_landing(root, LATE)

    ran = quick.run(root)
    os.kill(stopped, signal.SIGCONT)
    continued = slow.wait(stopped)

    assert (ran.code, continued.code) == (0, 0), ran.trace + continued.trace
    require_both(quick, root, both)


@pytest.mark.parametrize(
    "step", ["intent", *(pytest.param(f"replace {table}", marks=pytest.mark.slow) for table in ("dim_post", *OTHERS))]
)
def test_row_14_a_run_stopped_inside_publishing_is_waited_for(step, zygotes, intent, both, tmp_path):
    slow, quick = zygotes
    root = exports.write_workspace(tmp_path / "w", EARLY)
    stopped = slow.start(root, fault=f"stop:{intent if step == 'intent' else step}")
    slow.wait_until_stopped(stopped)
    exports.write_landing(root, LATE)

    waiting = quick.start(root)
    time.sleep(2)
    has_ended = quick.has_ended(waiting)
    os.kill(stopped, signal.SIGCONT)
    ended = (slow.wait(stopped), quick.wait(waiting))

    assert not has_ended
    assert [each.code for each in ended] == [0, 0], ended[0].trace + ended[1].trace
    require_both(quick, root, both)


@pytest.mark.parametrize("step", ["replace dim_post", pytest.param("replace rpt_engagement", marks=pytest.mark.slow)])
def test_row_14_whoever_waits_for_a_run_that_dies_in_the_lock_finishes_its_work_first(step, zygotes, both, tmp_path):
    """Else the dead run's intent stays open, and the recovery of the night after rolls its older files over ours."""
    slow, quick = zygotes
    root = exports.write_workspace(tmp_path / "w", EARLY)
    waiting = slow.start(root, fault=f"stop:{LOCK}")
    slow.wait_until_stopped(waiting)
    exports.write_landing(root, LATE)
    inside = quick.start(root, fault=f"stop:{step}")
    quick.wait_until_stopped(inside)

    os.kill(waiting, signal.SIGCONT)
    time.sleep(1)
    os.kill(inside, signal.SIGKILL)
    quick.wait(inside)
    ended = slow.wait(waiting)

    assert ended.code == 0, ended.trace
    assert "intent" not in states.runs(root)
    require_both(quick, root, both)


@pytest.mark.slow
def test_row_12_a_partition_marked_while_a_night_runs_keeps_the_files_that_the_night_did_not_read(zygotes, tmp_path):
    """The copy says that an export was seen earlier, so its partitions are to be built again; the running night knows nothing
    of it, and who does know dies."""
    slow, quick = zygotes
    at, later = exports.FIRST_TAKEN, exports.SECOND_TAKEN
    export = exports.tweets(exports.TWEETS, at)
    old = {"x/b.csv": (export, at + timedelta(days=9)), "feed.csv": (exports.lifetime(exports.FEED, at), at)}
    new = {"feed-2.csv": (exports.lifetime(exports.FEED, later), later)}
    copy = {"x/copy.csv": (export, at)}
    root = exports.write_workspace(tmp_path / "w", old)
    assert quick.run(root).code == 0
    exports.write_landing(root, new)
    running = slow.start(root, fault="stop:hand on outcomes")
    slow.wait_until_stopped(running)
    exports.write_landing(root, copy)

    assert quick.run(root, fault="kill:hand on plan").signal == signal.SIGKILL
    os.kill(running, signal.SIGCONT)
    ended = slow.wait(running)
    after = quick.run(root)

    together = exports.write_workspace(tmp_path / "together", old | new | copy)
    assert (ended.code, after.code, quick.run(together).code) == (0, 0, 0), ended.trace + after.trace
    states.require_same(states.settled(states.state(root)), states.settled(states.state(together)))


def test_row_12_a_partition_that_another_night_removes_under_the_reader_makes_it_merge_again(zygotes, second_night, tmp_path):
    """The slow night has read in the ledger where its posts lie; before it opens the file, the file is gone."""
    slow, quick = zygotes
    root = states.copy(second_night.before, tmp_path / "w")
    publishing = quick.start(root, fault="stop:replace dim_post")
    quick.wait_until_stopped(publishing)
    # Past its own recovery, which would wait for the lock: a night that began before the other entered its intent.
    reading = slow.start(root, deed="night_that_began_earlier")
    time.sleep(2)

    os.kill(publishing, signal.SIGCONT)
    ended = (quick.wait(publishing), slow.wait(reading))

    assert [each.code for each in ended] == [0, 0], ended[0].trace + ended[1].trace
    assert quick.run(root).code == 0
    states.require_same(states.settled(states.state(root)), states.settled(second_night.after))


def race(zygotes, before, target, delay, expected):
    """Two nights at the same moment, or nearly so."""
    root = states.copy(before, target)
    first = zygotes[0].start(root)
    time.sleep(delay)
    second = zygotes[1].start(root)
    ended = (zygotes[0].wait(first), zygotes[1].wait(second))
    assert [each.code for each in ended] == [0, 0], ended[0].trace + ended[1].trace
    require_both(zygotes[0], root, expected)


def test_row_12_two_nights_at_once_leave_what_one_leaves(zygotes, second_night, both, tmp_path):
    race(zygotes, second_night.before, tmp_path / "w", 0, both)


@pytest.mark.slow
@pytest.mark.parametrize("night", ["first_night", "second_night"])
def test_row_12_two_nights_at_nearly_the_same_moment_leave_what_one_leaves(night, request, zygotes, tmp_path):
    scene = request.getfixturevalue(night)
    undisturbed = states.settled(scene.after)
    chance = random.Random(12)

    for turn in range(10):
        race(zygotes, scene.before, tmp_path / f"turn-{turn}", chance.choice([0, 0, chance.uniform(0, 1.2)]), undisturbed)
