"""Workbooks with bytes flipped, cut, zeroed, repeated: none crashes or hangs the reader, and none changes a cell unseen."""

import random
import time
from typing import Any

import pytest

from tests.builders.biff import binary_workbook
from tests.builders.workbooks import workbook
from transforms.errors import SourceError
from warehouse.containers.parts import parts_of

SEED = 20_261_122
MUTATIONS = 1_000
SECONDS = 5.0
HEADER = ["Date", "Impressions (total)", "Clicks (total)", "Reactions (total)"]
SHEETS: dict[str, list[list[Any]]] = {
    "Metrics": [HEADER, *(["10/31/2026", at * 7, at, at % 3] for at in range(400))],
    "Followers": [["Date", "Total followers"], *(["10/31/2026", -at] for at in range(200))],
}


def mutated(data, chance):
    bytes_ = bytearray(data)
    at, n = chance.randrange(len(bytes_)), chance.randrange(1, 2_000)
    kind = chance.choice(["flip", "flip", "cut", "zero", "repeat", "insert"])
    if kind == "flip":
        for _ in range(chance.choice([1, 3, 20, 200])):
            bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del bytes_[at:]
    elif kind == "zero":
        bytes_[at : at + n] = bytes(len(bytes_[at : at + n]))
    else:
        bytes_[at:at] = bytes_[at : at + n] if kind == "repeat" else chance.randbytes(n % 50 + 1)
    return bytes(bytes_)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_mutated_workbook_is_held_or_read(kind, tmp_path):
    """What an .xlsx says is protected by checksums, so what is read of it is the original. A binary .xls has none."""
    path = tmp_path / f"a.{kind}"
    whole = (workbook if kind == "xlsx" else binary_workbook)(path, SHEETS).read_bytes()
    cells = {part.base_name: part.read_bytes() for part in parts_of(path)}
    chance = random.Random(SEED)

    read = 0
    for _ in range(MUTATIONS // 2):
        path.write_bytes(mutated(whole, chance))
        start = time.perf_counter()
        try:
            found = {part.base_name: part.read_bytes() for part in parts_of(path)}
        except SourceError:
            found = {}
        assert time.perf_counter() - start < SECONDS
        if found and kind == "xlsx":
            assert found == cells
        read += bool(found)

    assert 0 < read < MUTATIONS // 2
