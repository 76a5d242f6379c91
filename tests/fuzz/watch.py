"""A watchdog: what takes too long is ended by a signal and told."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class HangError(Exception):
    """It took too long."""


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """End what is inside after so many seconds, whatever it does."""

    def bark(_signal: int, _frame: object) -> None:
        raise HangError(f"longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, bark)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
