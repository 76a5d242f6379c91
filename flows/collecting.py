"""The garbage collector, told what a run is like: it makes many small things, keeps most of them, and then ends."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Python's own numbers (700, 10, 10) look at every row of the ledger again and again: 5 % of a night of 640 files.
_THRESHOLDS = (50_000, 20, 20)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Collect garbage less often for the length of a run. Cycles are still found, so memory stays bounded."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
