"""Work side by side: tasks of which some wait for others, as many at a time as there are tools for them.

What they spend their time on leaves Python: DuckDB plans and runs a query, PyArrow writes and reads a file. Over the few months
of a night, one query alone keeps one core busy and leaves the others idle.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from graphlib import TopologicalSorter
from queue import SimpleQueue
from threading import Condition
from typing import Generic, NamedTuple, TypeVar

Tool = TypeVar("Tool")
_STOPPING_S = 0.2


class Task(NamedTuple, Generic[Tool]):
    """Some work, and the names of the tasks that have to be done before it."""

    work: Callable[[Tool], object]
    after: Collection[str] = ()


class Room:
    """Room for so many rows in memory, over all that are at work. What is larger than all of it has it alone."""

    def __init__(self, n_rows: int) -> None:
        self._n_rows = n_rows
        self._taken = 0
        self._is_closed = False
        self._left = Condition()

    @property
    def n_rows(self) -> int:
        """All of it."""
        return self._n_rows

    @contextmanager
    def of(self, n_rows: int) -> Iterator[None]:
        """Wait for room for `n_rows` rows, and have it.

        Raises:
            RuntimeError: the room is closed.
        """
        with self._left:
            self._left.wait_for(lambda: self._is_closed or not self._taken or self._taken + n_rows <= self._n_rows)
            if self._is_closed:
                raise RuntimeError("what was at work beside this has failed")
            self._taken += n_rows
        try:
            yield
        finally:
            with self._left:
                self._taken -= n_rows
                self._left.notify_all()

    def close(self) -> None:
        """Let nobody in any more, nor wait."""
        with self._left:
            self._is_closed = True
            self._left.notify_all()


def side_by_side(tasks: Mapping[str, Task[Tool]], tools: Sequence[Tool], stop: Callable[[], None] = lambda: None) -> None:
    """Run every task with a tool that nobody else has meanwhile. With one tool all of them run in this thread.

    What a task raises is raised here, when those that run beside it have ended, which `stop` may hasten; what waits is not begun
    any more. A name that no task has is that of something that is there already.
    """
    sorter = TopologicalSorter({name: [each for each in task.after if each in tasks] for name, task in tasks.items()})
    if len(tools) == 1:
        for name in sorter.static_order():
            tasks[name].work(tools[0])
        return
    free: SimpleQueue[Tool] = SimpleQueue()
    for tool in tools:
        free.put(tool)

    def run(task: Task[Tool]) -> None:
        tool = free.get()
        try:
            task.work(tool)
        finally:
            free.put(tool)

    sorter.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(len(tools), thread_name_prefix="beside") as pool:
        try:
            while sorter.is_active():
                running |= {pool.submit(run, tasks[name]): name for name in sorter.get_ready()}
                done = wait(running, return_when=FIRST_COMPLETED).done
                for each in [each for each in running if each in done]:
                    each.result()
                    sorter.done(running.pop(each))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop()
            # Once more for whoever had just begun: what is stopped between two queries begins the next one.
            # What was cancelled in the queue counts as never done: nobody would be left to say that it is over.
            begun = [each for each in running if not each.cancelled()]
            while wait(begun, _STOPPING_S).not_done:
                stop()
            raise
