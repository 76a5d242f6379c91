"""One cell at a time: whole numbers, days and moments as a format declares them. The column-wise twins are in vectors.py."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

# A spreadsheet or pandas writes 12 as 12.0; 12.5 was never a count. Eighteen digits always fit into 64 bits.
COUNT = re.compile(r"(-?[0-9]{1,18})(?:\.0+)?")
LONGEST_ID = 25
IDENTIFIER = re.compile(rf"[0-9]{{1,{LONGEST_ID}}}")
# 1.79E+16: what a spreadsheet makes of a long id. Many posts would share it.
ROUNDED_ID = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,25})?")
_BEYOND = 10**10  # a million years in hours; in seconds it still fits into a decimal column
CLOCK = re.compile(r"(?P<hours>[0-9]{1,6}):(?P<minutes>[0-5][0-9]):(?P<seconds>[0-5][0-9])")
_FACTORS = {
    "hours": Decimal(3600),
    "minutes": Decimal(60),
    "ms": Decimal("0.001"),
    "percent": Decimal("0.01"),
    None: Decimal(1),
}
# As many places as a decimal column has (contracts/arrow.py).
_PLACES = Decimal("0.0001")

# Far beyond every export, and within what every library can reckon with.
FIRST_YEAR, LAST_YEAR = 1971, 2199

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NOON = 12
_DATE_US_DASHED = r"(?P<month>[0-9]{2})-(?P<day>[0-9]{2})-(?P<year>[0-9]{4})"
_DATE_WORD = rf"(?P<day>[0-9]{{1,2}})-(?P<word>{'|'.join(MONTHS)})-(?P<year>[0-9]{{4}})"
_DATE_US = r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})"
_DATE_ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_DATE_ISO_SLASHED = r"(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})"
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
_SECONDS = r":(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?"
_HALF = r"(?P<half>[AaPp])[Mm]"
_AHEAD = r"(?:[Zz]|(?P<sign>[+-])(?P<ahead_h>[0-9]{2}):?(?P<ahead_m>[0-9]{2}))"

_DATE_EU = r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"
_DATE_DOTTED = r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"

DAYS: dict[str, re.Pattern[str]] = {
    "MM/DD/YYYY": re.compile(_DATE_US),
    "MM-DD-YYYY": re.compile(_DATE_US_DASHED),
    "DD/MM/YYYY": re.compile(_DATE_EU),
    "DD.MM.YYYY": re.compile(_DATE_DOTTED),
    "YYYY-MM-DD": re.compile(_DATE_ISO),
    "YYYY/MM/DD": re.compile(_DATE_ISO_SLASHED),
    # The time is dropped: it is an artefact of the platform's own zone.
    "YYYY-MM-DDThh:mm:ss": re.compile(_DATE_ISO + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}"),
    # How we write what a database says; the day of a moment is the one that it names.
    "YYYY-MM-DDThh:mm:ss.f": re.compile(_DATE_ISO + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z?"),
    "Www Mmm D YYYY": re.compile(
        rf"(?P<weekday>{'|'.join(WEEKDAYS)}),? (?P<word>{'|'.join(MONTHS)}) (?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}})"
    ),
    "Mmm D, YYYY": re.compile(rf"(?P<word>{'|'.join(MONTHS)}) (?P<day>[0-9]{{1,2}}), (?P<year>[0-9]{{4}})"),
}
MOMENTS: dict[str, re.Pattern[str]] = {
    "MM/DD/YYYY hh:mm": re.compile(f"{_DATE_US} {_TIME}"),
    "MM/DD/YYYY hh:mm:ss AM": re.compile(
        rf"{_DATE_US} (?P<hour>0?[1-9]|1[0-2]):(?P<minute>[0-9]{{2}}):(?P<second>[0-9]{{2}}) (?P<half>[AP])M"
    ),
    "DD/MM/YYYY hh:mm": re.compile(f"{_DATE_EU} {_TIME}"),
    "DD.MM.YYYY hh:mm": re.compile(f"{_DATE_DOTTED} {_TIME}"),
    "YYYY-MM-DD hh:mm": re.compile(f"{_DATE_ISO} {_TIME}"),
    # Z says that it is UTC.
    "YYYY-MM-DDThh:mm:ssZ": re.compile(rf"{_DATE_ISO}T{_TIME}:(?P<second>[0-9]{{2}})(?:\.[0-9]{{1,6}})?(?P<utc>Z)"),
    "unix seconds": re.compile(r"(?P<unix>[0-9]{8,10})"),
    "YYYY/MM/DD hh:mm:ss": re.compile(rf"{_DATE_ISO_SLASHED} {_TIME}:(?P<second>[0-9]{{2}})"),
    "milliseconds since 1970": re.compile(r"(?P<epoch_ms>[0-9]{12,13})"),
    "YYYY-MM-DD hh:mm:ss": re.compile(f"{_DATE_ISO} {_TIME}{_SECONDS}"),
    # With its zone: Z for UTC, or what its clocks are ahead.
    "YYYY-MM-DDThh:mm:ss+hh:mm": re.compile(f"{_DATE_ISO}[T ]{_TIME}(?:{_SECONDS})?{_AHEAD}"),
    "MM/DD/YYYY hh:mm am": re.compile(f"{_DATE_US} {_TIME} {_HALF}"),
    "DD-Mmm-YYYY hh:mmAM": re.compile(f"{_DATE_WORD} {_TIME} ?{_HALF}"),
    # Z: UTC; else wall time of the format's zone. Less than a second is dropped.
    "YYYY-MM-DDThh:mm:ss.f": re.compile(rf"{_DATE_ISO}T{_TIME}:(?P<second>[0-9]{{2}})(?:\.[0-9]{{1,6}})?(?P<utc>Z)?"),
    "YYYY-MM-DD hh:mm +hhmm": re.compile(f"{_DATE_ISO} {_TIME} (?P<sign>[+-])(?P<ahead_h>[0-9]{{2}})(?P<ahead_m>[0-9]{{2}})"),
}


def parse_count(text: str, missing: Collection[str]) -> int | None:
    """A whole number; None where the cell says that it was not supplied.

    Raises:
        ValueError: it is no whole number.
    """
    bare = text.strip()
    if bare in missing:
        return None
    found = COUNT.fullmatch(bare)
    if not found:
        raise ValueError("is no whole number")
    return int(found[1])


def parse_id(text: str) -> str:
    """An id, digit by digit.

    Raises:
        ValueError: it is none, or a spreadsheet has rounded it.
    """
    bare = text.strip()
    if not bare:
        raise ValueError("is empty")
    if not IDENTIFIER.fullmatch(bare):
        raise ValueError("is no id: a spreadsheet may have rounded it")
    return bare


def parse_number(text: str, unit: str | None, missing: Collection[str]) -> Decimal | None:
    """A number with a decimal point, in seconds where it is written in hours or as H:MM:SS, as a fraction where in percent.

    Raises:
        ValueError: it is written otherwise.
    """
    bare = text.strip()
    if bare in missing:
        return None
    if unit == "clock":
        clock = CLOCK.fullmatch(bare)
        if not clock:
            raise ValueError("is no time written H:MM:SS")
        return Decimal((int(clock["hours"]) * 60 + int(clock["minutes"])) * 60 + int(clock["seconds"]))
    if not NUMBER.fullmatch(bare) or abs(Decimal(bare)) >= _BEYOND:
        raise ValueError("is no number")
    return Decimal(bare) * _FACTORS[unit]


def rounded(number: Decimal) -> Decimal:
    """The number with as many places as a decimal column has; a half goes to the even neighbour."""
    return number.quantize(_PLACES, ROUND_HALF_EVEN)


def parse_day(text: str, patterns: Iterable[str]) -> date:
    """A day, written in one of the named patterns.

    Raises:
        ValueError: it is written otherwise, or there is no such day.
    """
    names = tuple(patterns)
    found = _first_match(text.strip(), (DAYS[name] for name in names))
    if found is None:
        raise ValueError(f"is no day written {' or '.join(names)}")
    return _date(found.groupdict())


def parse_moment(text: str, patterns: Iterable[str], zone: str) -> datetime:
    """A moment in UTC, written in one of the named patterns; without an offset it is wall time of `zone`, and a day its midnight.

    Raises:
        ValueError: it is written otherwise, or there is no such moment.
    """
    names = tuple(patterns)
    found = _first_match(text.strip(), ((DAYS | MOMENTS)[name] for name in names))
    if found is None:
        raise ValueError(f"is no time written {' or '.join(names)}")
    part = found.groupdict()
    if part.get("epoch_ms"):
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(part["epoch_ms"]))
    if part.get("unix"):
        return datetime.fromtimestamp(int(part["unix"]), UTC)
    day = _date(part)
    hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
    if part.get("half"):
        hour = _hour_of_day(hour, part["half"].lower())
    wall = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - wall time
    if part.get("utc"):
        return wall.replace(tzinfo=UTC)
    if part.get("sign"):
        ahead = timedelta(hours=int(part["ahead_h"]), minutes=int(part["ahead_m"]))
        return wall.replace(tzinfo=timezone(-ahead if part["sign"] == "-" else ahead)).astimezone(UTC)
    return wall_to_utc(wall, zone)


def _hour_of_day(hour: int, half: str) -> int:
    """12 am is midnight, 12 pm is noon; some tools write 13:05 pm."""
    if hour > _NOON:
        if half == "a":
            raise ValueError("is no time of the morning")
        return hour
    return hour % _NOON + (_NOON if half == "p" else 0)


def wall_to_utc(wall: datetime, zone: str) -> datetime:
    """The moment at which clocks of `zone` showed `wall`.

    An hour that came twice is its first pass; one that never came is the moment at which clocks jumped over it. Clocks are taken
    to change on full hours, by full hours, as those of every format's zone do.
    """
    hour = wall.replace(minute=0, second=0, microsecond=0)
    start, came = hour_to_utc(hour, zone)
    return start + (wall - hour) if came else start


def hour_to_utc(hour: datetime, zone: str) -> tuple[datetime, bool]:
    """Moment at which an hour of wall time began, and whether it came at all."""
    local = ZoneInfo(zone)
    start = hour.replace(tzinfo=local, fold=0).astimezone(UTC)
    return start, start.astimezone(local).replace(tzinfo=None) == hour


def unreadable(header: str, text: str, why: str) -> str:
    """How `parse_error` names one cell."""
    return f"{header}: {text[:80]!r} {why}"


def attempt(parse: Callable[[str], object], text: str) -> str | None:
    """Why `parse` refuses the text, or None."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


def _first_match(text: str, patterns: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.fullmatch(text))), None)


def _date(part: dict[str, str]) -> date:
    if not FIRST_YEAR <= int(part["year"]) <= LAST_YEAR:
        raise ValueError("is no year of an export")
    month = MONTHS.index(part["word"]) + 1 if part.get("word") else int(part["month"])
    try:
        day = date(int(part["year"]), month, int(part["day"]))
    except ValueError as error:
        raise ValueError("is no day of the calendar") from error
    if part.get("weekday") and WEEKDAYS[day.weekday()] != part["weekday"]:
        raise ValueError("is no such weekday")
    return day
