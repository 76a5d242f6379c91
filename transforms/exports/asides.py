"""Tables that come along in exports and hold nothing that we carry: known, and set aside with the reason, never silently."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.exports.headers import fold, without_blank_end

# As in recognise.py: below a title or a sentence, not below data.
_HEADER_WITHIN = 4


@dataclass(frozen=True)
class Aside:
    """One kind of table. `headers` are whole header lines, one per language or version; `*` stands for any text."""

    title: str
    headers: tuple[tuple[str, ...], ...]
    why: str


def known_aside(rows: Sequence[Sequence[str]]) -> Aside | None:
    """The declaration of the table that starts with `rows`, where it is one of those."""
    from transforms.exports.register import ASIDES  # the platforms' own pages are written in the words of this one

    lines = [tuple(map(fold, without_blank_end(tuple(row)))) for row in rows[:_HEADER_WITHIN]]
    return next((aside for aside in ASIDES if any(_is(header, line) for header in aside.headers for line in lines)), None)


def _is(header: tuple[str, ...], line: tuple[str, ...]) -> bool:
    return len(header) == len(line) and all(want in ("*", have) for want, have in zip(map(fold, header), line, strict=True))
