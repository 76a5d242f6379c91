"""The small dimensions that follow from settings and calendar alone, as plain rows."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from transforms.strategy import Strategy

Row = dict[str, Any]

PLATFORMS: tuple[Row, ...] = (
    {"platform": "facebook", "report_tz": "America/Los_Angeles", "is_active": True, "has_id_time": False},
    {"platform": "instagram", "report_tz": "America/Los_Angeles", "is_active": True, "has_id_time": True},
    {"platform": "linkedin", "report_tz": "UTC", "is_active": True, "has_id_time": True},
    {"platform": "pinterest", "report_tz": "UTC", "is_active": True, "has_id_time": False},
    {"platform": "snapchat", "report_tz": "UTC", "is_active": True, "has_id_time": False},
    {"platform": "tiktok", "report_tz": "UTC", "is_active": True, "has_id_time": True},
    {"platform": "vine", "report_tz": "UTC", "is_active": False, "has_id_time": False},
    {"platform": "x", "report_tz": "UTC", "is_active": True, "has_id_time": True},
    {"platform": "youtube", "report_tz": "America/Los_Angeles", "is_active": True, "has_id_time": False},
)
HAS_ID_TIME = frozenset(row["platform"] for row in PLATFORMS if row["has_id_time"])


def platform_rows(told: Iterable[tuple[str, str]]) -> list[Row]:
    """dim_platform: the networks that Pilaster knows, and those of a workspace's own formats, as (platform, time zone)."""
    known = {row["platform"] for row in PLATFORMS} | {"several"}
    own = {platform: zone for platform, zone in told if platform not in known}
    more = [{"platform": name, "report_tz": zone, "is_active": True, "has_id_time": False} for name, zone in own.items()]
    return sorted([*PLATFORMS, *more], key=lambda row: str(row["platform"]))


def brand_rows(strategies: Iterable[Strategy]) -> list[Row]:
    """dim_brand: one row per brand with a strategy file."""
    return sorted(({"brand": each.brand, "time_zone": each.time_zone} for each in strategies), key=lambda row: row["brand"])


def date_rows(years: Iterable[int]) -> list[Row]:
    """dim_date: one row per day of each of `years`."""
    return [_date_row(day) for year in sorted(set(years)) for day in _days(year)]


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _date_row(day: date) -> Row:
    iso = day.isocalendar()
    return {
        "date": day,
        "month_start": day.replace(day=1),
        "month": f"{day:%Y-%m}",
        "iso_week": f"{iso.year}-W{iso.week:02d}",
        "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()],
        "year": day.year,
        "day_of_month": day.day,
    }
