"""What changed between observations of one post, told by plain Python, count by count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Observation:
    """What one export says of one post, one per day; `taken` is the moment up to which it counts."""

    taken: datetime
    measures: Mapping[str, int]
    about: Any = None
    day: date | None = None


@dataclass
class Pair:
    """Two observations that are neighbours, in some counts at least, and what each of those counts changed by."""

    earlier: Observation
    later: Observation
    differences: dict[str, int] = field(default_factory=dict)

    def month(self, zone: str) -> str:
        """The brand's month in which the later observation was made; its last midnight is still its own."""
        return f"{self._end(zone):%Y-%m}"

    def is_within(self, zone: str) -> bool:
        """Whether the earlier observation was made in that month too."""
        return self.earlier.taken >= self._end(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)

    def _end(self, zone: str) -> datetime:
        return (self.later.taken - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))


def observed(rows: Iterable[Any]) -> list[Observation]:
    """Observations out of lifetimes of one post in one format: a period counts up to its end, whenever it was taken."""
    by_day: dict[date, Observation] = {}
    for seen in sorted(rows, key=lambda seen: seen.export.taken):
        day, until = seen.export.taken.date(), seen.export.taken
        if seen.export.period and seen.export.period[1] < day:
            day = seen.export.period[1]
            until = datetime.combine(day + timedelta(days=1), time(), UTC)
        by_day[day] = Observation(until, seen.record.measures, seen, day)
    return list(by_day.values())


def pairs(observations: Iterable[Observation]) -> list[Pair]:
    """Neighbours in time; for each count neighbours among those that supply it."""
    ordered = sorted(observations, key=lambda each: each.taken)
    found = {(before.taken, after.taken): Pair(before, after) for before, after in pairwise(ordered)}
    for name in sorted({name for each in ordered for name in each.measures}):
        supplied = [each for each in ordered if name in each.measures]
        for before, after in pairwise(supplied):
            pair = found.setdefault((before.taken, after.taken), Pair(before, after))
            pair.differences[name] = after.measures[name] - before.measures[name]
    return [found[at] for at in sorted(found)]
