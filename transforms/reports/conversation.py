"""rpt_conversation: what the query reads of the strategies, as tables: response windows and business hours."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from transforms.care import LONGEST_WINDOW_DAYS
from transforms.months import BrandMonth
from transforms.strategy import Strategy

if TYPE_CHECKING:
    import pyarrow as pa

_DAY_S = 86_400


def of_strategies(strategies: Collection[Strategy], months: Collection[BrandMonth]) -> "dict[str, pa.Table]":
    """`care`, `calendars` and `openings` of the brands at hand, from the first to the last day that an answer can lie in."""
    # Imported here: a night with nothing new imports no pyarrow.
    import pyarrow as pa

    moment = pa.timestamp("us", tz="UTC")
    schemas = {
        "care": pa.schema([("brand", pa.string()), ("response_window_days", pa.int64()), ("window_us", pa.int64())]),
        "calendars": pa.schema([(name, pa.string()) for name in ("brand", "platform", "account", "calendar")]),
        "openings": pa.schema(
            [
                ("brand", pa.string()),
                ("calendar", pa.string()),
                ("opens_at", moment),
                ("closes_at", moment),
                ("open_us_before", pa.int64()),
            ]
        ),
    }
    rows = {"care": _windows(strategies), "calendars": _calendars(strategies), "openings": _openings(strategies, months)}
    return {name: pa.Table.from_pylist(list(rows[name]), schema) for name, schema in schemas.items()}


def _windows(strategies: Collection[Strategy]) -> Iterator[dict[str, Any]]:
    for each in strategies:
        days = each.response_window_days
        yield {"brand": each.brand, "response_window_days": days, "window_us": days * _DAY_S * 1_000_000}


def _calendars(strategies: Collection[Strategy]) -> Iterator[dict[str, Any]]:
    """Accounts with business hours of their own; all others keep the brand's, which have no name."""
    for each in strategies:
        for own in {(own.platform, own.handle): own for own in each.accounts if own.business_hours}.values():
            told = {"brand": each.brand, "platform": own.platform, "account": own.handle}
            yield told | {"calendar": f"{own.platform}/{own.handle}"}


def _openings(strategies: Collection[Strategy], months: Collection[BrandMonth]) -> Iterator[dict[str, Any]]:
    """Every opening in and around a brand's months, with the open time of all openings before it."""
    for each in strategies:
        first, last = _span([cut for cut in months if cut.brand == each.brand])
        for calendar, hours in each.calendars.items():
            before = timedelta()
            for opens, closes in hours.openings(each.zone, first, last):
                told = {"brand": each.brand, "calendar": calendar, "opens_at": opens, "closes_at": closes}
                yield told | {"open_us_before": before // timedelta(microseconds=1)}
                before += closes - opens


def _span(cuts: Collection[BrandMonth]) -> tuple[date, date]:
    around = timedelta(days=LONGEST_WINDOW_DAYS + 2)
    return min(cut.month_start for cut in cuts) - around, max(cut.month_end for cut in cuts) + around
