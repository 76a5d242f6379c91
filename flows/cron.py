"""Cron lines, read without an orchestrator: a wrong one is told at the door, not by a night that never comes."""

from collections.abc import Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# name, least, greatest, names of its values from the least on
_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 7, _WEEKDAYS),
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def require_cron(line: str) -> str:
    """The line itself, if it is a cron line of five fields that comes round at least once.

    Raises:
        ValueError: naming the field and what it may be.
    """
    parts = line.split()
    if len(parts) != len(_FIELDS):
        raise ValueError(
            f"five fields are needed (minute, hour, day, month, weekday), such as 15 3 * * *; {len(parts)} were given"
        )
    _, _, days, months, _ = [set(_values(part.lower(), *field)) for part, field in zip(parts, _FIELDS, strict=True)]
    if parts[4] == "*" and min(days) > max(_LONGEST[month - 1] for month in months):
        raise ValueError(f"no month among those asked for has a day {min(days)}")
    return " ".join(parts)


def _values(part: str, name: str, least: int, greatest: int, names: tuple[str, ...]) -> Iterator[int]:
    for item in part.split(","):
        span, slash, step = item.partition("/")
        if slash and not (_is_number(step) and 0 < int(step) <= greatest):
            raise ValueError(f"{name}: a step is a number from 1 to {greatest}, not {step!r}")
        first, dash, last = span.partition("-")
        if span == "*":
            begin, end = least, greatest
        else:
            begin = _number(first, name, least, greatest, names)
            end = _number(last, name, least, greatest, names) if dash else begin
            if slash and not dash:
                raise ValueError(f"{name}: a step needs a span, such as */{step} or {begin}-{greatest}/{step}")
        if end < begin:
            raise ValueError(f"{name}: {span} ends before it begins")
        yield from range(begin, end + 1, int(step) if slash else 1)


def _number(text: str, name: str, least: int, greatest: int, names: tuple[str, ...]) -> int:
    if text in names:
        return names.index(text) + least
    if not (_is_number(text) and least <= int(text) <= greatest):
        raise ValueError(f"{name}: {least} to {greatest}, or *, not {text!r}")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len("59")
