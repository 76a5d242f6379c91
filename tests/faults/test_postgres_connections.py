"""The connection to the database dies in the middle: the run says so, readers see whole files, the next night mends it."""

import os
import signal

import pytest

from tests.faults import exports, states
from tests.faults.on_postgres import name_ledger
from tests.faults.proxy import Proxy
from tests.faults.test_races import LATE, LOCK


def require_mended(zygote, scene, root, told):
    """Nothing is torn now, and the night after arrives where an undisturbed one does."""
    states.require_whole(root, scene.old, scene.after.warehouse)
    again = zygote.run(root)
    assert again.code == 0, again.trace
    states.require_same(states.state(root), scene.after, told)
    assert set(states.runs(root)) <= {"published", "failed"}
    assert not list((root / ".staging").iterdir())


def require_loud(ended):
    assert (ended.error, ended.code) == ("LedgerBusyError", 2), ended.trace
    assert "run the night again" in ended.text or "run this again" in ended.text


PUBLISHING = pytest.mark.parametrize("which", ["publishing", pytest.param("every", marks=pytest.mark.slow)])


def commits(scene, which):
    """Numbers of the commits of a night: that of the intent and the one that ends the publication, or all of them."""
    return [scene.intent(), scene.intent() + 1] if which == "publishing" else list(range(1, len(scene.commits()) + 1))


@PUBLISHING
def test_a_connection_that_the_server_ends_just_before_a_commit_costs_one_night_at_most(which, on_postgres, on_every, tmp_path):

    def one(zygote, n):
        root, database = on_postgres.copy(tmp_path / f"severed-{n}")
        pid = zygote.start(root, fault=f"stop:{n}")
        zygote.wait_until_stopped(pid)
        n_severed = on_postgres.server.sever(database)
        os.kill(pid, signal.SIGCONT)
        ended = zygote.wait(pid)
        assert n_severed == 1
        require_mended(zygote, on_postgres, root, f"severed at step {n}")
        return ended

    for ended in on_every(one, [on_postgres.commits()[n - 1] for n in commits(on_postgres, which)]):
        require_loud(ended)


@pytest.mark.parametrize(
    "step",
    ["replace dim_post", *(pytest.param(step, marks=pytest.mark.slow) for step in ("before the intent", "the last commit"))],
)
def test_a_database_that_lets_nobody_in_any_more_costs_one_night_at_most(step, on_postgres, zygote, tmp_path):
    n_lock = on_postgres.steps.index(LOCK) + 1
    at = {"before the intent": n_lock, "the last commit": on_postgres.commits()[-1] - 1}.get(step, step)
    root, database = on_postgres.copy(tmp_path / "w")
    pid = zygote.start(root, fault=f"stop:{at}")
    zygote.wait_until_stopped(pid)
    on_postgres.server.refuse(database, refuses=True)
    on_postgres.server.sever(database)

    os.kill(pid, signal.SIGCONT)
    ended = zygote.wait(pid)
    states.require_whole(root, on_postgres.old, on_postgres.after.warehouse)
    still_down = zygote.run(root)
    on_postgres.server.refuse(database, refuses=False)

    require_loud(ended)
    require_loud(still_down)
    require_mended(zygote, on_postgres, root, step)


@PUBLISHING
@pytest.mark.slow
@pytest.mark.parametrize("mischief", ["lost", "unanswered", "late"])
def test_a_commit_of_which_nobody_knows_whether_it_was_one_costs_one_night_at_most(
    mischief, which, on_postgres, on_every, tmp_path
):
    """Late is the worst of them: the run has failed and swept up, and then the server carries out what it was told."""

    def one(zygote, nth):
        with Proxy(on_postgres.server.port, nth, mischief) as proxy:
            root, _ = on_postgres.copy(tmp_path / f"{mischief}-{nth}", port=proxy.port)
            ended = zygote.run(root)
            assert proxy.done.is_set()
            require_mended(zygote, on_postgres, root, f"commit {nth} {mischief}")
        return ended

    for ended in on_every(one, commits(on_postgres, which)):
        require_loud(ended)


@pytest.mark.slow
def test_whoever_publishes_next_waits_for_an_intent_whose_commit_is_still_on_its_way(on_postgres_first, both, zygotes, tmp_path):
    """Else both intents are open, and the next recovery rolls the older files over the newer ones."""
    slow, quick = zygotes
    with Proxy(on_postgres_first.server.port, on_postgres_first.intent(), "late", late_s=2) as proxy:
        root, database = on_postgres_first.copy(tmp_path / "w", port=proxy.port)
        unlucky = slow.start(root, fault=f"stop:{LOCK}")
        slow.wait_until_stopped(unlucky)
        exports.write_landing(root, LATE)
        name_ledger(root, on_postgres_first.server.url(database))
        other = quick.start(root, fault=f"stop:{LOCK}")
        quick.wait_until_stopped(other)

        os.kill(unlucky, signal.SIGCONT)
        assert proxy.done.wait(30)
        os.kill(other, signal.SIGCONT)
        ended = (slow.wait(unlucky), quick.wait(other))
        assert proxy.arrived.is_set()

    require_loud(ended[0])
    assert ended[1].code == 0, ended[1].trace
    assert "intent" not in states.runs(root)
    assert quick.run(root).code == 0
    states.require_same(states.settled(states.state(root)), both)
