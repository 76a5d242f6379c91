"""Tables that come along in exports and hold nothing that we carry: known, and set aside with the reason, never silently."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.exports.headers import fold, without_blank_end

# As in recognise.py: below a title or a sentence, not below data.
_HEADER_WITHIN = 4
# Excel cuts tabs off at 31 letters, and Facebook writes three dots there; fewer letters say too little.
_CUT_OFF = 20


@dataclass(frozen=True)
class Aside:
    """One kind of table. `headers` are whole header lines, one per language or version; `*` stands for any text."""

    title: str
    headers: tuple[tuple[str, ...], ...]
    why: str
    tabs: tuple[str, ...] = ()
    """where given, `headers` are beginnings of lines, and this is how the tabs of its sheets begin; Excel cuts them off"""


def known_aside(rows: Sequence[Sequence[str]], tab: str = "") -> Aside | None:
    """The declaration of the table that starts with `rows`, on the sheet called `tab`, where it is one of those."""
    from transforms.exports.register import ASIDES  # the platforms' own pages are written in the words of this one

    lines = [tuple(map(fold, without_blank_end(tuple(row)))) for row in rows[:_HEADER_WITHIN]]
    return next((aside for aside in ASIDES if _is(aside, lines, fold(tab.rstrip(".…")))), None)


def _is(aside: Aside, lines: Sequence[tuple[str, ...]], tab: str) -> bool:
    known = [tuple(map(fold, header)) for header in aside.headers]
    if not aside.tabs:
        return any(_is_header(header, line) for header in known for line in lines)
    begins = any(header == line[: len(header)] for header in known for line in lines[:1])
    return begins and any(
        tab.startswith(start) or (start.startswith(tab) and len(tab) >= _CUT_OFF) for start in map(fold, aside.tabs)
    )


def _is_header(header: tuple[str, ...], line: tuple[str, ...]) -> bool:
    return len(header) == len(line) and all(want in ("*", have) for want, have in zip(header, line, strict=True))
