"""JSON: every list of objects is a table. Instagram's "download your information" comes so; its text is mended on the way."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from transforms.errors import EmptyExportError, UnreadableFileError, UnrecognisedFormatError
from warehouse.containers.parts import Part, TextPart
from warehouse.containers.text import size_of

# It is read at once, and its objects take ten times the room of its text.
LARGEST_BYTES = 64 * 1024 * 1024
# Deeper than any export, and far from where Python gives up.
_DEEPEST = 12

Record = dict[str, str]


def lists_of(path: Path) -> Sequence[Part]:
    """Each list of objects of a JSON file as CSV text, in the order of the file.

    Raises:
        SourceError: it is too large, damaged, or holds no list of objects.
    """
    size = size_of(path)
    if size > LARGEST_BYTES:
        expected = f"JSON below {LARGEST_BYTES:,} bytes"
        raise UnreadableFileError(expected=expected, found=f"{size:,} bytes", remedy="export a shorter period")
    found = dict(_lists(_parsed(path.read_bytes())))
    if not found:
        remedy = "export it as CSV, or name the kind of export that this is"
        raise UnrecognisedFormatError(expected="JSON with a list of objects", found="a JSON file without one", remedy=remedy)
    tables = ((name, [_flat(record) for record in records]) for name, records in found.items())
    parts = [TextPart(name, number, _text(records)) for number, (name, records) in enumerate(tables, 1) if records]
    if not parts:
        raise EmptyExportError(expected="records", found="empty lists only", remedy="check the period that was exported")
    return parts


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(
            expected="JSON in UTF-8", found=f"damaged JSON: {str(error)[:120]}", remedy="download the export again"
        ) from error


def _lists(told: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:  # noqa: ANN401 - any JSON
    named = {"list": told} if isinstance(told, list) else told if isinstance(told, dict) else {}
    for name, value in named.items():
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            yield name, value


def _flat(record: Mapping[str, Any]) -> Record:
    """One object as columns: keys of inner objects with dots between them. Inner lists stay in raw.

    Instagram writes {label: {"value": ..., "timestamp": ...}} below string_map_data: the label is the column.
    """
    labels = record.get("string_map_data")
    if not isinstance(labels, dict):
        return dict(_scalars(record, "", 0))
    told = {_mended(label): _value(cell) for label, cell in labels.items() if isinstance(cell, dict)}
    media = record.get("media_map_data")
    return told | dict(_scalars(media if isinstance(media, dict) else {}, "", 0))


def _value(cell: Mapping[str, Any]) -> str:
    value, moment = cell.get("value"), cell.get("timestamp")
    return _mended(str(value)) if value not in {None, ""} else str(moment) if moment else ""


def _scalars(told: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in told.items():
        name = f"{before}{_mended(key)}"
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _scalars(value, f"{name}.", depth + 1)
        elif value is None:
            yield name, ""
        elif not isinstance(value, list | dict):
            yield name, _mended(value) if isinstance(value, str) else json.dumps(value)


def _mended(text: str) -> str:
    """Text whose UTF-8 bytes were written as letters of Latin-1; every other text as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _text(records: Sequence[Record]) -> bytes:
    header = list(dict.fromkeys(name for record in records for name in record))
    sheet = StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([record.get(name, "") for name in header] for record in records)
    # Lone surrogates are legal in JSON and in no text.
    return sheet.getvalue().encode("utf-8", "replace")
