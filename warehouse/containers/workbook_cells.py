"""The text of a cell of a workbook: what a careful person would type for it, and nothing lost."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

# From here on a spreadsheet's number no longer tells each whole number from its neighbour.
_EXACT = 2**53


def text_of(value: Any) -> str:  # noqa: ANN401 - whatever a workbook holds
    """Text as it is, whole numbers without `.0`, others in the fewest digits that give them back, days as ISO has them.

    A whole number beyond 2^53 stays in the form `7.1e+18`, which no reader takes for an id: digits of it are lost.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    return _time_text(value)


def _number_text(value: float) -> str:
    if abs(value) >= _EXACT or not math.isfinite(value):
        return repr(value)
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def _time_text(value: Any) -> str:  # noqa: ANN401 - see above
    if isinstance(value, dt.datetime):
        # a minute is no whole number of days, so it comes a little short or long
        moment = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return moment.strftime("%Y-%m-%d %H:%M:%S") if moment.time() != dt.time() else moment.date().isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S")
    return str(value.isoformat() if isinstance(value, dt.date) else value)
