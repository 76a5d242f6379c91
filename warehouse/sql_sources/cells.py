"""Values of a database as the text in which the archive keeps them: the same value is always the same bytes."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

# Far beyond every caption, and below what a reader of delimited text takes for one cell.
LONGEST = 100_000
CUT = " [cut]"
# Sums of floating numbers depend on the order in which a database adds them; nothing is known to more places.
_PLACES = 6


def moment(value: datetime) -> str:
    """A moment: UTC with a Z where the database knows its zone, else wall time as it stands there."""
    if value.tzinfo is None:
        return value.isoformat()
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def _text(value: str) -> str:
    if "\r" in value or "\0" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return value if len(value) <= LONGEST else value[:LONGEST] + CUT


def _float(value: float) -> str:
    if value != value:  # noqa: PLR0124 - not a number is no number
        return ""
    rounded = repr(round(value, _PLACES))
    return format(Decimal(rounded), "f") if "e" in rounded else rounded


def _decimal(value: Decimal) -> str:
    return "" if value.is_nan() else format(value, "f")


def _json(value: object) -> str:
    return _text(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))


# Whole numbers and NULL are written by the csv module itself: as digits, and as nothing.
AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    float: _float,
    Decimal: _decimal,
    bool: lambda value: "true" if value else "false",
    datetime: moment,
    date: date.isoformat,
    bytes: bytes.hex,
    dict: _json,
    list: _json,
}
_PLAIN = (int, type(None))


def as_text(value: object) -> object:
    """One value, as the csv module will write it."""
    known = AS_TEXT.get(type(value))
    if known is not None:
        return known(value)
    return value if type(value) in _PLAIN else _text(str(value))


def added(values: list[Any]) -> object:
    """The sum of what is supplied; nothing where nothing is."""
    told = [Decimal(str(value)) for value in values if value is not None]
    return _decimal(sum(told, Decimal(0))) if told else None
