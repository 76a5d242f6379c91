"""Pictures drawn by hand as SVG: they need no script, take the page's colours, and say in words what they show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from transforms.pages import figures
from transforms.pages.rendering import seen

if TYPE_CHECKING:
    from markupsafe import Markup

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_BAR_TOP, _BAR_FOOT, _BAR_WIDTH = 26, 106, 312
# From that much ink on a number is set in the colour of the paper.
_DARK = 0.6
# A year and the month itself: fewer months stand on the right, as wide as ever.
_SLOTS = 13
# Bars between two numbers.
_ROOM = 3
_CELL_W, _CELL_H, _LEFT, _TOP = 26, 20, 34, 18


@dataclass(frozen=True)
class Bar:
    """One month of a row of bars."""

    month: str
    value: int | None
    """None: not supplied, drawn as a gap with a mark"""
    dot: int | None = None
    """the same on the other basis"""
    mark: str = ""
    """number of the note about a change of meaning between the month before and this one"""


class Hour(NamedTuple):
    """One hour of a week with its posts; `lift` is None where they are too few to tell. A tuple, for a page has hundreds."""

    weekday: int
    hour: int
    n: int
    lift: float | None


@dataclass(frozen=True)
class Part:
    """One part of a whole."""

    word: str
    n: int
    style: str


def month_bars(title: str, bars: Sequence[Bar]) -> "Markup":
    """Bars by month, a ring for the other basis, and a broken line where a number changed its meaning."""
    told = [value for bar in bars for value in (bar.value, bar.dot) if value is not None]
    top = max(told, default=0) or 1
    step, left = _BAR_WIDTH / _SLOTS, 4 + _BAR_WIDTH * (1 - len(bars) / _SLOTS)
    named = _named(bars)
    drawn = [f'<line class="axis" x1="4" y1="{_BAR_FOOT}" x2="{4 + _BAR_WIDTH}" y2="{_BAR_FOOT}"/>']
    for at, bar in enumerate(bars):
        drawn += _bar(bar, left + at * step, step, top, is_last=at == len(bars) - 1, is_named=at in named)
    return _picture(title, _in_words(bars), (_BAR_WIDTH + 8, 130), drawn)


def _named(bars: Sequence[Bar]) -> set[int]:
    """Where a number stands above a bar: the last one, and the highest where both have room."""
    known = [at for at, bar in enumerate(bars) if bar.value is not None or bar.dot is not None]
    if not known:
        return set()
    highest = max(known, key=lambda at: (bars[at].dot if bars[at].value is None else bars[at].value) or 0)
    return {known[-1], highest} if known[-1] - highest >= _ROOM else {known[-1]}


def _bar(bar: Bar, x: float, step: float, top: int, *, is_last: bool, is_named: bool) -> Iterable[str]:
    middle, width = x + step / 2, step * 0.62
    if bar.mark:
        yield f'<line class="break" x1="{x:.1f}" y1="10" x2="{x:.1f}" y2="{_BAR_FOOT + 4}"/>'
        yield f'<text class="mark" x="{x + 2:.1f}" y="10">{bar.mark}</text>'
    if bar.value is None and bar.dot is None:
        yield f'<text class="none" x="{middle:.1f}" y="{_BAR_FOOT - 3}" text-anchor="middle">–</text>'
    if bar.value is not None:
        height = max((_BAR_FOOT - _BAR_TOP) * bar.value / top, 0)
        style = "bar last" if is_last else "bar"
        place = f'x="{middle - width / 2:.1f}" y="{_BAR_FOOT - height:.1f}"'
        yield f'<rect class="{style}" {place} width="{width:.1f}" height="{height:.1f}"/>'
    if bar.dot is not None:
        y = _BAR_FOOT - max((_BAR_FOOT - _BAR_TOP) * bar.dot / top, 0)
        yield f'<circle class="dot" cx="{middle:.1f}" cy="{y:.1f}" r="2.8"/>'
    if is_named:
        value = bar.dot if bar.value is None else bar.value
        y = _BAR_FOOT - (_BAR_FOOT - _BAR_TOP) * max(bar.value or 0, bar.dot or 0) / top - 6
        anchor, at = ("end", x + step) if is_last else ("middle", middle)
        yield f'<text class="value" x="{at:.1f}" y="{y:.1f}" text-anchor="{anchor}">{figures.amount(value)}</text>'
    letter = figures.month_short(bar.month)[0]
    yield f'<text x="{middle:.1f}" y="{_BAR_FOOT + 12}" text-anchor="middle">{letter}</text>'
    if bar.month.endswith("-01"):
        yield f'<text x="{middle:.1f}" y="{_BAR_FOOT + 22}" text-anchor="middle">{bar.month[:4]}</text>'


def _in_words(bars: Sequence[Bar]) -> str:
    told = [f"{figures.month_name(bar.month)} {figures.amount(bar.value) or 'not supplied'}" for bar in bars]
    return "; ".join(told)


def hours_map(title: str, hours: Sequence[Hour]) -> "Markup":
    """A week of hours: the more ink, the more engagement; rings where posts are too few to tell."""
    drawn = [
        f'<text x="{_LEFT - 6}" y="{_TOP + row * _CELL_H + 14}" text-anchor="end">{word}</text>'
        for row, word in enumerate(_WEEKDAYS)
    ]
    drawn += [
        f'<text x="{_LEFT + hour * _CELL_W + _CELL_W / 2:.0f}" y="{_TOP - 6}" text-anchor="middle">{hour:02d}</text>'
        for hour in range(0, 24, 2)
    ]
    drawn += [
        f'<line class="grid" x1="{_LEFT}" y1="{_TOP + row * _CELL_H}" x2="{_LEFT + 24 * _CELL_W}" y2="{_TOP + row * _CELL_H}"/>'
        for row in range(8)
    ]
    for hour in hours:
        drawn += _hour(hour)
    known = sorted(
        (each for each in hours if each.lift is not None), key=lambda each: (-(each.lift or 0), each.weekday, each.hour)
    )
    words = "; ".join(
        f"{_WEEKDAYS[each.weekday - 1]} {each.hour:02d}:00 {each.lift:.2f} times of {each.n} posts" for each in known
    )
    return _picture(title, words or "no hour has posts enough", (_LEFT + 24 * _CELL_W + 2, _TOP + 7 * _CELL_H + 2), drawn)


def _hour(hour: Hour) -> Iterable[str]:
    x, y = _LEFT + hour.hour * _CELL_W, _TOP + (hour.weekday - 1) * _CELL_H
    if hour.lift is None:
        yield f'<circle class="thin" cx="{x + _CELL_W / 2:.0f}" cy="{y + _CELL_H / 2:.0f}" r="2.6"/>'
        return
    # Half as much as always is nearly bare, twice as much is full.
    ink = min(max((hour.lift - 0.5) / 1.5, 0.06), 1.0)
    yield f'<rect class="cell" x="{x + 1}" y="{y + 1}" width="{_CELL_W - 2}" height="{_CELL_H - 2}" fill-opacity="{ink:.2f}"/>'
    style = "over" if ink > _DARK else "value"
    yield f'<text class="{style}" x="{x + _CELL_W / 2:.0f}" y="{y + 14}" text-anchor="middle">{hour.lift:.1f}</text>'


def parts_bar(title: str, parts: Sequence[Part]) -> "Markup":
    """One whole and its parts, side by side."""
    whole = sum(part.n for part in parts) or 1
    drawn, x = [], 0.0
    for part in parts:
        width = 600 * part.n / whole
        if part.n:
            drawn.append(f'<rect class="{part.style}" x="{x:.1f}" y="1" width="{max(width - 1.5, 0.5):.1f}" height="16"/>')
        x += width
    return _picture(title, "; ".join(f"{part.word} {part.n:,}" for part in parts), (600, 18), drawn)


def bounds_bar(title: str, low: int, high: int, most: int) -> "Markup":
    """Between which two numbers another one lies, on a scale up to `most`."""
    scale = 160 / (most or 1)
    x, width = low * scale, max((high - low) * scale, 2)
    drawn = [
        '<line class="axis" x1="0" y1="8" x2="160" y2="8"/>',
        f'<rect class="bar" x="{x:.1f}" y="4" width="{min(width, 160 - x):.1f}" height="8"/>',
    ]
    return _picture(title, f"at least {low:,}, at most {high:,}", (160, 16), drawn)


def _picture(title: str, words: str, size: tuple[int, int], drawn: Iterable[str]) -> "Markup":
    # Imported here: whether pages are up to date is found without it.
    from markupsafe import Markup, escape

    label = escape(seen(f"{title}: {words}"))
    inner = Markup("").join(Markup(each) for each in drawn)  # noqa: S704 - numbers and words of our own; names are in the label
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(*size, label, inner)
