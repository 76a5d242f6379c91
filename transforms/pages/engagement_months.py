"""Month by month: engagements and times shown of each platform, with a line wherever a number changed its meaning."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from transforms.contracts.engagement_columns import COMPARED, COMPARISONS
from transforms.contracts.series_breaks import SERIES_BREAKS
from transforms.months import first_day, last_day, shift
from transforms.pages import figures
from transforms.pages.engagement_words import exposure_word, parts_words, platform_name
from transforms.pages.plots import Bar, month_bars

Row = Mapping[str, Any]
MONTHS_BACK = 12
OF_HISTORY = "rpt_engagement_platform"
"""the report that tells of the months before"""
# What is read of it.
HISTORY = ("platform", "basis", "engagements", "impressions", "exposure_metric", "components_present")
_SHOWN = ("engagements", "impressions")


def platform_charts(month: str, history: Mapping[str, Sequence[Row]], trends: Iterable[Row]) -> dict[str, Any]:
    """A chart of each platform and number, the notes on their marks, and the same numbers as a table.

    `history` has the rows of each month, this one included; `trends` are this month's, which know two earlier ones by heart.
    """
    of_month = {each: _by_platform(rows) for each, rows in history.items()}
    for trend in trends:
        _remember(of_month, month, trend)
    months = _window(month, of_month)
    platforms = sorted({platform for each in months for platform in of_month.get(each, {})})
    notes: dict[str, int] = {}
    charts = [_charts(platform, months, of_month, notes) for platform in platforms]
    return {
        "charts": charts,
        "notes": [{"number": number, "text": text} for text, number in notes.items()],
        "months": [figures.month_short(each) for each in months],
        "first": figures.month_name(months[0]),
        "last": figures.month_name(months[-1]),
        "n": len(months),
    }


def _by_platform(rows: Iterable[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row["platform"], {})[row["basis"]] = row
    return found


def _remember(of_month: dict[str, dict[str, dict[str, Row]]], month: str, trend: Row) -> None:
    """A closed month is told by closed files alone; what an open one before it said then, its trend still knows."""
    for suffix, (back, _) in COMPARISONS.items():
        known = of_month.setdefault(shift(month, -back), {}).setdefault(trend["platform"], {})
        values = {name: trend[f"{name}_{suffix}_base"] for name in _SHOWN}
        if trend["basis"] not in known and any(value is not None for value in values.values()):
            known[trend["basis"]] = {**trend, **values}


def _window(month: str, of_month: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The months up to this one, from the first that has anything."""
    months = [shift(month, by) for by in range(-MONTHS_BACK, 1)]
    first = next((at for at, each in enumerate(months) if any(of_month.get(each, {}).values())), MONTHS_BACK)
    return months[first:]


def _charts(
    platform: str, months: Sequence[str], of_month: Mapping[str, Mapping[str, Mapping[str, Row]]], notes: dict[str, int]
) -> dict[str, Any]:
    bases = [of_month.get(each, {}).get(platform, {}) for each in months]
    name = platform_name(platform)
    kinds = {exposure_word(row["exposure_metric"]) for each in bases for row in each.values() if row["impressions"] is not None}
    words = {"engagements": "engagements", "impressions": figures.listed(sorted(kinds)) if kinds else "times shown"}
    made = {}
    for metric in _SHOWN:
        marks = _marks(platform, metric, months, bases, notes)
        bars = [
            Bar(month, _value(each, "published", metric), _value(each, "activity", metric), marks.get(month, ""))
            for month, each in zip(months, bases, strict=True)
        ]
        is_told = any(value is not None for bar in bars for value in (bar.value, bar.dot))
        title = f"{name}, {words[metric]} by month"
        rows = [(figures.amount(bar.value), figures.amount(bar.dot), bar.mark) for bar in bars]
        made[metric] = {"word": words[metric], "picture": month_bars(title, bars) if is_told else None, "rows": rows}
    return {"platform": name, **made}


def _value(bases: Mapping[str, Row], basis: str, metric: str) -> int | None:
    return bases[basis][metric] if basis in bases else None


def _marks(
    platform: str, metric: str, months: Sequence[str], bases: Sequence[Mapping[str, Row]], notes: dict[str, int]
) -> dict[str, str]:
    """Month → number of the note on what changed between the last month that is known and this one."""
    found: dict[str, list[int]] = {}
    before: tuple[str, Row] | None = None
    for month, each in zip(months, bases, strict=True):
        now = next(
            (each[basis] for basis in ("published", "activity") if basis in each and each[basis][metric] is not None), None
        )
        if now is None:
            continue
        if before is not None:
            for text in [*_by_day(platform, metric, before[0], month), *_TOLD_BY_ROWS[metric](platform, before[1], now)]:
                found.setdefault(month, []).append(notes.setdefault(text, len(notes) + 1))
        before = month, now
    return {month: ",".join(map(str, numbers)) for month, numbers in found.items()}


def _by_day(platform: str, metric: str, before: str, month: str) -> Iterable[str]:
    touched = {metric, *COMPARED[metric]}
    for each in SERIES_BREAKS:
        is_inside = first_day(before) < each.on <= last_day(month)
        if each.platform == platform and not each.told_by_exposure and is_inside and touched & set(each.metrics):
            yield f"{platform_name(platform)}, {figures.day(each.on)}: {each.text}"


def _exposure(platform: str, before: Row, now: Row) -> Iterable[str]:
    was, now_is = before["exposure_metric"], now["exposure_metric"]
    if was != now_is:
        why = [each.text for each in SERIES_BREAKS if each.platform == platform and each.told_by_exposure]
        told = f"{platform_name(platform)} counts {exposure_word(now_is)} from here on, {exposure_word(was)} before."
        yield " ".join([told, *(why if {was, now_is} == {"impressions", "views"} else ())])


def _parts(platform: str, before: Row, now: Row) -> Iterable[str]:
    was, now_is = before["components_present"], now["components_present"]
    if was != now_is:
        yield f"{platform_name(platform)}: engagements are {parts_words(now_is)} from here on, {parts_words(was)} before."


_TOLD_BY_ROWS: dict[str, Callable[[str, Row, Row], Iterable[str]]] = {"engagements": _parts, "impressions": _exposure}
