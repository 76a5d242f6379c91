"""Two headers for one quantity: one column where they agree, an error where they do not."""

from collections.abc import Sequence

from transforms.errors import AmbiguousColumnError
from transforms.exports.model import Format
from transforms.exports.recognise import Columns


def merge_cells(columns: Columns, name: str, copies: Sequence[Sequence[str]], lines: Sequence[int]) -> list[str]:
    """Cells of the canonical column `name`, given once per header that claims it; an empty cell claims nothing.

    Raises:
        AmbiguousColumnError: two of them supply different values for one record.
    """
    merged = []
    for line, cells in zip(lines, zip(*copies, strict=True), strict=True):
        supplied = [bare for cell in cells if (bare := cell.strip())]
        if len(set(supplied)) > 1 and name in columns.format.counts:
            supplied = _numbers(columns.format, supplied)
        if len(set(supplied)) > 1:
            raise ambiguous(columns, name, sorted(set(supplied)), line)
        merged.append(supplied[0] if supplied else "")
    return merged


def _numbers(format_: Format, cells: Sequence[str]) -> list[str]:
    """Counts in one spelling, without cells that say "not supplied": 12.5M and 12500000 are the same one."""
    said = [cell for cell in cells if cell not in format_.missing]
    return [format_.numbers_as.plain(cell) for cell in said] or [cells[0]]


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
