"""The real exports as a pool of the fuzz, where they lie beside the checkout: the first records of every file of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz.model import Export, Style
from transforms.errors import SourceError
from transforms.exports.headers import without_blank_end
from transforms.exports.recognise import recognise
from transforms.exports.register import FORMATS
from warehouse.containers.parts import has_parts
from warehouse.containers.text import open_text

if TYPE_CHECKING:
    from pathlib import Path

_RECORDS = 12
_COLUMNS = 120


def real(root: Path) -> list[Export]:
    """An export for each file that is one table of text, cut to its first records."""
    found = (_export(path, path.parent.name) for path in sorted(root.rglob("*")) if path.is_file())
    return [each for each in found if each]


def _export(path: Path, platform: str) -> Export | None:
    try:
        if has_parts(path):
            return None
        rows = open_text(path).grid.rows
        known = recognise(rows)
    except SourceError:
        return None
    header = tuple(without_blank_end(tuple(rows[known.header_row])))[:_COLUMNS]
    below = [row for row in rows[known.header_row + 1 :] if any(row)][:_RECORDS]
    records = tuple(tuple((row + [""] * len(header))[: len(header)]) for row in below)
    above = tuple(row[0] for row in rows[: known.header_row] if len(without_blank_end(tuple(row))) == 1)
    style = Style(ended=not FORMATS[known.format.id].open_end)
    return Export(known.format.id, platform, above, header, records, style, name=path.name)
