"""How much is fuzzed: PILASTER_FUZZ cases from PILASTER_FUZZ_SEED, for PILASTER_FUZZ_SECONDS at most."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Effort:
    """A search: which cases, and for how long."""

    cases: int
    seed: int
    seconds: float

    def batches(self, size: int) -> Iterator[range]:
        """Numbers of cases, so many at once, until the time is over."""
        began = time.monotonic()
        for first in range(0, self.cases, size):
            if time.monotonic() - began > self.seconds:
                return
            yield range(first, min(first + size, self.cases))


def _effort(cases: int, seconds: int) -> Effort:
    told = os.environ.get
    return Effort(cases, int(told("PILASTER_FUZZ_SEED", "1")), float(told("PILASTER_FUZZ_SECONDS", str(seconds))))


@pytest.fixture
def slice_of_it() -> Effort:
    """A few hundred cases, for every run of the suite."""
    return _effort(250, 60)


@pytest.fixture
def all_of_it() -> Effort:
    """The whole search."""
    return _effort(int(os.environ.get("PILASTER_FUZZ", "20000")), 1800)


@pytest.fixture
def containers() -> Effort:
    """The whole search through workbooks and archives."""
    return _effort(int(os.environ.get("PILASTER_FUZZ_CONTAINERS", "1000")), 900)
