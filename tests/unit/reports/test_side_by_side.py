"""Work side by side: in an order that waits for what has to be there, each tool with one task at a time."""

import threading
import time
from functools import partial

import duckdb
import pyarrow as pa
import pytest

from warehouse.engine import EngineSettings, engine
from warehouse.hands import hands, stop
from warehouse.side_by_side import Room, Task, side_by_side
from warehouse.sifting import Queries, sift_reports

BEHIND = {
    "accounts": (),
    "platforms": ("accounts",),
    "brand": ("accounts",),
    "trend": ("platforms", "brand"),
    "posts": ("facts",),
}


def _note(done, name, _):
    done.append(name)


@pytest.mark.parametrize("n_tools", [1, 2, 8])
def test_every_task_is_done_once_and_behind_those_that_it_waits_for(n_tools):
    done: list[str] = []

    side_by_side({name: Task(partial(_note, done, name), after) for name, after in BEHIND.items()}, range(n_tools))

    assert sorted(done) == sorted(BEHIND)
    assert all(done.index(each) < done.index(name) for name, after in BEHIND.items() for each in after if each in BEHIND)


def test_a_tool_is_in_one_hand_at_a_time_and_all_of_them_are_used():
    at_work, doubled, used = set(), [], set()
    both = threading.Barrier(2, timeout=10)

    def work(tool):
        if tool in at_work:
            doubled.append(tool)
        at_work.add(tool)
        both.wait()
        used.add(tool)
        at_work.discard(tool)

    side_by_side({str(number): Task(work) for number in range(10)}, ["left", "right"])

    assert (doubled, used) == ([], {"left", "right"})


def test_with_one_tool_the_work_is_done_here():
    found = []

    side_by_side({"one": Task(lambda _: found.append(threading.current_thread()))}, [None])

    assert found == [threading.current_thread()]


@pytest.mark.parametrize("n_tools", [1, 2])
def test_what_fails_is_raised_and_what_waits_is_not_begun(n_tools):
    begun = []

    def fail(_):
        begun.append("facts")
        raise OSError("no space left")

    tasks = {"facts": Task(fail), "report": Task(lambda _: begun.append("report"), ("facts",))}
    with pytest.raises(OSError, match="no space left"):
        side_by_side(tasks, range(n_tools))

    assert begun == ["facts"]


def test_what_runs_beside_a_failure_is_done_before_it_is_raised():
    began, done = threading.Event(), []

    def fail(_):
        began.wait(10)
        raise ValueError("broken")

    def last(_):
        began.set()
        time.sleep(0.05)
        done.append("last")

    with pytest.raises(ValueError, match="broken"):
        side_by_side({"first": Task(fail), "second": Task(last)}, range(2))

    assert done == ["last"]


def test_a_failure_is_raised_though_more_tasks_are_ready_than_there_are_hands():
    """What is cancelled in the queue never counts as done: it was waited for, for ever."""
    begun: list[int] = []

    def fail(_):
        raise ValueError("broken")

    def work(tool):
        begun.append(tool)
        time.sleep(0.1)

    rest = {str(number): Task(work) for number in range(20)}
    with pytest.raises(ValueError, match="broken"):
        side_by_side({"first": Task(fail)} | rest, range(2))

    assert len(begun) < len(rest)


def test_tasks_that_wait_for_each_other_are_an_error():
    with pytest.raises(ValueError, match="cycle"):
        side_by_side({"a": Task(print, ("b",)), "b": Task(print, ("a",))}, range(2))


def test_room_is_for_so_many_rows_at_a_time():
    room, most = Room(100), [0, 0]
    lock = threading.Lock()

    def read(n_rows, _):
        with room.of(n_rows):
            with lock:
                most[0] += n_rows
                most[1] = max(most)
            time.sleep(0.002)
            with lock:
                most[0] -= n_rows

    side_by_side({str(number): Task(partial(read, 30 + number)) for number in range(20)}, range(4))

    assert 60 <= most[1] <= 100


def test_what_is_larger_than_all_room_has_it_alone():
    room, is_in = Room(100), threading.Event()

    def read_one():
        with room.of(1):
            is_in.set()

    waiting = threading.Thread(target=read_one)
    with room.of(1_000):
        waiting.start()
        assert not is_in.wait(0.05)
    assert is_in.wait(10)
    waiting.join()


def test_room_is_free_again_after_a_failure():
    room = Room(10)
    with pytest.raises(KeyError), room.of(10):
        raise KeyError

    with room.of(10):
        pass


def test_a_closed_room_lets_nobody_in_and_keeps_nobody_waiting():
    room, told = Room(10), []

    def read_one():
        with pytest.raises(RuntimeError, match="failed"), room.of(1):
            pass
        told.append("turned away")

    waiting = threading.Thread(target=read_one)
    with room.of(10):
        waiting.start()
        room.close()
        waiting.join(10)
    assert told == ["turned away"]


@pytest.mark.parametrize("rest_s", [0, 0.3], ids=["at its query", "between two queries"])
def test_a_failure_ends_the_queries_beside_it(rest_s, tmp_path):
    """Neither a reader nor somebody who presses Ctrl-C waits for a query of minutes whose rows nobody wants any more."""
    began = threading.Event()

    def ask(hand):
        with hand.room.of(1):
            began.set()
            time.sleep(rest_s)
            hand.connection.execute("SELECT count(*) FROM range(100_000_000_000) AS a (n) WHERE n % 7 = 3").fetchall()

    def fail(_):
        began.wait(10)
        time.sleep(0.1)
        raise OSError("no space left")

    with engine(EngineSettings(threads=2), tmp_path) as connection, hands(connection, {}) as at_work:
        start = time.monotonic()
        with pytest.raises(OSError, match="no space left"):
            side_by_side({"large": Task(ask), "broken": Task(fail)}, at_work, partial(stop, at_work))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("threads", "memory", "expected"), [(1, "2GB", 1), (3, "2GB", 3), (16, "2GB", 4), (4, "150MB", 2), (4, "40MB", 1)]
)
def test_there_are_hands_for_threads_and_memory(threads, memory, expected, tmp_path):
    with engine(EngineSettings(threads, memory), tmp_path) as connection, hands(connection, {}) as at_work:
        assert len(at_work) == expected


def test_hands_keep_nothing_of_what_they_judged(tmp_path):
    rows = {name: pa.table({"month": ["2026-10"]}) for name in ("rpt_post", "rpt_video", "rpt_quality")}
    counts = "SELECT 'is_there', count(*), 0, 0 FROM staging"

    with engine(EngineSettings(threads=2), tmp_path) as connection, hands(connection, {}) as at_work:
        sifted = sift_reports(at_work, rows, lambda _: Queries("", counts, ""))

        assert list(sifted.counts) == list(rows)
        for hand in at_work:
            with pytest.raises(duckdb.CatalogException):
                hand.connection.execute("FROM staging")
