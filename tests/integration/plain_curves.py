"""The curves of real videos, read with Python's csv alone: who still watches at each position."""

import csv
import io
import re
from itertools import pairwise
from pathlib import Path

_TITLES = (
    r"Lifetime Percentage of viewers at each interval \(video post\) - ([0-9]+)",
    r"Percentage of total views at interval ([0-9]+)",
)
Curve = list[tuple[int, float]]


def plain_rows(path: Path) -> list[list[str]]:
    """Records of a CSV file, also of one that was wrapped in quotes once more."""
    rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig", "replace")))
    return [next(csv.reader(row)) if len(row) == 1 and "," in row[0] else row for row in rows]


def plain_curves(folder: Path) -> dict[str, Curve]:
    """Id of a post or video asset → (position, part still watching), of every CSV file of a folder."""
    found: dict[str, Curve] = {}
    for path in sorted(folder.glob("*.csv")):
        header, *rows = plain_rows(path)
        places = {at: int(told[1]) for at, name in enumerate(header) for title in _TITLES if (told := re.fullmatch(title, name))}
        for row in rows if places else ():
            cells = [(position, row[at]) for at, position in places.items() if row[at : at + 1] not in ([], [""])]
            # Below the header of the old export stands what its columns mean.
            if cells and row[0]:
                found[row[0].rpartition("_")[2]] = sorted((position, float(cell)) for position, cell in cells)
    return found


def completion(curve: Curve) -> float:
    """Who is there at the end, of those at the start."""
    return curve[-1][1] / curve[0][1]


def falloff(curve: Curve) -> float:
    """The largest part that left between two positions."""
    return max((here - after) / here for (_, here), (_, after) in pairwise(curve) if here)
