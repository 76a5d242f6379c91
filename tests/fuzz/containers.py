"""Workbooks and archives with exports in them, and what can happen to them on the way."""

from __future__ import annotations

import io
import random
import tempfile
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.builders.biff import binary_workbook
from tests.builders.workbooks import Fault, workbook
from tests.fuzz.cases import fresh_originals
from tests.fuzz.model import Export, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Entries = list[tuple[str, bytes]]
BAD_NAMES = (
    "../../escaped.csv", "/tmp/escaped.csv", "..\\..\\escaped.csv", "C:\\escaped.csv", "a/../../escaped.csv", "x" * 300, "",
    "con", "\u202egnp.csv", "a\x00b.csv", "xl/workbook.xml", "[Content_Types].xml",
)  # fmt: skip
_TYPED = (None, True, 3.5, -7, 10**20, "1,234", "12%", Fault("#N/A"), "=1+1", float("1e308"))


@dataclass(frozen=True)
class Packed:
    """A file in a container: the bytes, what they are, what was done to them, and whether all values are still there."""

    data: bytes
    kind: str
    mutator: str
    platform: str
    whole: bytes
    keeps: bool = False


def packed(seed: int, number: int) -> Packed:
    """The case of a number: the same whenever it is asked for."""
    rng = random.Random(f"containers {seed} {number}")
    exports = [each.export for each in rng.sample(fresh_originals(), rng.randint(1, 3))]
    kind = rng.choice(sorted(KINDS))
    if rng.random() < 0.3 and kind != "zip":
        mutator = rng.choice(("retype cells", "rename sheets"))
        whole = KINDS[kind](exports[:1], random.Random(0), "")
        return Packed(
            KINDS[kind](exports[:1], rng, mutator), kind, mutator, exports[0].platform, whole, mutator == "rename sheets"
        )
    whole = KINDS[kind](exports, rng, "")
    able = {**BYTES, **(ENTRIES if kind != "xls" else {})}
    mutator = rng.choice(sorted(able))
    if mutator in BYTES:
        data = bytes(BYTES[mutator](bytearray(whole), rng))
    else:
        data = _zipped(ENTRIES[mutator](_entries(whole), rng), rng)
    return Packed(data, kind, mutator, exports[0].platform, whole, mutator in KEEPING)


def _sheets(exports: Sequence[Export], rng: random.Random, mutator: str) -> dict[str, list[list[Any]]]:
    found = {}
    for at, export in enumerate(exports):
        rows: list[list[Any]] = [[text] for text in export.above] + [list(export.header)]
        rows += [[_typed(cell) for cell in record] for record in export.records]
        if mutator == "retype cells":
            for _ in range(rng.randint(1, 5)):
                row = rng.choice(rows)
                row[rng.randrange(len(row))] = rng.choice(_TYPED)
        name = rng.choice(("Metrics", "Ünï", "a&b", "x" * 31, "Sheet (2)")) if mutator == "rename sheets" else "Sheet"
        found[f"{name}{at}"] = rows
    return found


def _typed(cell: str) -> Any:
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 15 else cell


def _xlsx(exports: Sequence[Export], rng: random.Random, mutator: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return workbook(Path(folder) / "export.xlsx", _sheets(exports, rng, mutator)).read_bytes()


def _xls(exports: Sequence[Export], rng: random.Random, mutator: str) -> bytes:
    plain = {
        name: [["" if cell is None else str(cell) if isinstance(cell, bool | Fault) else cell for cell in row] for row in rows]
        for name, rows in _sheets(exports, rng, mutator).items()
    }
    with tempfile.TemporaryDirectory() as folder:
        return binary_workbook(Path(folder) / "export.xls", plain).read_bytes()


def _zip(exports: Sequence[Export], rng: random.Random, _mutator: str) -> bytes:
    return _zipped([(f"{export.platform}/{at}.csv", write(export).data) for at, export in enumerate(exports)], rng)


def _zipped(entries: Entries, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as file,
    ):
        for name, data in entries:
            info = zipfile.ZipInfo("placeholder" if "\x00" in name else name)
            info.filename = name
            file.writestr(info, data, compress_type=file.compression)
    return out.getvalue()


def _entries(data: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def _flip(data: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] ^= rng.randint(1, 255)
    return data


def _cut(data: bytearray, rng: random.Random) -> bytearray:
    return data[: rng.randrange(1, len(data))]


def _blank(data: bytearray, rng: random.Random) -> bytearray:
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.randint(1, 600))
    data[start:end] = bytes(end - start)
    return data


def _longer(data: bytearray, rng: random.Random) -> bytearray:
    return data + rng.randbytes(rng.randint(1, 2_000))


def _renamed(entries: Entries, rng: random.Random) -> Entries:
    at = rng.randrange(len(entries))
    return [(rng.choice(BAD_NAMES) if number == at else name, data) for number, (name, data) in enumerate(entries)]


def _shuffled(entries: Entries, rng: random.Random) -> Entries:
    return rng.sample(entries, len(entries))


def _doubled(entries: Entries, rng: random.Random) -> Entries:
    return [*entries, rng.choice(entries)]


def _dropped(entries: Entries, rng: random.Random) -> Entries:
    gone = rng.randrange(len(entries))
    return [each for at, each in enumerate(entries) if at != gone]


def _swapped(entries: Entries, rng: random.Random) -> Entries:
    names = rng.sample([name for name, _ in entries], len(entries))
    return [(name, data) for name, (_, data) in zip(names, entries, strict=True)]


def _damaged(entries: Entries, rng: random.Random) -> Entries:
    at = rng.randrange(len(entries))
    change = rng.choice((_flip, _cut, _blank))
    return [
        (name, bytes(change(bytearray(data), rng)) if number == at and data else data)
        for number, (name, data) in enumerate(entries)
    ]


KINDS: dict[str, Callable[[Sequence[Export], random.Random, str], bytes]] = {"xlsx": _xlsx, "xls": _xls, "zip": _zip}
BYTES: dict[str, Callable[[bytearray, random.Random], bytearray]] = {
    "flip bytes": _flip,
    "truncate": _cut,
    "blank a block": _blank,
    "append junk": _longer,
}
ENTRIES: dict[str, Callable[[Entries, random.Random], Entries]] = {
    "rename an entry": _renamed,
    "shuffle entries": _shuffled,
    "double an entry": _doubled,
    "drop an entry": _dropped,
    "swap entries": _swapped,
    "damage an entry": _damaged,
}
# After these all values are there.
KEEPING = {"shuffle entries", "rename sheets"}
