"""Cases, each told by a seed and a number alone: an export, what is done to it, and whether what comes out is right."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from tests.fuzz.destroying import DESTROYING, Destroyed
from tests.fuzz.fresh import fresh
from tests.fuzz.model import Export, write
from tests.fuzz.oracle import Original, complaints_destroyed, complaints_kept, original
from tests.fuzz.preserving import PRESERVING, WHOLE
from tests.fuzz.reading import ALL_SMALL, Read, read
from transforms.exports.register import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "export 2026-08-01_2026-11-19.csv"
EXPORTS_PER_FORMAT = 4
_LARGE = 0.1
"""share of the files that are read as if they were large"""


@dataclass(frozen=True)
class Case:
    """One mutated file."""

    before: Original
    mutators: tuple[str, ...]
    data: bytes
    after: Export | Destroyed
    large: bool

    def complaints(self, seen: Read) -> list[str]:
        """What is wrong with what the product made of it."""
        if isinstance(self.after, Destroyed):
            return list(complaints_destroyed(self.before, self.after, seen))
        return list(complaints_kept(self.before, self.after, seen))


@dataclass
class Tally:
    """What became of the cases."""

    cases: int = 0
    mutators: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    refused: int = 0

    def add(self, case: Case, seen: Read) -> None:
        """Count one."""
        self.cases += 1
        self.mutators.update(case.mutators)
        self.formats[case.before.export.format] += 1
        self.held[seen.outcome.held_code or "taken"] += 1
        self.accepted += len(seen.accepted)
        self.refused += len(seen.refused)


def originals(exports: Sequence[Export]) -> list[Original]:
    """The exports with what is made of them unharmed; those of which nothing is, are left out."""
    seen = read([(write(export).data, export.platform, NAME) for export in exports])
    return [original(export, each) for export, each in zip(exports, seen, strict=True) if not each.outcome.held_code]


@cache
def fresh_originals() -> tuple[Original, ...]:
    """Some exports of every registered format."""
    exports = [
        fresh(format_, random.Random(f"{format_.id} {number}"), whole=number == 0)
        for format_ in FORMATS.values()
        for number in range(EXPORTS_PER_FORMAT)
    ]
    return tuple(originals(exports))


def case(pool: Sequence[Original], seed: int, number: int) -> Case:
    """The case of a number: the same whenever it is asked for."""
    rng = random.Random(f"{seed} {number}")
    platform = rng.choice(sorted({each.export.platform for each in pool}))
    return mutated(rng.choice([each for each in pool if each.export.platform == platform]), rng)


def mutated(before: Original, rng: random.Random) -> Case:
    """An export after one to four mutations that keep its values, or up to two of them and one that destroys some."""
    keeps = rng.random() < 0.5
    names = rng.sample(list(PRESERVING), rng.randint(1, 4)) if keeps else rng.sample(WHOLE, rng.randint(0, 2))
    export, done = before.export, []
    for name in names:
        changed = PRESERVING[name](export, rng)
        if changed is not None:
            export, done = changed, [*done, name]
    large = rng.random() < _LARGE
    if keeps:
        return Case(before, tuple(done), write(export).data, export, large)
    if export.style.line_end == "\r":  # one byte more or less, and it is a file with lone returns
        export = replace(export, style=replace(export.style, line_end="\n"))
    name = rng.choice(list(DESTROYING))
    after = DESTROYING[name](export, rng)
    return Case(before, (*done, name), after.data, after, large)


def run(cases: Sequence[Case]) -> list[Read]:
    """What the product makes of them: small ones together, those read as large ones too."""
    seen: dict[int, Read] = {}
    for large in (False, True):
        chosen = [at for at, each in enumerate(cases) if each.large == large]
        files = [(cases[at].data, cases[at].before.export.platform, NAME) for at in chosen]
        seen |= dict(zip(chosen, read(files, small_bytes=0 if large else ALL_SMALL) if files else [], strict=True))
    return [seen[at] for at in range(len(cases))]
