"""Numbers and days as a reader writes them. None stays None: a template says "not supplied" there, and never 0."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

MINUS = "\u2212"
# Keeps a number beside its unit.
GLUE = "\u00a0"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ALIKE = "±0"
_SAYS_SOMETHING = frozenset("123456789")
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# From here on tenths say nothing more.
_WHOLE = 100


def amount(value: Any) -> str | None:  # noqa: ANN401 - a cell of any report
    """A count with its thousands told apart; decimals to the second place."""
    if value is None:
        return None
    if isinstance(value, int):
        return f"{value:,}".replace("-", MINUS)
    shown = f"{value:,.2f}".rstrip("0").rstrip(".")
    return shown.replace("-", MINUS)


def share(value: float | None) -> str | None:
    """A fraction as percent: 6.08 %."""
    if value is None:
        return None
    percent = value * 100
    places = 1 if abs(percent) >= _WHOLE or percent == round(percent) else 2
    shown = f"{percent:,.{places}f}".removesuffix(".0")
    return f"{shown}{GLUE}%".replace("-", MINUS)


def times(value: float | None) -> str | None:
    """A ratio around 1: 1.42."""
    return None if value is None else f"{value:.2f}"


def per(value: float | None) -> str | None:
    """A mean of counts: 12.4."""
    return None if value is None else f"{value:,.1f}"


def change(now: Any, base: Any) -> str:  # noqa: ANN401 - two cells of one column
    """By how much `now` is more or less than `base`, as a part of it; in numbers where the base is 0."""
    if not base:
        return _signed(amount(abs(now)) or "", now)
    part = (Decimal(str(now)) - Decimal(str(base))) / abs(Decimal(str(base)))
    percent = abs(part) * 100
    return _signed(f"{percent:,.{0 if percent >= _WHOLE else 1}f}{GLUE}%", part)


def points(now: float, base: float) -> str:
    """By how many percentage points a rate moved."""
    moved = (Decimal(str(now)) - Decimal(str(base))) * 100
    return _signed(f"{abs(moved):.2f}{GLUE}points", moved)


def duration(seconds: Any) -> str | None:  # noqa: ANN401 - an integer, a decimal or a mean
    """Seconds in the two largest units that they fill: 5 h 10 min."""
    if seconds is None:
        return None
    whole = round(seconds)
    for size, unit, smaller, word in ((_DAY, "d", _HOUR, "h"), (_HOUR, "h", _MINUTE, "min"), (_MINUTE, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // smaller
            return f"{whole // size:,}{GLUE}{unit}" + (f" {rest}{GLUE}{word}" if rest else "")
    return f"{whole}{GLUE}s"


def day(value: date | None) -> str | None:
    """A day: 3 October 2026."""
    return None if value is None else f"{value.day}{GLUE}{_MONTHS[value.month - 1]}{GLUE}{value.year}"


def month_name(month: str) -> str:
    """A month: October 2026."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def month_short(month: str) -> str:
    """A month where room is short: Oct 2026."""
    return f"{_MONTHS[int(month[5:]) - 1][:3]}{GLUE}{month[:4]}"


def listed(words: Iterable[str]) -> str:
    """Words in a row: a, b and c."""
    *rest, last = [*words] or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def _signed(shown: str, value: Any) -> str:  # noqa: ANN401 - likewise
    if _SAYS_SOMETHING.isdisjoint(shown):
        return ALIKE if value == 0 else f"about{GLUE}{ALIKE}"
    return f"{'+' if value > 0 else MINUS}{shown}"
