"""Which of a format's splits a header belongs to, and which value it stands for."""

from functools import cache

from transforms.exports.headers import fold
from transforms.exports.model import Format


@cache
def _starts(format_: Format) -> tuple[tuple[str, str, int], ...]:
    """(folded beginning, beginning, place of the split); the longest first, for of several that fit it is meant."""
    found = [(fold(start), start, place) for place, split in enumerate(format_.splits) for start in split.starts]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def _named(format_: Format) -> dict[str, tuple[int, str]]:
    """Folded header → (place of the split, value)."""
    splits = enumerate(format_.splits)
    return {fold(header): (place, value) for place, split in splits for header, value in split.headers.items()}


def slice_of(format_: Format, header: str, folded: str, *, is_known: bool) -> tuple[int, str] | None:
    """(place of the split, value) of a column; None where it belongs to no split. `is_known`: a declared reason leaves it out."""
    if folded in _named(format_):
        return _named(format_)[folded]
    for bare, start, place in _starts(format_):
        if folded.startswith(bare):
            value = _behind(header, start, bare)
            known = _position(value) if format_.splits[place].of_curve else value
            return (place, known) if known else None
    open_to_all = (place for place, split in enumerate(format_.splits) if split.any_header and folded and not is_known)
    return next(((place, header.strip()) for place in open_to_all), None)


def _position(text: str) -> str | None:
    return str(int(text)) if text.isascii() and text.isdecimal() else None


def _behind(header: str, start: str, bare: str) -> str:
    """What stands behind the beginning, as the header writes it."""
    if header.casefold().startswith(start.casefold()):
        return header[len(start) :].strip()
    # Accents, brackets or soft hyphens make the beginning longer or shorter than it was declared.
    end = next((end for end in range(len(header)) if fold(header[:end]) == bare), len(header))
    return header[end:].strip()
