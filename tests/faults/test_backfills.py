"""A backfill that is killed, raced or read while it works: nothing is lost, doubled or done twice."""

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.faults import exports, states

EARLY, LATE = exports.first_night(), exports.second_night()
OTHER = "bazaar"
ROUNDS = int(os.environ.get("PILASTER_RACES", "3"))
BRIEF = 2
KILLS = 3


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """All exports at once, nothing carried yet."""
    return exports.write_workspace(tmp_path_factory.mktemp("archive") / "w", EARLY | LATE)


@pytest.fixture(scope="module")
def carried(zygotes, archive):
    """The archive after a backfill that nobody disturbed, one file to a batch, and its steps."""
    root = states.copy(archive, archive.with_name("carried"))
    ended = zygotes[0].run(root, deed="backfill", fault="kill:0")
    assert ended.code == 0, ended.trace
    return root, ended


def kill_points(ended, n):
    """So many steps, spread over a whole run."""
    return [len(ended.steps) * (number + 1) // (n + 1) for number in range(n)]


@pytest.mark.slow
@pytest.mark.parametrize("replay", [False, True], ids=["carrying", "replaying"])
def test_row_15_a_backfill_killed_midway_and_resumed_redoes_only_what_is_missing(replay, zygotes, archive, carried, tmp_path):
    whole, _ = carried
    before = whole if replay else archive
    expected = states.state(whole)
    undisturbed = zygotes[0].run(states.copy(before, tmp_path / "whole"), deed="backfill", fault="kill:0", replay=replay)
    assert undisturbed.code == 0, undisturbed.trace

    for number, point in enumerate(kill_points(undisturbed, KILLS)):
        root = states.copy(before, tmp_path / str(number))
        assert zygotes[0].run(root, deed="backfill", fault=f"kill:{point}", replay=replay).signal == signal.SIGKILL
        done = rebuilt(root) if replay else taken(root)
        resumed = zygotes[0].run(root, deed="backfill", replay=replay)

        assert resumed.code == 0, resumed.trace
        read = {(file["brand"], file["sha"]) for file in resumed.told["files"]}
        assert resumed.told["plan"]["partitions_rebuilt_before"] == len(done) if replay else not done & read
        states.require_same(states.settled(states.state(root)), states.settled(expected), f"killed at step {point}")


def taken(root):
    return {(row["brand"], row["sha"]) for row in states.ledger(root)["files"] if row["state"] in {"taken", "held"}}


def rebuilt(root):
    """What the batches of the killed replay say they have built, found by another way than the product's own."""
    with closing(sqlite3.connect(root / "ledger.db")) as connection:
        rows = connection.execute("SELECT summary FROM runs WHERE kind = 'backfill' AND state = 'published'").fetchall()
        # The one that died between its intent and its commit is rolled forward by the next run.
        intents = connection.execute("SELECT intent FROM runs WHERE state = 'intent'").fetchall()
    told = [json.loads(summary) or {} for (summary,) in rows if summary]
    last = max((number for number, each in enumerate(told) if each.get("is_finished")), default=-1)
    told = told[last + 1 :] + [json.loads(intent)["updates"] for (intent,) in intents]
    return {tuple(slot) for each in told for slot in each.get("rebuilt", ())}


@pytest.mark.slow
def test_row_16_readers_see_whole_files_while_a_backfill_works(zygote, archive, carried, tmp_path):
    """Every file that is there is whole at every moment, whichever batch is being published."""
    root = states.copy(archive, tmp_path / "w")
    running = zygote.start(root, deed="backfill")
    scans = 0

    while not zygote.has_ended(running):
        for path in root.glob("warehouse/*/*"):
            assert path.suffix == ".parquet"
            states.read_whole(path)
        scans += 1
    ended = zygote.wait(running)

    assert ended.code == 0, ended.trace
    assert scans > 10
    states.require_same(states.settled(states.state(root)), states.settled(states.state(carried[0])))


# A replay that stops before the lock is met every day in test_closes (row 14).
@pytest.mark.parametrize("replay", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["carrying", "replaying"])
def test_row_12_a_backfill_stopped_before_the_lock_merges_again_what_a_night_published(
    replay, zygotes, second_night, both, tmp_path
):
    slow, quick = zygotes
    root = states.copy(second_night.before, tmp_path / "w")
    stopped = slow.start(root, fault="stop:open .publishing.lock", deed="backfill", replay=replay, files=400)
    slow.wait_until_stopped(stopped)

    ran = quick.run(root)
    os.kill(stopped, signal.SIGCONT)
    continued = slow.wait(stopped)

    assert (ran.code, continued.code) == (0, 0), ran.trace + continued.trace
    assert quick.run(root).code == 0
    states.require_same(states.settled(states.state(root)), both)


@pytest.fixture(params=["sqlite", "postgresql"])
def waiting(request, second_night, both, tmp_path):
    """(Makes the workspace of one round, a second night's exports in landing/; what it has to end as), on either database."""
    if request.param == "sqlite":
        return lambda number: states.copy(second_night.before, tmp_path / str(number)), both
    scene = request.getfixturevalue("on_postgres")
    return lambda number: scene.copy(tmp_path / str(number))[0], states.settled(scene.after)


@pytest.mark.slow
def test_row_12_a_night_and_a_backfill_racing_on_the_same_partitions_lose_and_double_nothing(zygotes, waiting):
    """PILASTER_RACES says how many rounds; every other one is a replay. No round may hang: each ends by itself."""
    chance, (make, expected) = random.Random(12), waiting

    for number in range(ROUNDS):
        root = make(number)
        replay, files = number % 2 == 1, chance.choice([1, 2, 400])
        first = zygotes[0].start(root, deed="backfill", replay=replay, files=files)
        time.sleep(chance.choice([0, chance.uniform(0, BRIEF)]))
        second = zygotes[1].start(root)
        ended = (zygotes[1].wait(second), zygotes[0].wait(first))

        assert [each.code for each in ended] == [0, 0], ended[0].trace + ended[1].trace
        assert zygotes[0].run(root).code == 0
        states.require_same(states.settled(states.state(root)), expected, f"round {number}, replay {replay}, {files} files")
        shutil.rmtree(root)


@pytest.mark.slow
def test_row_13_a_night_and_a_backfill_of_different_brands_both_land(zygotes, tmp_path):
    root = with_other(exports.write_workspace(tmp_path / "w", EARLY | LATE))
    apart = states.copy(root, tmp_path / "apart")
    first = zygotes[0].start(root, deed="backfill", brand=OTHER)
    second = zygotes[1].start(root, deed="night_of", brand=exports.BRAND)
    ended = (zygotes[0].wait(first), zygotes[1].wait(second))

    assert [each.code for each in ended] == [0, 0], ended[0].trace + ended[1].trace
    one_after_the_other = [zygotes[0].run(apart, deed="night_of", brand=brand).code for brand in (exports.BRAND, OTHER)]
    assert one_after_the_other == [0, 0]
    assert zygotes[0].run(root).code == zygotes[0].run(apart).code == 0
    states.require_same(states.settled(states.state(root)), states.settled(states.state(apart)))


def with_other(root):
    """A second brand with the same exports."""
    strategy = (root / "strategy" / f"{exports.BRAND}.yaml").read_text("utf-8")
    (root / "strategy" / f"{OTHER}.yaml").write_text(strategy.replace(f"brand: {exports.BRAND}", f"brand: {OTHER}"), "utf-8")
    states.copy(root / "landing" / exports.BRAND, root / "landing" / OTHER)
    return root
