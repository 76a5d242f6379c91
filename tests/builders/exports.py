"""What the builders of all platforms share: rows of text to the bytes of an export."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, object]


def text_of(header: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows by header as delimited text; a header that a row does not know stays empty."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def without(header: Sequence[str], missing: Iterable[str]) -> list[str]:
    """The header of an export in which some columns are missing."""
    gone = set(missing)
    return [name for name in header if name not in gone]
