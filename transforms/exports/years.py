"""Days written without a year, as TikTok Studio does: `February 28`, `21 de abril`.

A file lists them day by day, and none of them lies after the day on which it was exported: so the newest row has the latest
year that allows it, and each row before it the latest year that keeps the order.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from transforms.exports.values import attempt, parse_day

MONTHS = {
    "en": ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december"),
    "pt": ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
           "dezembro"),
}  # fmt: skip
_NUMBERS = {word: number for words in MONTHS.values() for number, word in enumerate(words, 1)}
_WRITTEN = (re.compile(r"(?P<word>[^\W\d]+) (?P<day>[0-9]{1,2})"), re.compile(r"(?P<day>[0-9]{1,2}) de (?P<word>[^\W\d]+)"))
# The exporter's own zone may be a day ahead of ours.
_AHEAD = timedelta(days=1)
_LEAP_YEARS_APART = 8  # around 1900 and 2100

Unfinished = tuple[int, int] | date | None
"""(month, day), a whole day, or nothing that could be read"""


def days_in_order(texts: Sequence[str], patterns: tuple[str, ...], observed_on: date) -> list[date | None]:
    """The days of one file's records; None where a text is none, or where the days do not stand in one order.

    A whole day, written in one of the named patterns, stays as it is.
    """
    read = [_unfinished(text, patterns) for text in texts]
    if not any(isinstance(each, tuple) for each in read):
        return [each if isinstance(each, date) else None for each in read]
    falling = _finish(read, observed_on)
    rising = _finish(list(reversed(read)), observed_on)[::-1]
    # Read the wrong way round, nearly every row needs a year of its own.
    return min((rising, falling), key=_span)


def _span(days: Iterable[date | None]) -> timedelta:
    known = [day for day in days if day]
    return max(known) - min(known) if known else timedelta()


def _unfinished(text: str, patterns: tuple[str, ...]) -> Unfinished:
    if attempt(lambda cell: parse_day(cell, patterns), text) is None:
        return parse_day(text, patterns)
    found = next((match for pattern in _WRITTEN if (match := pattern.fullmatch(text.strip()))), None)
    month = _NUMBERS.get(found["word"].casefold()) if found else None
    return (month, int(found["day"])) if found and month else None


def _finish(newest_first: Sequence[Unfinished], observed_on: date) -> list[date | None]:
    """Each day in the latest year in which it is not after the one before it."""
    limit, found = observed_on + _AHEAD, list[date | None]()
    for each in newest_first:
        day = _latest(*each, limit) if isinstance(each, tuple) else each
        found.append(day)
        limit = day or limit
    return found


def _latest(month: int, day: int, limit: date) -> date | None:
    years = range(limit.year, limit.year - _LEAP_YEARS_APART - 1, -1)
    return next((found for year in years if (found := _calendar_day(year, month, day)) and found <= limit), None)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
