"""Lines of an export that are no record: blank ones, totals, the header once more, and sentences about the other lines."""

from collections.abc import Mapping

from transforms.exports.described import is_description
from transforms.exports.headers import fold
from transforms.exports.recognise import Columns
from transforms.exports.values import VIDEO_ID


def is_structural(columns: Columns, record: Mapping[str, str]) -> bool:
    """Whether a record, canonical column to cell, is none."""
    format_ = columns.format
    key = record.get(format_.key)
    if not any(record.values()) or key in format_.totals or (key is not None and key == columns.header_of(format_.key)):
        return True
    if format_.is_breakdown and _is_without_figures(columns, record):
        return True
    if format_.described and not key:
        return is_description(format_, record)
    return format_.video_ids and "post_id" in record and _is_sentence(columns, record)


def _is_without_figures(columns: Columns, record: Mapping[str, str]) -> bool:
    """A total in whatever spelling, and a sentence or a value beside which no figure stands."""
    format_ = columns.format
    if format_.only_splits:
        return all(record[each.name].strip() in format_.missing for each in columns.slices)
    is_total = fold(record[format_.key]) in {fold(word) for word in format_.totals}
    return is_total or not any(cell for name, cell in record.items() if name in format_.measures)


def _is_sentence(columns: Columns, record: Mapping[str, str]) -> bool:
    """YouTube writes a localised total first and, below 500 videos, a localised sentence without a single figure."""
    text = record["post_id"]
    if VIDEO_ID.fullmatch(text.strip()):
        return False
    is_total = fold(text) in {fold(word) for word in columns.format.totals}
    return is_total or (bool(text) and not any(cell for name, cell in record.items() if name != "post_id"))
