"""Months: their text, their neighbours, and where a brand's month begins and ends as UTC moments."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from transforms.errors import SettingsError
from transforms.strategy import Strategy

_MONTH = re.compile(r"(?!0000)\d{4}-(0[1-9]|1[0-2])")


@lru_cache(maxsize=4096)  # every table of every brand asks for the neighbours of the same few months
def shift(month: str, by: int) -> str:
    """The month `by` months after `month`, both as 2026-10."""
    year, number = int(month[:4]), int(month[5:])
    index = year * 12 + number - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def first_day(month: str) -> date:
    """First day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    """Last day of a month."""
    return first_day(shift(month, 1)) - timedelta(days=1)


@dataclass(frozen=True)
class MonthRange:
    """All months from one to another, both included. It is compared and never walked through, so it may be any length."""

    first: str
    last: str

    def has(self, month: str) -> bool:
        """Whether a month, or a day as ISO text, lies in it."""
        return self.first <= month[:7] <= self.last

    def meets(self, first_day: str | None, last_day: str | None) -> bool:
        """Whether it shares a day with a stretch of days, both ends as ISO text; None: the stretch is not known."""
        return bool(first_day and last_day) and str(first_day)[:7] <= self.last and str(last_day)[:7] >= self.first

    @classmethod
    def of(cls, first: str, last: str) -> "MonthRange":
        """The range that two texts name.

        Raises:
            SettingsError: one is no month, or it ends before it starts.
        """
        for where, month in (("--from", first), ("--to", last)):
            if not _MONTH.fullmatch(month):
                raise SettingsError(
                    where=where, expected="a month such as 2026-10", found=repr(month)[:80], remedy="write year and month"
                )
        if last < first:
            raise SettingsError(
                where="--from and --to",
                expected="a range that ends where it starts, or later",
                found=f"from {first} to {last}",
                remedy="swap the two months",
            )
        return cls(first, last)


@dataclass(frozen=True)
class BrandMonth:
    """One brand's calendar month: from its own midnight to its own midnight, both as UTC moments."""

    brand: str
    month: str
    month_start: date
    month_end: date
    starts_at: datetime
    ends_at: datetime
    as_of_date: date
    time_zone: str


def brand_month(strategy: Strategy, month: str, latest_observed_on: date) -> BrandMonth:
    """Cut one month in the brand's zone. It is known as of the earlier of its end and the brand's latest observation."""
    return BrandMonth(
        brand=strategy.brand,
        month=month,
        month_start=first_day(month),
        month_end=last_day(month),
        starts_at=_midnight(strategy, first_day(month)),
        ends_at=_midnight(strategy, first_day(shift(month, 1))),
        as_of_date=min(last_day(month), latest_observed_on),
        time_zone=strategy.time_zone,
    )


def _midnight(strategy: Strategy, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=strategy.zone).astimezone(UTC)
