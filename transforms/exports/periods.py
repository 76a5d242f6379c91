"""The period that an export counts, where its content does not tell it: in the name of the file, a folder or the archive."""

import re
from collections.abc import Sequence
from datetime import date

_PERIOD = re.compile(r"(?<![0-9])([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


def period_of(names: Sequence[str]) -> tuple[date, date] | None:
    """(first day, last day) that the innermost of `names` tells, folders before files; None where none does."""
    found = (period for name in reversed(names) for period in map(_read, _PERIOD.finditer(name)) if period)
    return next(found, None)


def without_period(name: str) -> str:
    """A name without its period: what is left may name a channel."""
    return _PERIOD.sub(" ", name)


def _read(found: re.Match[str]) -> tuple[date, date] | None:
    try:
        first, last = (date.fromisoformat(text) for text in found.groups())
    except ValueError:
        return None
    return (first, last) if first <= last else None
