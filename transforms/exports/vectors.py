"""Columns at a time: the twins of values.py.

What is written as usual is read at once; the rest goes cell by cell through the twin, each different text once, so both always
agree (pinned by tests).
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports import values

Texts: TypeAlias = pa.Array
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

Value = TypeVar("Value")

EPOCH_YEAR = 1970
MICROSECONDS = 1_000_000
HOUR = 3600 * MICROSECONDS

_PLAIN_COUNT = np.zeros(256, dtype=bool)
_PLAIN_COUNT[[*range(ord("0"), ord("9") + 1), ord("-")]] = True
_LONGEST_PLAIN_COUNT = 18

# Patterns of moments that have a fixed width: digits stand where letters are.
_FIXED = {"MM/DD/YYYY hh:mm": "MM/DD/YYYY hh:mm", "YYYY-MM-DD hh:mm +hhmm": "YYYY-MM-DD hh:mm +0000"}
_PARTS = {"year": "Y", "month": "M", "day": "D", "hour": "h", "minute": "m"}


def whole(cells: pa.Array | pa.ChunkedArray) -> Texts:
    """One contiguous array of text."""
    if isinstance(cells, pa.Array):
        return cells
    if cells.num_chunks == 1:
        return cells.chunk(0)
    # A piece of a large file that holds no record, but lines that are none, leaves no chunk at all.
    return pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([], cells.type)


def text_bytes(cells: Texts) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """Bytes of a text column and the offsets of its cells in them; views, no copies."""
    _, offsets, data = cells.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return np.frombuffer(data if data is not None else b"", dtype=np.uint8), ends


def per_unique(cells: Texts, read: Callable[[str], Any], type_: pa.DataType) -> pa.Array:
    """`read` of every different text, spread back over the column; NULL stays NULL."""
    coded = cells.dictionary_encode()
    answers = pa.array([read(text) for text in coded.dictionary.to_pylist()], type_)
    return answers.take(coded.indices)


def parse_counts(cells: Texts, missing: Collection[str]) -> tuple[pa.Array, Flags | None]:
    """Whole numbers as int64, NULL where not supplied or not readable, and which cells are not readable."""
    if _all_plain(cells):
        try:
            return cells.cast(pa.int64()), None
        except pa.ArrowInvalid:  # a lone sign: "-" for not supplied
            pass
    wrong = per_unique(
        cells, lambda text: values.attempt(lambda cell: values.parse_count(cell, missing), text) is not None, pa.bool_()
    )
    counts = per_unique(cells, lambda text: _or_none(lambda cell: values.parse_count(cell, missing), text), pa.int64())
    return counts, _flags(wrong)


def _all_plain(cells: Texts) -> bool:
    data, ends = text_bytes(cells)
    lengths = np.diff(ends)
    plain = not len(cells) or (_PLAIN_COUNT[data[ends[0] : ends[-1]]].all() and lengths.max() <= _LONGEST_PLAIN_COUNT)
    return bool(plain) and _only_null_is_empty(cells, lengths)


def _only_null_is_empty(cells: Texts, lengths: npt.NDArray[np.int32]) -> bool:
    return bool((lengths == 0).sum() == cells.null_count)


def parse_numbers(cells: Texts, unit: str | None, missing: Collection[str], type_: pa.DataType) -> tuple[pa.Array, Flags | None]:
    """Numbers that are no counts, NULL where not supplied or not readable, and which cells are not readable."""

    def read(text: str) -> Any:  # noqa: ANN401 - what a column of `type_` holds
        number = _or_none(lambda cell: values.parse_number(cell, unit, missing), text)
        if number is None:
            return None
        if pa.types.is_decimal(type_):
            return values.rounded(number)
        return float(number) if pa.types.is_floating(type_) else int(number)

    wrong = per_unique(
        cells, lambda text: values.attempt(lambda cell: values.parse_number(cell, unit, missing), text) is not None, pa.bool_()
    )
    return per_unique(cells, read, type_), _flags(wrong)


def parse_days(cells: Texts, patterns: tuple[str, ...]) -> tuple[pa.Array, Flags | None]:
    """Days as date32, NULL where empty or not readable, and which cells are not readable."""
    wrong = per_unique(
        cells, lambda text: values.attempt(lambda cell: values.parse_day(cell, patterns), text) is not None, pa.bool_()
    )
    days = per_unique(cells, lambda text: _or_none(lambda cell: values.parse_day(cell, patterns), text), pa.date32())
    return days, _flags(wrong)


def parse_ids(cells: Texts) -> tuple[pa.Array, Flags | None]:
    """Ids as text, as they are where they are none, and which are none; NULL is no id, and for the caller to judge."""
    data, ends = text_bytes(cells)
    lengths = np.diff(ends)
    digits = (data[ends[0] : ends[-1]] - ord("0") <= 9).all()  # noqa: PLR2004 - unsigned: below "0" wraps
    if digits and _only_null_is_empty(cells, lengths) and lengths.max(initial=0) <= values.LONGEST_ID:
        return cells, None
    trimmed = pc.utf8_trim_whitespace(cells)
    wrong = per_unique(trimmed, lambda text: values.attempt(values.parse_id, text) is not None, pa.bool_())
    return trimmed, _flags(wrong)


def parse_video_ids(cells: Texts) -> tuple[pa.Array, Flags | None]:
    """As parse_ids, for the ids of YouTube videos."""
    trimmed = pc.utf8_trim_whitespace(cells)
    return trimmed, _flags(pc.invert(is_video_id(trimmed)))


def parse_text_ids(cells: Texts) -> tuple[pa.Array, Flags | None]:
    """As parse_ids, for ids of any letters; one that a spreadsheet has rounded is none."""
    trimmed = pc.utf8_trim_whitespace(cells)
    return trimmed, _flags(pc.match_substring_regex(trimmed, rf"^(?:{values.ROUNDED_ID.pattern})$|^$"))


def is_video_id(cells: Texts) -> pa.Array:
    """Where an id of a YouTube video stands, blanks around it allowed; NULL stays NULL."""
    return pc.match_substring_regex(cells, rf"^\s*{values.VIDEO_ID.pattern}\s*$")


def parse_moments(cells: Texts, patterns: tuple[str, ...], zone: str) -> tuple[Ints, Flags, Flags]:
    """Moments in microseconds of UTC since 1970, which of them are known, and which cells are not readable."""
    template = next((_FIXED[name] for name in patterns if name in _FIXED), None)
    wall, known = _fixed_width(cells, template) if template else (np.zeros(len(cells), np.int64), np.zeros(len(cells), bool))
    moments = _wall_to_utc(wall, known, zone) if template and "+0000" not in template else wall
    wrong = np.zeros(len(cells), bool)
    rest = np.flatnonzero(~known & cells.is_valid().to_numpy(zero_copy_only=False))
    if len(rest):
        odd = cells.take(pa.array(rest))
        answers = per_unique(
            odd, lambda text: _or_none(lambda cell: _microseconds(values.parse_moment(cell, patterns, zone)), text), pa.int64()
        )
        read = answers.is_valid().to_numpy(zero_copy_only=False)
        moments[rest] = answers.fill_null(0).to_numpy()
        known[rest] = read
        wrong[rest] = ~read
    return moments, known, wrong


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(EPOCH_YEAR, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _fixed_width(cells: Texts, template: str) -> tuple[Ints, Flags]:
    """Wall time in microseconds of the cells that are written digit for digit like `template`, and which these are."""
    data, ends = text_bytes(cells)
    width = len(template)
    fits = np.flatnonzero((np.diff(ends) == width) & cells.is_valid().to_numpy(zero_copy_only=False))
    wall, known = np.zeros(len(cells), np.int64), np.zeros(len(cells), bool)
    if len(fits):
        start = ends[fits].astype(np.int64)
        letters = (
            data[start[0] : start[0] + len(fits) * width].reshape(-1, width)
            if len(fits) == len(cells)
            else data[start[:, None] + np.arange(width)]
        )
        micro, good = _read_template(letters, template)
        wall[fits], known[fits] = np.where(good, micro, 0), good
    return wall, known


def _read_template(letters: npt.NDArray[np.uint8], template: str) -> tuple[Ints, Flags]:
    good = np.ones(len(letters), bool)
    part = {}
    for at, mark in enumerate(template):
        digit = mark in _PARTS.values()
        good &= (letters[:, at] - ord("0") <= 9) if digit else letters[:, at] == ord(mark)  # noqa: PLR2004 - unsigned: below "0" wraps
    for name, mark in _PARTS.items():
        places = [at for at, letter in enumerate(template) if letter == mark]
        part[name] = sum((letters[:, at].astype(np.int64) - ord("0")) * 10**power for power, at in enumerate(reversed(places)))
    year, month, day = (np.where(good, part[name], 1) for name in ("year", "month", "day"))
    good &= (year >= values.FIRST_YEAR) & (year <= values.LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004 - months of a year
    good &= (part["hour"] < 24) & (part["minute"] < 60)  # noqa: PLR2004 - a day's hours
    months = np.where(good, (year - EPOCH_YEAR) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    good &= day <= ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    days = first.astype(np.int64) + day - 1
    return (days * 24 * 60 + part["hour"] * 60 + part["minute"]) * 60 * MICROSECONDS, good


def _wall_to_utc(wall: Ints, known: Flags, zone: str) -> Ints:
    """As values.wall_to_utc, by a table of the hours of each year."""
    moments = wall.copy()
    years = wall.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + EPOCH_YEAR
    for year in np.unique(years[known]):
        rows = np.flatnonzero(known & (years == year))
        starts, came = _hours(int(year), zone)
        first = int(np.datetime64(f"{year}-01-01T00", "us").astype(np.int64))
        hour, rest = np.divmod(wall[rows] - first, HOUR)
        moments[rows] = starts[hour] + np.where(came[hour], rest, 0)
    return moments


@lru_cache(maxsize=256)
def _hours(year: int, zone: str) -> tuple[Ints, Flags]:
    """For every hour of wall time in a year, when it began in UTC and whether it came; whole days are reckoned at once."""
    starts: list[int] = []
    came: list[bool] = []
    day = datetime(year, 1, 1)  # noqa: DTZ001 - wall time
    while day.year == year:
        begins, ends = (values.hour_to_utc(midnight, zone) for midnight in (day, day + timedelta(days=1)))
        if begins[1] and ends[0] - begins[0] == timedelta(days=1):
            starts += [_microseconds(begins[0]) + hour * HOUR for hour in range(24)]
            came += [True] * 24
        else:
            found = [values.hour_to_utc(day + timedelta(hours=hour), zone) for hour in range(24)]
            starts += [_microseconds(start) for start, _ in found]
            came += [did for _, did in found]
        day += timedelta(days=1)
    return np.array(starts), np.array(came)


def _or_none(parse: Callable[[str], Value | None], text: str) -> Value | None:
    try:
        return parse(text)
    except ValueError:
        return None


def _flags(wrong: pa.Array) -> Flags | None:
    flags: Flags = wrong.fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - pyarrow's argument
    return flags if flags.any() else None
