"""Small files gathered into one batch of columns, and staging batches on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from transforms.exports.accounts import resolve_account
from transforms.exports.normalise import Cells, Origin
from transforms.exports.recognise import recognise
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.containers.columns import ColumnGrid, empty_as_null
from warehouse.containers.text import OpenText, records_below
from warehouse.merging import merge_cells, merge_columns
from warehouse.outcomes import padded_note, taken


@dataclass(frozen=True)
class SmallFile:
    """One small file, read: its cells by canonical column."""

    file: SourceFile
    origin: Origin
    outcome: FileOutcome
    columns: dict[str, Sequence[str]]
    lines: list[int]
    n_bytes: int

    @property
    def format_id(self) -> str:
        """Format that its batch is made of."""
        return self.origin.columns.format.id


def read_small(file: SourceFile, text: OpenText, strategy: Strategy) -> SmallFile:
    """Recognise a small file, find whose it is and turn its records into columns.

    Raises:
        SourceError: one of these fails.
    """
    found = recognise(text.grid.rows)
    account, assigned_by = resolve_account(found, file, strategy)
    grid = next(records_below(text, found.header_row))
    turned: Sequence[Sequence[str]] = list(zip(*grid.rows, strict=True)) or [()] * len(found.columns.header)
    columns = {
        name: turned[at[0]] if len(at) == 1 else merge_cells(found.columns, name, [turned[copy] for copy in at], grid.lines)
        for name, at in found.columns.mapped
    }
    outcome = taken(file, found, text, account, assigned_by)
    outcome = replace(outcome, notes=outcome.notes + padded_note(grid.padded))
    return SmallFile(file, Origin(file, found.columns, account), outcome, columns, grid.lines, text.path.stat().st_size)


@dataclass(frozen=True)
class Batch:
    """Small files of one format."""

    files: list[SmallFile]

    def cells(self) -> Cells:
        """Their records, one file below the other; a column that a file lacks is NULL there."""
        names = dict.fromkeys(name for small in self.files for name in small.columns)
        lengths = [len(small.lines) for small in self.files]
        return Cells(
            format=self.files[0].origin.columns.format,
            columns={name: self._column(name) for name in names},
            lines=np.array([line for small in self.files for line in small.lines], dtype=np.int64),
            origins=[small.origin for small in self.files],
            origin=np.repeat(np.arange(len(self.files), dtype=np.int64), lengths),
        )

    def _column(self, name: str) -> pa.Array:
        gathered: list[str | None] = []
        for small in self.files:
            cells = small.columns.get(name)
            gathered.extend(cells if cells is not None else [None] * len(small.lines))
        return empty_as_null(pa.array(gathered, pa.string()))


def cells_of_piece(origin: Origin, grid: ColumnGrid) -> Cells:
    """Records of one piece of a large file by canonical column.

    Raises:
        AmbiguousColumnError: two headers for one column differ.
    """
    columns = {}
    for name, at in origin.columns.mapped:
        copies = [grid.columns[copy] for copy in at]
        columns[name] = copies[0] if len(copies) == 1 else merge_columns(origin.columns, name, copies, grid.lines.tolist())
    return Cells(origin.columns.format, columns, grid.lines, [origin], np.zeros(grid.n_rows, dtype=np.int64))


@dataclass
class BatchWriter:
    """Writes batches as `out/<table>/<nnnn>.arrow` in the order in which they come."""

    out: Path
    paths: dict[str, list[Path]] = field(default_factory=dict)

    def write(self, tables: dict[str, pa.Table]) -> None:
        """One file per table."""
        for name, table in tables.items():
            written = self.paths.setdefault(name, [])
            path = self.out / name / f"{len(written):04d}.arrow"
            path.parent.mkdir(parents=True, exist_ok=True)
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
                path.unlink()
            del self.paths[name][kept:]
            if not self.paths[name]:
                del self.paths[name]
