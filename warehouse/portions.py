"""Posts in portions: so many files of fact_post_snapshot at a time that what is told of them fits into memory.

All observations of a post lie in one file, so posts can be told of file by file, whatever else a night brings.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build

# What is told of a row takes about 300 bytes, and its counts as much again.
PORTION_ROWS = 131_072


@dataclass(frozen=True)
class Portion:
    """Some files as they were published and as they will be; of a large one only one of `shares` shares of its posts."""

    slots: tuple[Slot, ...] = ()
    before: tuple[Path, ...] = ()
    after: tuple[Path, ...] = ()
    n_rows: int = 0
    share: int = 0
    shares: int = 1


def portions(build: Build, slots: Iterable[Slot], *, compared: bool = False) -> Iterator[Portion]:
    """Partitions of fact_post_snapshot in portions; with their published files, if they are to be compared."""
    for portion in whole_files(build, slots, compared=compared):
        shares = -(-portion.n_rows // PORTION_ROWS) or 1
        for share in range(shares):
            yield replace(portion, share=share, shares=shares)


def whole_files(build: Build, slots: Iterable[Slot], *, compared: bool = False) -> Iterator[Portion]:
    """The same for what cannot be told of a share of a month: a large file is a portion of its own."""
    waiting = Portion()
    for slot in sorted(slots):
        one = _file(build, slot, compared=compared)
        if waiting.n_rows and waiting.n_rows + one.n_rows > PORTION_ROWS:
            yield waiting
            waiting = Portion()
        waiting = Portion(
            waiting.slots + one.slots, waiting.before + one.before, waiting.after + one.after, waiting.n_rows + one.n_rows
        )
    if waiting.before or waiting.after:
        yield waiting


def _file(build: Build, slot: Slot, *, compared: bool) -> Portion:
    published = build.catalogue.published.get(slot)
    was_there = compared and published is not None and published.state == "published"
    before = (build.place(slot),) if was_there else ()
    path = build.read(slot)
    after = (path,) if path else ()
    return Portion((slot,), before, after, (build.n_rows_before(slot) if before else 0) + (build.n_rows_of(slot) if after else 0))
