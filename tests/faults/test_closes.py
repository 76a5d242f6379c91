"""Closing a month: whoever dies or comes at the same time, it is closed or it is not, and nobody writes what is closed."""

import os
import shutil
import signal
import time
from datetime import timedelta

import pytest

from flows.offboarding import offboard
from tests.faults import exports, states

MONTH = "2026-10"
MORE_TAKEN = exports.SECOND_TAKEN + timedelta(days=7)
ABOUT = {"brand": exports.BRAND, "month": MONTH}


@pytest.fixture(scope="module")
def over(second_night, tmp_path_factory):
    """A workspace in which October is over and everything is carried, as a template that tests copy."""
    return states.copy(second_night.done, tmp_path_factory.mktemp("over") / "w")


@pytest.fixture(scope="module")
def undisturbed(over, zygotes):
    """The same with October closed by nobody's hindrance: its state, and the steps that it took."""
    root = states.copy(over, over.with_name("undisturbed"))
    ended = zygotes[0].run(root, deed="close", fault="kill:0", **ABOUT)
    assert ended.code == 0, ended.trace
    return root, states.state(root), ended.steps


@pytest.fixture(scope="module")
def opened(undisturbed, zygotes):
    """Closed and opened again."""
    root = states.copy(undisturbed[0], undisturbed[0].with_name("opened"))
    ended = zygotes[0].run(root, deed="reopen", fault="kill:0", reason="why not", **ABOUT)
    assert ended.code == 0, ended.trace
    return states.state(root), ended.steps


@pytest.fixture
def root(over, tmp_path):
    return states.copy(over, tmp_path / "w")


def more():
    """Exports that restate October."""
    grown = [exports.post(1, exports.october(3), views=4000), exports.post(2, exports.october(9))]
    return {"instagram/feed-later.csv": (exports.lifetime(grown, MORE_TAKEN), MORE_TAKEN)}


def frozen(root):
    """Bytes and mtimes of the closed reports."""
    paths = [path for path in root.glob(f"warehouse/rpt_*/*__{MONTH}.parquet") if path.parent.name != "rpt_restatements"]
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def closes(root):
    """What journal and ledger say: (events of closes, rows of closed months)."""
    return len(list((root / "journal").glob("close/*/*.json"))), len(states.ledger(root)["closes"])


@pytest.mark.parametrize("offset", [3, pytest.param(0, marks=pytest.mark.slow)])
def test_rows_1_to_4_killed_before_any_step_a_month_is_closed_or_it_is_not(offset, over, undisturbed, on_every, tmp_path):
    """A sample of the steps for every day; all of them where there is time. The next run ends what was begun."""
    _, expected, steps = undisturbed
    before = frozen(over)

    def one(zygote, n):
        root = states.copy(over, tmp_path / f"at-{n}")
        killed = zygote.run(root, deed="close", fault=f"kill:{n}", **ABOUT)
        night = zygote.run(root)
        told, entered = closes(root)
        again = zygote.run(root, deed="close", **ABOUT)

        assert (night.code, night.told["published"]) == (0, []), night.trace
        assert told == entered, f"killed before step {n}, {steps[n - 1 : n]}"
        assert (again.code == 0) is (told == 0), again.trace
        assert frozen(root) == before
        states.require_same(states.state(root), expected, f"killed before step {n}, {steps[n - 1 : n]}")
        shutil.rmtree(root)
        return killed

    numbers = range(offset, len(steps) + 1, 6) if offset else range(1, len(steps) + 1)
    ended = on_every(one, list(numbers))

    assert {each.signal for each in ended} == {signal.SIGKILL}


@pytest.mark.parametrize("offset", [2, pytest.param(0, marks=pytest.mark.slow)])
def test_rows_1_to_4_killed_while_it_is_opened_again_the_next_run_ends_it(offset, undisturbed, opened, on_every, tmp_path):
    closed, _, _ = undisturbed
    expected, steps = opened

    def one(zygote, n):
        root = states.copy(closed, tmp_path / f"at-{n}")
        killed = zygote.run(root, deed="reopen", fault=f"kill:{n}", reason="why not", **ABOUT)
        again = zygote.run(root, deed="reopen", reason="why not", **ABOUT)

        assert again.code == 0 or (again.error == "SettingsError" and "a month that is open" in again.text), again.trace
        states.require_same(states.state(root), expected, f"killed before step {n}, {steps[n - 1 : n]}")
        shutil.rmtree(root)
        return killed

    numbers = range(offset, len(steps) + 1, 6) if offset else range(1, len(steps) + 1)
    assert {each.signal for each in on_every(one, list(numbers))} == {signal.SIGKILL}


@pytest.mark.parametrize("step", [pytest.param("rename strategy", marks=pytest.mark.slow), "rename close"])
def test_row_3_a_close_that_died_between_ledger_and_journal_holds_against_new_exports(step, root, zygote):
    before = frozen(root)
    killed = zygote.run(root, deed="close", fault=f"kill:{step}", **ABOUT)
    exports.write_landing(root, more())

    night = zygote.run(root)

    assert killed.signal == signal.SIGKILL
    assert night.code == 0, night.trace
    assert frozen(root) == before
    assert closes(root) == (1, 1)
    assert list(root.glob("warehouse/rpt_restatements/*"))


def test_row_12_of_two_closes_at_once_one_closes_and_the_other_is_told(root, zygotes):
    slow, quick = zygotes
    stopped = slow.start(root, deed="close", fault="stop:rename close", **ABOUT)
    slow.wait_until_stopped(stopped)
    waiting = quick.start(root, deed="close", **ABOUT)
    time.sleep(2)
    has_ended = quick.has_ended(waiting)
    os.kill(stopped, signal.SIGCONT)
    first, second = slow.wait(stopped), quick.wait(waiting)

    assert has_ended is False
    assert first.code == 0, first.trace
    assert (second.error, "closed already" in second.text) == ("SettingsError", True)
    assert closes(root) == (1, 1)


def test_row_14_a_replay_stopped_before_it_publishes_writes_nothing_of_a_month_that_was_closed_meanwhile(root, zygotes):
    slow, quick = zygotes
    path = next(root.glob(f"warehouse/rpt_engagement/*__{MONTH}.parquet"))
    # Lost, so that the replay has it to publish.
    data = path.read_bytes()
    path.unlink()
    stopped = slow.start(root, deed="backfill", fault="stop:hand on report_checks", replay=True, files=400)
    slow.wait_until_stopped(stopped)
    path.write_bytes(data)
    before = frozen(root)

    closed = quick.run(root, deed="close", **ABOUT)
    os.kill(stopped, signal.SIGCONT)
    continued = slow.wait(stopped)

    assert (closed.code, continued.code) == (0, 0), closed.trace + continued.trace
    assert frozen(root) == before


def test_row_14_a_night_waits_for_a_close_and_a_close_is_refused_while_exports_wait(root, zygotes):
    slow, quick = zygotes
    before = frozen(root)
    closing = slow.start(root, deed="close", fault="stop:rename close", **ABOUT)
    slow.wait_until_stopped(closing)
    exports.write_landing(root, more())
    night = quick.start(root)
    time.sleep(2)
    has_ended = quick.has_ended(night)
    os.kill(closing, signal.SIGCONT)
    closed, ended = slow.wait(closing), quick.wait(night)

    assert has_ended is False
    assert (closed.code, ended.code) == (0, 0), closed.trace + ended.trace
    assert frozen(root) == before
    assert list(root.glob("warehouse/rpt_restatements/*"))


def test_row_14_a_close_is_refused_while_a_night_is_at_work(root, zygotes):
    slow, quick = zygotes
    exports.write_landing(root, more())
    night = slow.start(root, fault="stop:hand on report_checks")
    slow.wait_until_stopped(night)

    closed = quick.run(root, deed="close", **ABOUT)
    os.kill(night, signal.SIGCONT)
    ended = slow.wait(night)

    assert (closed.error, "1 exports waiting" in closed.text) == ("RetryError", True)
    assert ended.code == 0, ended.trace
    assert closes(root) == (0, 0)


def test_row_52_a_brand_that_leaves_takes_its_closed_months_along(undisturbed, tmp_path):
    root = states.copy(undisturbed[0], tmp_path / "w")

    offboard(root, exports.BRAND)

    assert states.ledger(root)["closes"] == []
    assert not list((root / "journal").glob("close/*"))
    assert not list((root / "journal").glob("strategy/*"))


@pytest.mark.slow
def test_a_month_is_closed_and_rebuilt_on_postgresql_as_on_sqlite(on_postgres, undisturbed, zygote, tmp_path):
    root, _ = on_postgres.copy(tmp_path / "postgres")
    assert zygote.run(root).code == 0
    closed = zygote.run(root, deed="close", **ABOUT)
    exports.write_landing(root, more())
    before = frozen(root)

    night = zygote.run(root)
    told = states.files(root / "warehouse")
    rebuilt = zygote.run(root, deed="rebuild")

    assert closed.code == 0, closed.trace
    assert (night.code, rebuilt.error) == (0, None), night.trace + rebuilt.trace
    assert frozen(root) == before
    assert {name: data for name, (data, _) in before.items()} == {
        name: data for name, (data, _) in frozen(undisturbed[0]).items()
    }
    assert states.files(root / "warehouse") == told
