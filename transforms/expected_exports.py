"""Expected exports: which one a team promises itself, how often, and which of them came late or never.

Nothing is relative to today. An export is missing when the brand exported something else after it was due: who exports
nothing at all is on holiday, and the report says so by its as_of_date.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Every = Literal["week", "month"]
File = Mapping[str, Any]
"""state, platform, account, format, observed_on and, where known, first_date and last_date, of one export file"""


class ExpectedExport(BaseModel):
    """One export that an account promises: which one, how often, and how many days after the period's end it is due."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = Field(description="format of the export, such as x_content")
    every: Every = Field(description="one export for each calendar month, or for each week from Monday to Sunday")
    within_days: Annotated[int, Field(ge=0, le=60)] = Field(default=5, description="days after the period's end until it is due")


@dataclass(frozen=True)
class Period:
    """One week or month for which an export is expected, and the end of the next one."""

    start: date
    end: date
    next_end: date


def periods(every: Every, since: date, until: date) -> Iterator[Period]:
    """Every period that ends between two days, both included."""
    end = _end_of(every, since)
    while end <= until:
        next_end = _end_of(every, end + timedelta(days=1))
        yield Period(_start_of(every, end), end, next_end)
        end = next_end


def _end_of(every: Every, day: date) -> date:
    if every == "week":
        return day + timedelta(days=6 - day.weekday())
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _start_of(every: Every, end: date) -> date:
    return end - timedelta(days=6) if every == "week" else end.replace(day=1)


def judge(expected: ExpectedExport, files: Iterable[File], first: date, latest: date) -> Iterator[tuple[Period, str]]:
    """(period, on_time | late | missing) of each period whose outcome is known.

    `files` are the taken files of the account and format; `first` and `latest` are the brand's first and latest export.
    """
    grace = timedelta(days=expected.within_days)
    supplied = sorted(files, key=_observed_on)
    for period in periods(expected.every, first - grace, latest):
        due = period.end + grace
        # In the order in which they were taken: mostly the first one that is young enough is the one.
        young_enough = islice(supplied, bisect_left(supplied, period.end, key=_observed_on), None)
        supplies = next((file for file in young_enough if _supplies(file, period)), None)
        if supplies:
            yield period, "on_time" if supplies["observed_on"] <= due else "late"
        elif due < latest:
            yield period, "missing"


def _observed_on(file: File) -> date:
    day: date = file["observed_on"]
    return day


def _supplies(file: File, period: Period) -> bool:
    """Taken on the period's last day or later, and either before the next one's or with days of the period in it."""
    if file["observed_on"] < period.end:
        return False
    if file["observed_on"] < period.next_end:
        return True
    first, last = file["first_date"], file["last_date"]
    return first is not None and last is not None and bool(first <= period.end and last >= period.start)
