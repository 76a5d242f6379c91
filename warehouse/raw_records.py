"""The raw cells of single records of an export, as quarantine pages show them."""

from collections.abc import Collection, Iterator, Sequence

from transforms.exports.recognise import recognise
from transforms.exports.registry import Registry
from warehouse.containers.places import Place
from warehouse.containers.text import OpenText, read_again_if_wrong, records_below


def records_at(path: Place, lines: Collection[int], formats: Registry) -> dict[int, dict[str, str]]:
    """The raw cells (header to text) of the records that start on the given physical lines.

    Raises:
        SourceError: the file cannot be read up to there.
    """
    return read_again_if_wrong(path, lambda text: dict(_records(text, set(lines), formats)))


def _records(text: OpenText, wanted: set[int], formats: Registry) -> Iterator[tuple[int, dict[str, str]]]:
    header_row = recognise(text.grid.rows, formats).header_row
    header = unique_headers(text.grid.rows[header_row])
    for grid in records_below(text, header_row):
        for line, row in zip(grid.lines, grid.rows, strict=True):
            if line in wanted:
                yield line, dict(zip(header, row, strict=True))


def unique_headers(header: Sequence[str]) -> list[str]:
    """Headers told apart: a repeated one gets its number, a blank one its position."""
    seen: dict[str, int] = {}
    names = []
    for at, cell in enumerate(header):
        name = cell.strip() or f"column {at + 1}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
