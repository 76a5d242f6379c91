"""Two tables on one sheet, an empty column between them and the same first header above both: LinkedIn's TOP POSTS are so."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from warehouse.containers.records import parse_records
from warehouse.containers.sheets import Sheet

# Further tables of a sheet are numbered on from here: a workbook has fewer sheets.
NUMBERED_FROM = 500


def apart(sheet: Sheet) -> list[Sheet]:
    """The tables of a sheet, each with all of its rows, so that rows keep their numbers; mostly the sheet itself."""
    spans = next((found for row in sheet.head() if len(found := _spans(row)) > 1), [])
    if len(spans) != 2:  # noqa: PLR2004 - more are not known, and hold the file as one unknown table
        return [sheet]
    rows, _ = parse_records(sheet.data.decode(), ",")
    left, right = ((first, last) for first, last in spans)
    return [
        replace(sheet, name=f"{sheet.name} (left)", data=_csv(row[: left[1]] for row in rows)),
        replace(
            sheet,
            name=f"{sheet.name} (right)",
            number=sheet.number + NUMBERED_FROM,
            data=_csv(row[right[0] : right[1]] for row in rows),
        ),
    ]


def _spans(row: Sequence[str]) -> list[tuple[int, int]]:
    """First and last column (exclusive) of each table whose header stands in `row`; none where it is no such header."""
    groups = [list(group) for filled, group in groupby(enumerate(row), key=lambda each: bool(each[1].strip())) if filled]
    alike = len(groups) > 1 and all(len(group) > 1 and group[0][1] == groups[0][0][1] for group in groups)
    return [(group[0][0], group[-1][0] + 1) for group in groups] if alike else []


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
