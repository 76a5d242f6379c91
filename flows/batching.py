"""Cutting a backfill into batches: pieces of work in the order of brand and month, packed until a batch is full."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from warehouse.ledger.partitions import Slot

Key = tuple[str, str]
"""(brand, sha)"""


@dataclass(frozen=True)
class Limits:
    """How much one batch may read; memory and what a kill can cost follow from it."""

    files: int = 400
    bytes: int = 64 * 1024 * 1024


LIMITS = Limits()


@dataclass
class Piece:
    """What one brand has to do for one month. It is not divided: a partition needs all of its files at once."""

    brand: str
    month: str
    files: dict[Key, int] = field(default_factory=dict)
    """file to its bytes"""
    again: set[Key] = field(default_factory=set)
    """those that were taken before and are read again"""
    slots: set[Slot] = field(default_factory=set)


@dataclass
class Batch:
    """Pieces that are carried and published together."""

    pieces: list[Piece] = field(default_factory=list)
    files: dict[Key, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """What it reads."""
        return sum(self.files.values())

    @property
    def slots(self) -> frozenset[Slot]:
        """The partitions that it builds from raw files."""
        return frozenset(slot for piece in self.pieces for slot in piece.slots)

    @property
    def again(self) -> frozenset[Key]:
        """The files that it reads once more."""
        return frozenset(key for piece in self.pieces for key in piece.again)

    @property
    def brands(self) -> frozenset[str]:
        """Whose work it is."""
        return frozenset(piece.brand for piece in self.pieces)

    @property
    def label(self) -> str:
        """From where to where it reaches."""
        first, last = self.pieces[0], self.pieces[-1]
        ends = dict.fromkeys((f"{first.brand} {first.month}".strip(), f"{last.brand} {last.month}".strip()))
        return " to ".join(ends)


def waiting_pieces(files: Iterable[tuple[Key, str, int]], limits: Limits = LIMITS) -> Iterator[Piece]:
    """Pieces of files that were never carried, by the month in which they were taken; they may be divided, so none is too large.

    Each file is (key, month, bytes).
    """
    piece: Piece | None = None
    for key, month, size in sorted(files, key=lambda file: (file[0][0], file[1], file[0][1])):
        is_full = piece and (len(piece.files) >= limits.files or sum(piece.files.values()) + size > limits.bytes)
        if piece and (is_full or (piece.brand, piece.month) != (key[0], month)):
            yield piece
            piece = None
        piece = piece or Piece(key[0], month)
        piece.files[key] = size
    if piece:
        yield piece


def slot_pieces(slots: Iterable[Slot], made_from: Mapping[Slot, Mapping[Key, tuple[int, int]]]) -> list[Piece]:
    """One piece per brand and month of the partitions to build, with the files that they are made from."""
    pieces: dict[tuple[str, str], Piece] = {}
    for slot in sorted(slots, key=lambda each: (each.brand, each.month, each.table)):
        piece = pieces.setdefault((slot.brand, slot.month), Piece(slot.brand, slot.month))
        piece.slots.add(slot)
        piece.files |= {key: size for key, (size, _) in made_from.get(slot, {}).items()}
    return list(pieces.values())


def pack(pieces: Iterable[Piece], limits: Limits = LIMITS) -> list[Batch]:
    """Neighbouring pieces share a batch as far as the limits go: what two months read of one file is then read once."""
    batches: list[Batch] = []
    for piece in pieces:
        last = batches[-1] if batches else None
        together = (last.files if last else {}) | piece.files
        if last is None or len(together) > limits.files or sum(together.values()) > limits.bytes:
            batches.append(Batch([piece], dict(piece.files)))
        else:
            last.pieces.append(piece)
            last.files = together
    return batches
