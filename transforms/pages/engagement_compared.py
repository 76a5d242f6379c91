"""A figure beside the month before and the year before: how far it moved, or why nobody can say.

Growth is claimed only of whole months that count the same. Where a platform changed what a word means in between, the page says
that instead, and what the change was.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from transforms.contracts.engagement_columns import COMPARED, COMPARISONS
from transforms.contracts.series_breaks import SERIES_BREAKS, SeriesBreak
from transforms.months import shift
from transforms.pages import figures
from transforms.pages.engagement_words import platform_name

Row = Mapping[str, Any]
_BREAKS = {each.id: each for each in SERIES_BREAKS}
RATIOS = frozenset({"eri", "ctr"})
# How a change is set: with an arrow only where it is one.
UP, DOWN, SAME, BEGUN, BREAK, UNLIKE = "up", "down", "same", "begun", "break", "unlike"


def earlier(month: str, suffix: str) -> str:
    """The month that `month` is held against."""
    return shift(month, -COMPARISONS[suffix][0])


def comparisons(trend: Row | None, name: str) -> list[dict[str, Any]]:
    """What to say of one figure against each earlier month; nothing where there is no such month, or no figure."""
    found = [comparison(trend, name, suffix) for suffix in COMPARISONS] if trend else []
    return [each for each in found if each]


def comparison(trend: Row, name: str, suffix: str) -> dict[str, Any] | None:
    """What to say of one figure against one earlier month; None where there is no such month, or no figure."""
    if trend[name] is None or not has_base(trend, suffix):
        return None
    base = trend[f"{name}_{suffix}_base"]
    told = {"since": figures.month_short(earlier(trend["month"], suffix)), "base": None, "moved": None}
    if base is None:
        broken = [each.id for each in breaks_in(trend, suffix) if _touches(each, name)]
        return told | {"kind": BREAK if broken else UNLIKE, "breaks": broken}
    shown = figures.share if name in RATIOS else figures.amount
    moved = (figures.points if name in RATIOS else figures.change)(trend[name], base)
    kind = _direction(trend, name, base) if figures.ALIKE not in moved else SAME
    return told | {"kind": kind, "base": shown(base), "moved": moved, "breaks": []}


def _direction(trend: Row, name: str, base: Any) -> str:  # noqa: ANN401 - a number of any type
    if not trend["is_complete"]:
        return BEGUN
    return SAME if trend[name] == base else UP if trend[name] > base else DOWN


def has_base(trend: Row, suffix: str) -> bool:
    """Whether there are figures of the earlier month at all: its posts are counted, were there none."""
    return trend[f"n_posts_{suffix}_base"] is not None


def breaks_in(trend: Row, suffix: str) -> Iterable[SeriesBreak]:
    """The changes of meaning between the two months."""
    ids = trend[f"{suffix}_series_break"] or ""
    return [_BREAKS[each] for each in ids.split(", ") if each in _BREAKS]


def _touches(each: SeriesBreak, name: str) -> bool:
    return bool({name, *COMPARED[name]} & set(each.metrics))


def break_notes(trends: Iterable[Row]) -> list[dict[str, Any]]:
    """Every change of meaning within the compared months, once, and which comparisons it takes away."""
    since: dict[str, set[str]] = {}
    for trend in trends:
        for suffix in COMPARISONS:
            for each in breaks_in(trend, suffix):
                since.setdefault(each.id, set()).add(earlier(trend["month"], suffix))
    return [
        {
            **break_note(_BREAKS[name]),
            "since": figures.listed(figures.month_name(month) for month in sorted(since[name])),
        }
        for name in sorted(since, key=lambda name: (_BREAKS[name].platform, _BREAKS[name].on, name))
    ]


def break_note(each: SeriesBreak) -> dict[str, Any]:
    """A change of meaning as a page tells it."""
    return {
        "id": each.id,
        "platform": platform_name(each.platform),
        "on": figures.day(each.on),
        "metrics": figures.listed(name.replace("_", " ") for name in each.metrics),
        "text": each.text,
        "source": each.source,
        "is_uncertain": each.is_uncertain,
    }
