"""Small files gathered into one batch of columns, and staging batches on disk."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pyarrow as pa

from transforms.errors import SettingsError
from transforms.exports.accounts import resolve_account, settle
from transforms.exports.damage import refuse_without_row, with_damage
from transforms.exports.mangled import refuse_mangled
from transforms.exports.merging import merge_cells
from transforms.exports.merging_columns import merge_columns
from transforms.exports.normalise import Cells, Origin
from transforms.exports.pseudonyms import pseudonymised
from transforms.exports.recognise import recognise
from transforms.exports.registry import Registry
from transforms.exports.slices import Slices, gathered, slice_columns, slice_rows
from transforms.exports.typed_times import as_written
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.containers.columns import ColumnGrid, empty_as_null
from warehouse.containers.text import OpenText, records_below, size_of
from warehouse.faultpoints import step
from warehouse.outcomes import padded_note, taken
from warehouse.storage import make_folder

# Limits of one batch of small files: whichever comes first.
BATCH_RECORDS = 200_000
BATCH_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class SmallFile:
    """One small file, read: its cells by canonical column."""

    file: SourceFile
    origin: Origin
    outcome: FileOutcome
    columns: dict[str, Sequence[str]]
    slices: Slices
    lines: list[int]
    n_bytes: int


def read_small(file: SourceFile, text: OpenText, strategy: Strategy, formats: Registry, lines_before: int = 0) -> SmallFile:
    """Recognise a small file, find whose it is and turn its records into columns. `lines_before` is added to their lines.

    Raises:
        SourceError: one of these fails.
    """
    found = settle(recognise(text.grid.rows, formats), file, strategy)
    account, assigned_by = resolve_account(found, file, strategy)
    grid = next(records_below(text, found.header_row))
    if text.layout.is_sheet:
        grid = as_written(found.columns, grid)
    turned: Sequence[Sequence[str]] = list(zip(*grid.rows, strict=True)) or [()] * len(found.columns.header)
    told, last = found.columns, grid.last_line
    columns = {
        name: turned[at[0]] if len(at) == 1 else merge_cells(told, name, [turned[copy] for copy in at], grid.lines, last)
        for name, at in told.mapped
    }
    slices = slice_rows(told, turned, grid.lines, last) if told.slices else Slices()
    if found.format.block:
        refuse_mangled(slices.cells.to_pylist())
    outcome = taken(file, found, text, account, assigned_by)
    outcome = replace(outcome, notes=outcome.notes + padded_note(grid.padded))
    lines = [line + lines_before for line in grid.lines] if lines_before else grid.lines
    n_bytes, width = size_of(text.path), len(text.grid.rows[found.header_row])
    origin = Origin(file, found.columns, account)
    if not text.layout.is_sheet:
        origin = with_damage(origin, grid, width, n_bytes=n_bytes, lines_before=lines_before)
        refuse_without_row(origin, slices, lines)
    return SmallFile(file, origin, outcome, columns, slices, lines, n_bytes)


@dataclass
class Gathering:
    """Small files at hand, by format, until they fill a batch."""

    files: dict[str, list[SmallFile]] = field(default_factory=dict)
    records: Counter[str] = field(default_factory=Counter)
    n_bytes: Counter[str] = field(default_factory=Counter)

    def add(self, small: SmallFile) -> list[SmallFile]:
        """Take in one file; the files of its format if they fill a batch now, else none."""
        name = small.origin.columns.format.id
        self.files.setdefault(name, []).append(small)
        self.records[name] += len(small.lines)
        self.n_bytes[name] += small.n_bytes
        if self.records[name] < BATCH_RECORDS and self.n_bytes[name] < BATCH_BYTES:
            return []
        self.records[name] = self.n_bytes[name] = 0
        return self.files.pop(name)

    def rest(self) -> list[list[SmallFile]]:
        """The files that filled no batch, by format."""
        return [self.files[name] for name in sorted(self.files)]


def batch_cells(files: Sequence[SmallFile]) -> Cells:
    """Records of small files of one format, one file below the other; a column that a file lacks is NULL there."""
    names = dict.fromkeys(name for small in files for name in small.columns)
    lengths = [len(small.lines) for small in files]
    starts = [0, *accumulate(lengths[:-1])]
    return Cells(
        format=files[0].origin.columns.format,
        columns={name: _gathered(files, name) for name in names},
        lines=np.array([line for small in files for line in small.lines], dtype=np.int64),
        origins=[small.origin for small in files],
        origin=np.repeat(np.arange(len(files), dtype=np.int64), lengths),
        slices=gathered([(before, small.slices) for before, small in zip(starts, files, strict=True)]),
    )


def _gathered(files: Sequence[SmallFile], name: str) -> pa.Array:
    cells: list[str | None] = []
    for small in files:
        supplied = small.columns.get(name)
        cells.extend(supplied if supplied is not None else [None] * len(small.lines))
    return empty_as_null(pa.array(cells, pa.string()))


def cells_of_piece(origin: Origin, grid: ColumnGrid, lines_before: int = 0) -> Cells:
    """Records of one piece of a large file by canonical column. `lines_before` is added to their lines.

    Raises:
        AmbiguousColumnError: two headers for one column differ.
    """
    columns, last = {}, grid.last_line
    for name, at in origin.columns.mapped:
        copies = [grid.columns[copy] for copy in at]
        columns[name] = copies[0] if len(copies) == 1 else merge_columns(origin.columns, name, copies, grid.lines, last)
    has_slices = bool(origin.columns.slices)
    slices = slice_columns(origin.columns, grid.columns.__getitem__, grid.lines, last) if has_slices else Slices()
    if origin.columns.format.block:
        refuse_mangled(slices.cells.to_pylist())
    files, lines = np.zeros(grid.n_rows, dtype=np.int64), grid.lines + lines_before
    refuse_without_row(origin, slices, lines.tolist())
    return Cells(origin.columns.format, columns, lines, [origin], files, slices)


def no_secret() -> bytes:
    """No key is at hand.

    Raises:
        SettingsError: always; people are never written down as they are.
    """
    raise SettingsError(
        where="the key of hashed people",
        expected="a key, because an export names people",
        found="none",
        remedy="set PILASTER_HASH_KEY",
    )


@dataclass
class BatchWriter:
    """Writes batches as `out/<table>/<nnnn>.arrow` in the order in which they come."""

    out: Path
    secret: Callable[[], bytes] = no_secret
    """asks for the key of the hashes that stand for people; called when the first of them is about to be written"""
    paths: dict[str, list[Path]] = field(default_factory=dict)

    def write(self, tables: dict[str, pa.Table]) -> None:
        """One file per table."""
        for name, told in tables.items():
            table = pseudonymised(told, self.secret)
            written = self.paths.setdefault(name, [])
            path = self.out / name / f"{len(written):04d}.arrow"
            make_folder(path.parent)
            step(f"stage {name}")
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as file:
                file.write_table(table)
            written.append(path)

    def mark(self) -> dict[str, int]:
        """A point to come back to: batches written so far, by table."""
        return {name: len(written) for name, written in self.paths.items()}

    def back_to(self, mark: dict[str, int]) -> None:
        """Forget what was written since: the rest of a large file that turned out to be damaged."""
        for name in list(self.paths):
            kept = mark.get(name, 0)
            for path in self.paths[name][kept:]:
                step(f"unstage {name}")
                path.unlink()
            del self.paths[name][kept:]
            if not self.paths[name]:
                del self.paths[name]
