"""How the columns of a batch that are no plain counts are read: ids and accounts, times and days, texts and kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.contracts.arrow import ARROW_TYPES
from transforms.contracts.columns import COLUMNS
from transforms.exports.headers import fold
from transforms.exports.identity import CLOCKS
from transforms.exports.identity_columns import id_times, instagram_times, links, pages_and_posts
from transforms.exports.number_style import PLAIN
from transforms.exports.periods import period_of
from transforms.exports.values import DAYS, attempt, parse_day, unreadable
from transforms.exports.vectors import (
    Flags,
    Ints,
    parse_days,
    parse_ids,
    parse_moments,
    parse_numbers,
    parse_text_ids,
    parse_video_ids,
    per_unique,
    whole,
)
from transforms.exports.years import days_in_order
from transforms.strategy import fold_handle

if TYPE_CHECKING:
    from transforms.exports.normalise import Cells, Work

_AS_THEY_ARE = (
    "title", "caption", "custom_labels", "account_name", "native_post_type", "permalink", "url", "author_name", "network",
    "source", "language", "country", "text", "sentiment_native", "topic",
)  # fmt: skip
_SOURCES = ("unknown", "date", "zoned", "utc", "id")
_SHOWN = 80


def complaint(cells: Cells, column: str, row: int, header: str, why: str | None) -> str:
    """One cell's part of the parse error."""
    text = cells.columns[column][row].as_py() if column in cells.columns else None
    if cells.format.is_private:
        # Whatever it is, it may be the name of a person that slipped into another column.
        return f"{header}: {why if text and why else 'is empty'}"
    return unreadable(header, text or "", why if text and why else "is empty")


def read_identity(work: Work) -> None:
    """Post, account and handle: what a record cannot be placed without."""
    cells, format_ = work.cells, work.cells.format
    if format_.page_in_post_id:
        _read_pages(work)
        return
    for name in ("post_id", "account_id"):
        if name in cells.columns:
            ids = whole(cells.columns[name])
            of_video = format_.video_ids and name == "post_id"
            as_text = format_.text_ids and name == "post_id"
            work.done[name], wrong = parse_video_ids(ids) if of_video else parse_text_ids(ids) if as_text else parse_ids(ids)
            if wrong is not None:
                work.complain(name, wrong, "is no id: a spreadsheet may have rounded it")
            if name == format_.key and ids.null_count:
                work.complain(name, _is_null(ids))
    if format_.link:
        _read_links(work, format_.link)
    elif format_.name_is_handle:
        _read_names(work)
    elif "account_handle" in cells.columns:
        handles = per_unique(whole(cells.columns["account_handle"]), lambda text: fold_handle(text) or None, pa.string())
        work.done["account_handle"] = handles
        if handles.null_count:
            work.complain("account_handle", _is_null(handles), "is no handle")
    else:
        work.done["account_handle"] = work.per_origin([origin.account for origin in cells.origins])


def _read_pages(work: Work) -> None:
    """Page and post of ids that name both; the page's id stands in the handle's place."""
    ids = whole(work.cells.columns["post_id"])
    pages, posts = pages_and_posts(ids)
    work.done |= {"post_id": posts, "account_id": pages, "account_handle": pages}
    if posts.null_count:
        work.complain("post_id", _is_null(posts), "is no id written <page>_<post>")


def _read_names(work: Work) -> None:
    """The account's folded name in the handle's place; its id where it has no name."""
    names = per_unique(whole(work.cells.columns["account_name"]), lambda text: fold_handle(text) or None, pa.string())
    handles = pc.coalesce(names, work.done["account_id"])
    work.done["account_handle"] = handles
    if handles.null_count:
        work.complain("account_name", _is_null(handles), "is no name")


def _read_links(work: Work, network: str) -> None:
    handles, ids = links(network, whole(work.cells.columns["permalink"]))
    work.done["account_handle"] = handles
    if handles.null_count:
        work.complain("permalink", _is_null(handles), "names no account")
    stated = work.done.setdefault("post_id", ids)
    other = pc.fill_null(pc.not_equal(ids, stated), False)  # noqa: FBT003 - pyarrow's argument
    if pc.any(other).as_py():
        work.complain(
            "post_id", other.to_numpy(zero_copy_only=False), "is not the id in the link: a spreadsheet may have rounded it"
        )


def read_times(work: Work) -> None:
    """Day of the record, or the moment of publication by the best source there is."""
    cells, format_ = work.cells, work.cells.format
    if "activity_date" in cells.columns:
        _read_days(work)
    elif format_.as_of_export:
        days = pa.array([origin.file.observed_on for origin in cells.origins], pa.date32())
        work.done["activity_date"] = days.take(pa.array(cells.origin))
    if format_.moment:
        moments, source = _stated(work, format_.moment)
        of_id, known = _from_id(work)
        moments, source = np.where(known, of_id, moments), np.where(known, _SOURCES.index("id"), source)
        work.done[format_.moment] = pa.array(moments, mask=source == 0).cast(pa.timestamp("us", tz="UTC"))
        work.done["published_at_source"] = pa.array(_SOURCES).take(pa.array(source))
        if format_.windowed:
            _read_period(work)


def _read_days(work: Work) -> None:
    cells, format_ = work.cells, work.cells.format
    texts = whole(cells.columns["activity_date"])
    if format_.lifetime:
        words = {fold(word) for word in format_.lifetime}
        is_word = per_unique(texts, lambda text: fold(text) in words, pa.bool_())
        work.done["is_lifetime"] = pc.if_else(is_word, pa.scalar(True), pa.scalar(None, pa.bool_()))  # noqa: FBT003 - pyarrow's argument
        days = pc.if_else(is_word, pa.scalar(None, pa.string()), texts)
    else:
        days = texts
    work.done["activity_date"], wrong = _days_in_order(work, days) if format_.yearless else parse_days(days, format_.days)
    if wrong is not None:
        written = (*format_.days, "Month D, day by day") if format_.yearless else format_.days
        work.complain("activity_date", wrong, f"is no day written {' or '.join(written)}")
    if texts.null_count:
        work.complain("activity_date", _is_null(texts))


def _days_in_order(work: Work, texts: pa.Array) -> tuple[pa.Array, Flags | None]:
    """Days of which some have no year, file by file."""
    cells, found = work.cells, np.full(work.n_rows, None, dtype=object)
    told = texts.to_pylist()
    for at, origin in enumerate(cells.origins):
        rows = np.flatnonzero(cells.origin == at)
        found[rows] = days_in_order([told[row] or "" for row in rows], cells.format.days, origin.file.observed_on)
    days = pa.array(found, pa.date32())
    wrong = _is_null(days) & ~_is_null(texts)
    return days, wrong if wrong.any() else None


def _read_period(work: Work) -> None:
    """The period that each file counts. It is a post's lifetime where it starts on or before the day of publication."""
    origins = [period_of((*origin.file.folders, origin.file.name)) for origin in work.cells.origins]
    rows = pa.array(work.cells.origin)
    starts, ends = (pa.array([period and period[at] for period in origins], pa.date32()).take(rows) for at in (0, 1))
    published = work.done["published_at"].cast(pa.date32(), safe=False)
    work.done |= {"window_start": starts, "window_end": ends, "is_lifetime": pc.less_equal(starts, published)}


def plain(work: Work, name: str) -> pa.Array:
    """The cells of a column of numbers, as values.py reads them."""
    cells, style = whole(work.cells.columns[name]), work.cells.format.numbers_as
    return cells if style == PLAIN else per_unique(cells, style.plain, pa.string())


def read_numbers(work: Work) -> None:
    """Numbers that are no plain counts: seconds, shares, money."""
    for name, unit in sorted(work.cells.format.numbers.items()):
        if name in work.cells.columns:
            type_ = ARROW_TYPES[COLUMNS[name].type]
            work.done[name], wrong = parse_numbers(plain(work, name), unit, work.cells.format.missing, type_)
            if wrong is not None:
                work.complain(name, wrong, "is no time written H:MM:SS" if unit == "clock" else "is no number")


def _stated(work: Work, name: str) -> tuple[Ints, Ints]:
    """Moments that the export writes, in microseconds, and their source; 0 for unknown."""
    cells, format_ = work.cells, work.cells.format
    if name not in cells.columns:
        return np.zeros(work.n_rows, np.int64), np.zeros(work.n_rows, np.int64)
    moments, known, wrong = parse_moments(whole(cells.columns[name]), format_.moments, format_.time_zone)
    if wrong.any():
        work.complain(name, wrong, f"is no time written {' or '.join(format_.moments)}")
    stated = np.where(_is_day(work, name), _SOURCES.index("date"), _SOURCES.index(format_.stated))
    return moments, np.where(known, stated, 0)


def _is_day(work: Work, name: str) -> Flags:
    """Where a format that writes times has a day only: somebody has cut the time off."""
    texts, patterns = whole(work.cells.columns[name]), work.cells.format.moments
    days = tuple(each for each in patterns if each in DAYS)
    if not days or len(days) == len(patterns):
        return np.zeros(work.n_rows, bool)
    found = per_unique(texts, lambda text: attempt(lambda cell: parse_day(cell, days), text) is None, pa.bool_())
    flags: Flags = found.fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - pyarrow's argument
    return flags


def _from_id(work: Work) -> tuple[Ints, Flags]:
    cells, format_ = work.cells, work.cells.format
    if format_.ids in CLOCKS:
        return id_times(format_.ids, work.done["post_id"])
    if format_.ids == "named":
        return _from_named(work)
    if format_.ids == "instagram" and "permalink" in cells.columns:
        return instagram_times(whole(cells.columns["permalink"]))
    return np.zeros(work.n_rows, np.int64), np.zeros(work.n_rows, bool)


def _from_named(work: Work) -> tuple[Ints, Flags]:
    """As id_times, each record by the clock of the network that it names."""
    moments, known = np.zeros(work.n_rows, np.int64), np.zeros(work.n_rows, bool)
    for network in CLOCKS:
        of_network = pc.fill_null(pc.equal(work.done["platform"], network), False)  # noqa: FBT003 - pyarrow's argument
        if pc.any(of_network).as_py():
            ids = pc.if_else(of_network, work.done["post_id"], pa.scalar(None, pa.string()))
            found, told = id_times(network, ids)
            moments, known = np.where(told, found, moments), known | told
    return moments, known


def read_texts(work: Work) -> None:
    """Texts as they are, and the kind of post in our words."""
    cells, format_ = work.cells, work.cells.format
    for name in _AS_THEY_ARE:
        if name in cells.columns:
            work.done[name] = cells.columns[name]
    if "title" in work.done:
        title = whole(work.done["title"])
        work.done["caption"] = pc.coalesce(whole(work.done["caption"]), title) if "caption" in work.done else title
    if format_.media_type:
        work.done["media_type"] = work.per_origin([format_.media_type] * len(cells.origins))
    elif "native_post_type" in cells.columns and format_.media_types:
        kinds = whole(cells.columns["native_post_type"])
        work.done["media_type"] = per_unique(kinds, lambda text: format_.media_types.get(fold(text), "other"), pa.string())


def _is_null(cells: pa.Array) -> Flags:
    flags: Flags = cells.is_null().to_numpy(zero_copy_only=False)
    return flags
