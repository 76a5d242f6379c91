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
from tests.fuzz.watch import no_longer_than
from transforms.exports.register import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "export 2026-08-01_2026-11-19.csv"
EXPORTS_PER_FORMAT = 4
LONGEST_S = 5.0
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


@dataclass(frozen=True)
class Trouble:
    """A crash or a hang."""

    what: str


@dataclass
class Tally:
    """What became of the cases."""

    cases: int = 0
    mutators: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    refused: int = 0

    def add(self, case: Case, seen: Read | Trouble) -> None:
        """Count one."""
        self.cases += 1
        self.mutators.update(case.mutators)
        self.formats[case.before.export.format] += 1
        if isinstance(seen, Trouble):
            return
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
    export, done = before.export, list[str]()
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


def run(cases: Sequence[Case], seconds: float = LONGEST_S) -> list[Read | Trouble]:
    """What the product makes of them: small ones together, those read as large ones too; one by one where that goes wrong."""
    seen: dict[int, Read | Trouble] = {}
    for large in (False, True):
        chosen = [at for at, each in enumerate(cases) if each.large == large]
        try:
            with no_longer_than(seconds):
                seen |= dict(zip(chosen, _read([cases[at] for at in chosen]), strict=True))
        except Exception:  # noqa: BLE001 - whatever it is, the case that causes it is looked for
            seen |= {at: _alone(cases[at], seconds) for at in chosen}
    return [seen[at] for at in range(len(cases))]


def _read(cases: Sequence[Case]) -> list[Read]:
    files = [(each.data, each.before.export.platform, NAME) for each in cases]
    return read(files, small_bytes=0 if cases[0].large else ALL_SMALL) if files else []


def _alone(case: Case, seconds: float) -> Read | Trouble:
    try:
        with no_longer_than(seconds):
            return _read([case])[0]
    except Exception as error:  # noqa: BLE001 - a crash is what is looked for
        return Trouble(f"{type(error).__name__}: {error}")


def wrong_with(case: Case, seen: Read | Trouble) -> list[str]:
    """Complaints about one case."""
    return [seen.what] if isinstance(seen, Trouble) else case.complaints(seen)


def failure(pool: Sequence[Original], seed: int, number: int, found: Sequence[str]) -> str:
    """A failed case as a person needs it: how to have it again, and the least file that shows it."""
    told = case(pool, seed, number)
    least = minimised(told, seed, number)
    return "\n".join(
        (
            f"seed {seed}, number {number}: {told.before.export.name}, {' + '.join(told.mutators)}",
            "read as a large file" if told.large else "read as a small file",
            *found[:3],
            f"original: {write(least.before.export).data!r}",
            f"mutated:  {least.data!r}",
        )
    )


def minimised(told: Case, seed: int, number: int) -> Case:
    """The case with as few records as still go wrong under the same number."""
    best, records = told, list(told.before.export.records)
    for at in reversed(range(len(records))):
        fewer = records[:at] + records[at + 1 :]
        smaller = originals([replace(told.before.export, records=tuple(fewer))]) if fewer else []
        for before in smaller:
            rng = random.Random(f"{seed} {number}")
            rng.choice("ab"), rng.choice("ab")  # the draws that chose the original
            again = mutated(before, rng)
            if again.mutators == told.mutators and wrong_with(again, run([again])[0]):
                best, records = again, fewer
    return best
