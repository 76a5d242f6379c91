"""Days and times in a workbook, written as their format writes them: Excel keeps them as numbers, and so hands on other text.

Only cells of a sheet come here. What was typed as a day arrives as `2026-10-31`, with a time as `2026-10-31 09:30:00`, and as a
number (days since 1900) where Excel was not told that it is a day.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from transforms.errors import UnreadableFileError
from transforms.exports.model import Format
from transforms.exports.recognise import Columns
from transforms.exports.values import MONTHS, WEEKDAYS
from transforms.grids import Grid

_TYPED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}:[0-9]{2})?")
# 1990 to 2119.
_SERIAL = re.compile(r"(?:3[3-9][0-9]{3}|[4-7][0-9]{4})(?:\.[0-9]+)?")
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone


def _words(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1]} {moment.day}"


# How each pattern of values.py is written.
_WRITE: dict[str, Callable[[datetime], str]] = {
    "MM/DD/YYYY": lambda moment: f"{moment:%m/%d/%Y}",
    "YYYY-MM-DD": lambda moment: f"{moment:%Y-%m-%d}",
    "YYYY/MM/DD": lambda moment: f"{moment:%Y/%m/%d}",
    "YYYY-MM-DDThh:mm:ss": lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}",
    "Www Mmm D YYYY": lambda moment: f"{WEEKDAYS[moment.weekday()]} {_words(moment)} {moment.year}",
    "Mmm D, YYYY": lambda moment: f"{_words(moment)}, {moment.year}",
    "MM/DD/YYYY hh:mm": lambda moment: f"{moment:%m/%d/%Y %H:%M}",
    "YYYY/MM/DD hh:mm:ss": lambda moment: f"{moment:%Y/%m/%d %H:%M:%S}",
    "YYYY-MM-DD hh:mm +hhmm": lambda moment: f"{moment:%Y-%m-%d %H:%M} +0000",
}


def as_written(columns: Columns, grid: Grid) -> Grid:
    """The records of a sheet with their days and times as the format writes them.

    Raises:
        UnreadableFileError: Excel has turned some of the days and not the others, or has given them years of its own.
    """
    format_ = columns.format
    rows = grid.rows
    for name, places in columns.mapped:
        if name == "dimension_value":
            _refuse_if_values_turned(columns, places, rows)
        patterns = {"activity_date": format_.days, "published_at": format_.moments}.get(name, ())
        for at in places if patterns else ():
            moments = [_moment(row[at]) for row in rows]
            _refuse_if_turned(format_, patterns, columns.header[at], [row[at] for row in rows], moments)
            rows = [
                [*row[:at], _text(row[at], moment, patterns), *row[at + 1 :]] if moment else row
                for row, moment in zip(rows, moments, strict=True)
            ]
    return replace(grid, rows=rows)


def _moment(cell: str) -> datetime | None:
    if _TYPED.fullmatch(cell):
        try:
            return datetime.fromisoformat(cell)
        except ValueError:
            return None
    return _DAY_0 + timedelta(seconds=round(float(cell) * 86_400)) if _SERIAL.fullmatch(cell) else None


def _text(cell: str, moment: datetime, patterns: tuple[str, ...]) -> str:
    """As the first pattern that says all there is to say; the cell as it is where none does."""
    has_time = moment.time() != datetime.min.time()
    able = [name for name in patterns if name in _WRITE and ("hh" in name or not has_time)]
    best = min(able, key=lambda name: ("hh" in name) != has_time, default=None)
    return _WRITE[best](moment) if best else cell


def _refuse_if_turned(
    format_: Format, patterns: tuple[str, ...], header: str, cells: list[str], moments: list[datetime | None]
) -> None:
    """`03/04/2026` is March to LinkedIn and April to an Excel in Europe, which leaves `03/25/2026` alone: so a mixture tells."""
    typed = [moment for moment in moments if moment]
    left = [cell for cell, moment in zip(cells, moments, strict=True) if not moment and cell[:1].isdigit()]
    if typed and left and any(name.startswith("MM/DD") for name in patterns):
        found = (
            f"{header}: {len(typed):,} cells that Excel turned into days, and {len(left):,} such as {left[0]!r} that it did not"
        )
        raise _turned(found)
    in_order = any(all(one <= other for one, other in pairwise(way)) for way in (typed, typed[::-1]))
    if format_.yearless and typed and not in_order:
        raise _turned(f"{header}: days that jump back in time: Excel gave them years that the export does not name")


def _refuse_if_values_turned(columns: Columns, places: tuple[int, ...], rows: list[list[str]]) -> None:
    """To Excel, a company of `2-10` people is the second of October."""
    found = next((row[at] for at in places for row in rows if _TYPED.fullmatch(row[at])), None)
    if found:
        raise _turned(f"{columns.header[places[0]]}: a value that Excel turned into the day {found}")


def _turned(found: str) -> UnreadableFileError:
    return UnreadableFileError(
        expected="days as the platform wrote them",
        found=f"{found}. What it was before cannot be told",
        remedy="download the export again, and hand it in without opening it in Excel",
    )
