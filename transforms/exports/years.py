"""Days written without a year, as TikTok Studio does: `February 28`, `21 de abril`.

A file lists them day by day, and none of them lies after the day on which it was exported: so the newest row has the latest
year that allows it, and each row before it the latest year that keeps the order. A day that does not stand near its neighbours
is damaged, and gets no year: taken at its word, it would move every day on its other side by a year.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

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
# Exports leave out no month; without this, `March 1` for `March 11` would be a year away from `March 10`.
_LONGEST_STEP = 31
_NEIGHBOURS = 40
_LEAP_YEAR, _DAYS_OF_IT = 2000, 366
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
    falling = _finish(_in_step(read), observed_on)
    rising = _finish(_in_step(read[::-1]), observed_on)[::-1]
    # Read the wrong way round, nearly every row stands out of order, or needs a year of its own.
    return min((rising, falling), key=_disorder)


def _disorder(days: Sequence[date | None]) -> tuple[int, timedelta]:
    known = [day for day in days if day]
    return len(days) - len(known), max(known) - min(known) if known else timedelta()


def _in_step(newest_first: Sequence[Unfinished]) -> list[Unfinished]:
    """The days of which each lies a little before the one above it: as many as there are, in the smoothest order."""
    rows = [row for row, each in enumerate(newest_first) if each]
    if all(_is_step(newest_first[one], newest_first[other]) for one, other in pairwise(rows)):
        return list(newest_first)
    best: list[tuple[int, int, int]] = []  # rows up to here, roughness of their steps (below 0), and which stands before
    for at, row in enumerate(rows):
        ways = [(1, 0, -1)]
        for before in range(max(0, at - _NEIGHBOURS), at):
            above = newest_first[rows[before]]
            if _is_step(above, newest_first[row]):
                ways.append((best[before][0] + 1, best[before][1] - _days_back(above, newest_first[row]) ** 2, before))
        best.append(max(ways))
    kept, at = set[int](), max(range(len(rows)), key=lambda at: best[at][:2])
    while at >= 0:
        kept.add(rows[at])
        at = best[at][2]
    return [each if row in kept else None for row, each in enumerate(newest_first)]


def _is_step(newer: Unfinished, older: Unfinished) -> bool:
    return 0 <= _days_back(newer, older) <= _LONGEST_STEP


def _days_back(newer: Unfinished, older: Unfinished) -> int:
    """From one day to the next; within a year where one of them has none."""
    if isinstance(newer, date) and isinstance(older, date):
        return (newer - older).days
    return (_day_of_year(newer) - _day_of_year(older)) % _DAYS_OF_IT


def _day_of_year(day: Unfinished) -> int:
    month, number = (day.month, day.day) if isinstance(day, date) else day or (1, 1)
    found = _calendar_day(_LEAP_YEAR, month, number)
    return found.timetuple().tm_yday if found else 0


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
