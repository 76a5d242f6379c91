"""Rows of the demo as the text of an export."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], *, encoding: str = "utf-8", ending: str = "\n") -> bytes:
    """A header and the rows below it, as the platforms write them: commas, quotes where needed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=ending)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
