"""Two headers for one quantity: one column where they agree, an error where they do not."""

from collections.abc import Sequence
from typing import TypeVar

from transforms.errors import AmbiguousColumnError
from transforms.exports.headers import fold
from transforms.exports.model import Format
from transforms.exports.recognise import Columns
from transforms.exports.values import parse_count

Cells = TypeVar("Cells")
SIDE_BY_SIDE = " + "


def merge_cells(
    columns: Columns, name: str, copies: Sequence[Sequence[str]], lines: Sequence[int], last_line: int | None = None
) -> list[str]:
    """Cells of the canonical column `name`, given once per header that claims it; an empty cell claims nothing.

    `last_line` is the record in which the file may stop. There both stand side by side, for the reading to refuse: what is
    missing at the end says nothing of the records before.

    Raises:
        AmbiguousColumnError: two of them supply different values for one record.
    """
    if name in columns.format.coalesced:
        return [
            next((cell for cell in cells if cell.strip()), "") for cells in zip(*best_first(columns, name, copies), strict=True)
        ]
    merged = []
    for line, cells in zip(lines, zip(*copies, strict=True), strict=True):
        if name in columns.format.several:
            merged.append(several(columns.format, name, cells))
            continue
        supplied = [bare for cell in cells if (bare := cell.strip())]
        if len(set(supplied)) > 1 and name in columns.format.counts:
            supplied = _numbers(columns.format, supplied)
        if len(set(supplied)) > 1:
            if line != last_line:
                raise ambiguous(columns, name, sorted(set(supplied)), line)
            supplied = [SIDE_BY_SIDE.join(supplied)]
        merged.append(supplied[0] if supplied else "")
    return merged


def _numbers(format_: Format, cells: Sequence[str]) -> list[str]:
    """Counts in one spelling, without cells that say "not supplied": 12.5M and 12500000 are the same one."""
    said = [cell for cell in cells if cell not in format_.missing]
    return [format_.numbers_as.plain(cell) for cell in said] or [cells[0]]


def several(format_: Format, name: str, cells: Sequence[str | None]) -> str:
    """What several headers say of one count, as text; cells that are no counts stand side by side, for the reading to refuse."""
    told = [cell.strip() for cell in cells if cell and cell.strip() not in format_.missing]
    if len(told) < 2:  # noqa: PLR2004 - one part has nothing to be added to
        return told[0] if told else ""
    try:
        counts = [parse_count(format_.numbers_as.plain(cell), ()) or 0 for cell in told]
        return str(sum(counts) if format_.several[name] == "parts" else max(counts))
    except ValueError:
        return SIDE_BY_SIDE.join(told)


def best_first(columns: Columns, name: str, copies: Sequence[Cells]) -> list[Cells]:
    """The copies of a column in the order in which its field names their headers."""
    at = next(found for column, found in columns.mapped if column == name)
    aliases = [fold(alias) for field in columns.format.fields if field.name == name for alias in field.aliases]
    order = sorted(range(len(copies)), key=lambda copy: aliases.index(fold(columns.header[at[copy]])))
    return [copies[copy] for copy in order]


def ambiguous(columns: Columns, name: str, values: list[str], line: int) -> AmbiguousColumnError:
    """The error for headers that claim one column and differ on a line."""
    positions = next(at for column, at in columns.places() if column == name)
    headers = ", ".join(f"{columns.header[at]!r} (column {at + 1})" for at in positions)
    return AmbiguousColumnError(
        where=f"line {line}",
        expected=f"one column for {name}",
        found=f"{headers} say {' and '.join(map(repr, values))} on line {line:,}",
        remedy="export again with one of them, or ask which of them counts",
    )
