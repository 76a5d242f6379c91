"""Ctrl-C while batches are carried: the first ends the work after the batch at hand, the second at once; nothing is lost."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    is_asked: bool = False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Listen for Ctrl-C. Only the main thread can; elsewhere whoever runs the thread decides."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        if stop.is_asked:
            raise KeyboardInterrupt
        stop.is_asked = True
        print("stopping after this batch; press Ctrl-C again to stop at once (nothing is lost either way)", file=sys.stderr)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
