"""Mutations that destroy values, each telling what it touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.fuzz.model import HEADER, Cell, Export, Written, write
from transforms.exports.register import FORMATS

if TYPE_CHECKING:
    import random


@dataclass(frozen=True)
class Destroyed:
    """The bytes, the export whose cells they were, and the cells that may be others now."""

    data: bytes
    written: Written
    export: Export
    touched: frozenset[Cell] = frozenset()
    cut: int | None = None
    """where the file stops, if it stops before its end"""


Destroyer = Callable[[Export, "random.Random"], Destroyed]
_MOST_FLIPS, _LONGEST_RUN = 3, 6


def flip_bits(export: Export, rng: random.Random) -> Destroyed:
    """One to three bits."""
    return _changed(export, rng, lambda byte: byte ^ 1 << rng.randint(0, 7))


def flip_bytes(export: Export, rng: random.Random) -> Destroyed:
    """One to three bytes become any others."""
    return _changed(export, rng, lambda byte: byte ^ rng.randint(1, 255))


def strike_marks(export: Export, rng: random.Random) -> Destroyed:
    """One to three bytes become what holds a table together, or stop being it."""
    return _changed(export, rng, lambda byte: rng.choice([mark for mark in b'",;\t\n\r 0' if mark != byte]))


def garble(export: Export, rng: random.Random) -> Destroyed:
    """A run of bytes is overwritten."""
    written = write(export)
    start = rng.randrange(len(written.data))
    run = bytes(rng.choice(b'a1 ,"\n\xff') for _ in range(rng.randint(2, _LONGEST_RUN)))[: len(written.data) - start]
    data = written.data[:start] + run + written.data[start + len(run) :]
    return Destroyed(data, written, export, written.touched(start, start + len(run)))


def _changed(export: Export, rng: random.Random, change: Callable[[int], int]) -> Destroyed:
    written = write(export)
    data, touched = bytearray(written.data), frozenset[Cell]()
    for at in rng.sample(range(len(data)), min(rng.randint(1, _MOST_FLIPS), len(data))):
        data[at] = change(data[at])
        touched |= written.touched(at, at + 1)
    return Destroyed(bytes(data), written, export, touched)


def truncate(export: Export, rng: random.Random) -> Destroyed:
    """The file stops somewhere."""
    written = write(export)
    cut = rng.randrange(1, len(written.data))
    return Destroyed(written.data[:cut], written, export, cut=cut)


def truncate_last(export: Export, rng: random.Random) -> Destroyed:
    """The file stops inside its last record, or lacks the end of its last line."""
    written = write(export)
    cut = rng.randrange(written.starts[-1] + 1, len(written.data))
    return Destroyed(written.data[:cut], written, export, cut=cut)


def rename_to_known(export: Export, rng: random.Random) -> Destroyed:
    """A header becomes another one of its format, or of any."""
    near = FORMATS[export.format]
    format_ = near if rng.random() < 0.7 and near.fields else rng.choice([each for each in FORMATS.values() if each.fields])
    at = rng.randrange(len(export.header))
    name = rng.choice([*filter(export.style.can_write, rng.choice(format_.fields).aliases), export.header[at]])
    renamed = replace(export, header=tuple(name if column == at else old for column, old in enumerate(export.header)))
    written = write(renamed)
    # Whoever bore the name before may be merged with it now.
    touched = frozenset(Cell(HEADER, column) for column in range(len(export.header)) if column == at)
    return Destroyed(written.data, written, renamed, touched)


DESTROYING: dict[str, Destroyer] = {
    "flip bits": flip_bits,
    "flip bytes": flip_bytes,
    "strike marks": strike_marks,
    "garble": garble,
    "truncate": truncate,
    "truncate the last record": truncate_last,
    "rename to known": rename_to_known,
}
