"""When a record was observed, where the records say it themselves: rows of a database, each with its own moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports.vectors import parse_days, per_unique, whole

if TYPE_CHECKING:
    from datetime import datetime

    from transforms.exports.normalise import Work

_MOMENT = pa.timestamp("us", tz="UTC")
_SECOND, _HOUR = 1_000_000, 3_600_000_000
_SINCE_2000 = 946_684_800


def read_observed(work: Work) -> None:
    """The moment of each record in UTC, and its day: the one that the record names, else the moment's own."""
    read_at = _moments(work, whole(work.cells.columns["observed_at"]))
    days = read_at.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
    moments = read_at
    if "observed_on" in work.cells.columns:
        told, wrong = parse_days(whole(work.cells.columns["observed_on"]), work.cells.format.days)
        if wrong is not None:
            work.complain("observed_on", wrong, "is no day")
        days = pc.coalesce(told, days)
        moments = _within(days, read_at)
    work.done |= {
        "observed_at": moments,
        "observed_on": days,
        "observed_on_source": work.per_origin(["content"] * len(work.cells.origins)),
    }


def _moments(work: Work, texts: pa.Array) -> pa.Array:
    """Moments with their zone; NULL and a complaint where a file that only looks like rows of a database has none."""
    try:
        return texts.cast(_MOMENT)
    except pa.ArrowInvalid:
        moments = per_unique(texts, _moment, _MOMENT)
        work.complain("observed_at", pc.is_null(moments).to_numpy(zero_copy_only=False), "is no moment with a zone")
        return moments


def _moment(text: str) -> datetime | None:
    try:
        found: datetime = pa.scalar(text).cast(_MOMENT).as_py()
    except pa.ArrowInvalid:
        return None
    return found


def _within(days: pa.Array, read_at: pa.Array) -> pa.Array:
    """Moments inside `days`, in the order of `read_at`.

    A history that is loaded at once has one moment for years of days, so the moment of a record has to follow its day. What was
    read later is told apart within the day's last hour, by as many microseconds as seconds had passed since 2000.
    """
    starts = days.cast(pa.timestamp("us")).cast(pa.int64())
    last_hour = pc.add(starts, 23 * _HOUR)
    read = read_at.cast(pa.int64())
    later = pc.add(last_hour, pc.subtract(pc.divide(read, _SECOND), _SINCE_2000))
    return pc.if_else(pc.less(read, last_hour), pc.max_element_wise(read, starts), later).cast(_MOMENT)
