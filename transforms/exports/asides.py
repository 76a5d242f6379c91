"""Tables that come along in exports and hold nothing that we carry: known, and set aside with the reason, never silently."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.exports.headers import fold, without_blank_end

# As in recognise.py: below a title or a sentence, not below data.
_HEADER_WITHIN = 4


@dataclass(frozen=True)
class Aside:
    """One kind of table. `headers` are whole header lines, one per language or version."""

    title: str
    headers: tuple[tuple[str, ...], ...]
    why: str


ASIDES: tuple[Aside, ...] = ()


def known_aside(rows: Sequence[Sequence[str]]) -> Aside | None:
    """The declaration of the table that starts with `rows`, where it is one of those."""
    headers = [tuple(map(fold, without_blank_end(tuple(row)))) for row in rows[:_HEADER_WITHIN]]
    return next((aside for aside in ASIDES if any(tuple(map(fold, header)) in headers for header in aside.headers)), None)
