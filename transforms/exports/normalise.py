"""Cells of one format, from one file or from many at once, to rows of its staging tables.

No record is dropped: what cannot be read is NULL and named in `parse_error`; only blank lines and totals are set aside, and
counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.contracts.arrow import arrow_field
from transforms.contracts.tables import TABLES
from transforms.exports import readings
from transforms.exports.audiences import read_audience
from transforms.exports.headers import fold
from transforms.exports.model import Format
from transforms.exports.observed import read_observed
from transforms.exports.recognise import Columns
from transforms.exports.slices import Slices
from transforms.exports.split_rows import split_rows
from transforms.exports.structural import is_structural
from transforms.exports.vectors import Flags, Ints, is_video_id, parse_counts, per_unique, whole
from transforms.sources import SourceFile


@dataclass(frozen=True)
class Origin:
    """The file of some records: its lineage, its header and, where the records name none, its account."""

    file: SourceFile
    columns: Columns
    account: str | None = None
    damaged: Mapping[int, str] = field(default_factory=dict)
    """records that are not whole: line → what is wrong with them; see damage.py"""
    cut_line: int | None = None
    """the last record of a file that stops in it: it is a record, whatever it looks like"""


@dataclass(frozen=True)
class Cells:
    """Records of one format as text: canonical column to cells, NULL where empty. `origin[i]` indexes `origins`."""

    format: Format
    columns: Mapping[str, pa.Array | pa.ChunkedArray]
    lines: Ints
    origins: Sequence[Origin]
    origin: Ints
    slices: Slices = field(default_factory=Slices)
    """cells of columns that become rows of their own"""


@dataclass(frozen=True)
class Staged:
    """Rows by staging table, and per origin how many records were staged and how many lines were none."""

    tables: dict[str, pa.Table]
    n_records: list[int]
    n_structural: list[int]


@dataclass
class Work:
    """What the readings of one batch share: finished columns, and what could not be read."""

    cells: Cells
    done: dict[str, pa.Array | pa.ChunkedArray] = field(default_factory=dict)
    errors: dict[int, list[str]] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """Records in the batch."""
        return len(self.cells.lines)

    def complain(self, column: str, rows: Flags, why: str | None = None) -> None:
        """Name the cells of `column` in `rows` in the parse error of their records."""
        for row in np.flatnonzero(rows):
            header = self.cells.origins[self.cells.origin[row]].columns.header_of(column)
            self.errors.setdefault(int(row), []).append(readings.complaint(self.cells, column, int(row), header, why))

    def per_origin(self, values: Sequence[str | None]) -> pa.Array:
        """One text per file, spread over its records."""
        if len(values) == 1:
            return pa.repeat(pa.scalar(values[0], pa.string()), self.n_rows)
        return pa.array(values, pa.string()).take(pa.array(self.cells.origin))


def normalise(cells: Cells) -> Staged:
    """Rows of the staging tables that `cells.format` fills, in the order of the records."""
    damaged = _damaged(cells)
    structural = _structural(cells, damaged)
    slices = cells.slices.supplied(cells.format.missing) if len(cells.slices) else cells.slices
    if cells.format.only_splits:
        structural |= ~_has_slices(slices, len(cells.lines))
    n_files = len(cells.origins)
    n_structural = np.bincount(cells.origin[structural], minlength=n_files) if structural.any() else np.zeros(n_files, int)
    cells = replace(cells, slices=slices)
    kept = _keep(cells, ~structural) if structural.any() else cells
    work = Work(kept)
    _tell_damage(work)
    (kept.format.identity or readings.read_identity)(work)
    readings.read_times(work)
    _read_counts(work)
    readings.read_numbers(work)
    readings.read_texts(work)
    _read_lineage(work)
    if "staging_audience" in cells.format.tables:
        read_audience(work)
    rows = split_rows(work) if len(kept.slices) else None
    _read_errors(work)
    tables = _tables(work) | (rows.tables(work, staging_schema) if rows else {})
    n_records = np.bincount(kept.origin, minlength=n_files) if len(kept.origin) else np.zeros(n_files, int)
    return Staged(tables, n_records.tolist(), n_structural.tolist())


def _damaged(cells: Cells) -> Flags:
    """Records that are not whole."""
    flags: Flags = np.zeros(len(cells.lines), bool)
    for at, origin in enumerate(cells.origins):
        if origin.damaged:
            flags |= (cells.origin == at) & np.isin(cells.lines, list(origin.damaged))
    return flags


def _cut(cells: Cells) -> Flags:
    """The last record of each file that stops in it."""
    flags: Flags = np.zeros(len(cells.lines), bool)
    for at, origin in enumerate(cells.origins):
        if origin.cut_line is not None:
            flags |= (cells.origin == at) & (cells.lines == origin.cut_line)
    return flags


def _tell_damage(work: Work) -> None:
    cells = work.cells
    for row in np.flatnonzero(_damaged(cells)):
        why = cells.origins[cells.origin[row]].damaged[int(cells.lines[row])]
        work.errors.setdefault(int(row), []).append(why)


def _structural(cells: Cells, damaged: Flags) -> Flags:
    """Lines that are no record: blank ones, totals, and the header once more (files glued together)."""
    flags: Flags = np.zeros(len(cells.lines), bool)
    if cells.format.key not in cells.columns:  # headers are values: there is nothing but figures
        return flags
    key = cells.columns[cells.format.key]
    if key.null_count:
        empty = pc.is_null(key).to_numpy(zero_copy_only=False) if isinstance(key, pa.Array) else pc.is_null(key).to_numpy()
        rows = np.flatnonzero(empty)
        blank = np.ones(len(rows), bool)
        for column in cells.columns.values():
            blank &= pc.is_null(column.take(pa.array(rows))).to_numpy(**_COPY[isinstance(column, pa.Array)])
        flags[rows[blank]] = True
    words = sorted({*cells.format.totals, *(origin.columns.header_of(cells.format.key) for origin in cells.origins)})
    total = pc.is_in(key, value_set=pa.array(words, pa.string()))
    if pc.any(total).as_py():
        flags |= total.to_numpy(**_COPY[isinstance(total, pa.Array)])
    if cells.format.is_breakdown and not cells.format.only_splits:
        flags |= _without_figures(cells, key) & ~damaged  # its figures may have been lost
    if cells.format.video_ids and "post_id" in cells.columns:
        flags |= _about_others(cells, pc.invert(is_video_id(whole(cells.columns["post_id"]))))
    if cells.format.described and key.null_count:
        flags |= _about_others(cells, whole(key).is_null())
    return flags & ~_cut(cells)


def _without_figures(cells: Cells, key: pa.Array | pa.ChunkedArray) -> Flags:
    """Totals in any spelling, and sentences: a value without a single figure beside it says nothing of the audience."""
    totals = pa.array(sorted({fold(word) for word in cells.format.totals}), pa.string())
    folded = per_unique(whole(key), fold, pa.string())
    flags: Flags = pc.is_in(folded, value_set=totals).to_numpy(zero_copy_only=False)
    figures = [whole(column) for name, column in cells.columns.items() if name in cells.format.measures]
    bare = np.ones(len(cells.lines), bool)
    for column in figures:
        bare &= column.is_null().to_numpy(zero_copy_only=False)
    return flags | bare


def _about_others(cells: Cells, suspects: pa.Array) -> Flags:
    """Lines that say something about the others: totals, "Showing top 500 results", what the columns count."""
    flags: Flags = np.zeros(len(cells.lines), bool)
    for row in np.flatnonzero(suspects.fill_null(False).to_numpy(zero_copy_only=False)):  # noqa: FBT003 - pyarrow's argument
        record = {name: column[int(row)].as_py() or "" for name, column in cells.columns.items()}
        flags[row] = is_structural(cells.origins[cells.origin[row]].columns, record)
    return flags


def _has_slices(slices: Slices, n_rows: int) -> Flags:
    """Records that give a row at least."""
    flags: Flags = np.zeros(n_rows, bool)
    flags[slices.rows] = True
    return flags


# An Array of bits has to be copied into bytes; a ChunkedArray does so unasked.
_COPY: dict[bool, dict[str, bool]] = {True: {"zero_copy_only": False}, False: {}}


def _keep(cells: Cells, rows: Flags) -> Cells:
    mask = pa.array(rows)
    columns = {name: column.filter(mask) for name, column in cells.columns.items()}
    return Cells(cells.format, columns, cells.lines[rows], cells.origins, cells.origin[rows], cells.slices.of_records(rows))


def _read_counts(work: Work) -> None:
    for name in sorted(work.cells.format.counts & work.cells.columns.keys()):
        counts, wrong = parse_counts(readings.plain(work, name), work.cells.format.missing)
        work.done[name] = counts
        if wrong is not None:
            work.complain(name, wrong, "is no whole number")


def _read_lineage(work: Work) -> None:
    files = [origin.file for origin in work.cells.origins]
    format_ = work.cells.format
    work.done |= {
        "brand": work.per_origin([file.brand for file in files]),
        "platform": work.done.get("platform", work.per_origin([format_.platform] * len(files))),
        "format": work.per_origin([format_.id] * len(files)),
        "exposure_metric": work.per_origin([origin.columns.exposure for origin in work.cells.origins]),
        "observed_on_source": work.per_origin([file.observed_on_source for file in files]),
        "source_sha": work.per_origin([file.sha for file in files]),
        "source_line": pa.array(work.cells.lines),
        "observed_on": pa.array([file.observed_on for file in files], pa.date32()).take(pa.array(work.cells.origin)),
        "observed_at": pa.array([file.observed_at for file in files], pa.timestamp("us", tz="UTC")).take(
            pa.array(work.cells.origin)
        ),
    }
    if "observed_at" in work.cells.columns:
        read_observed(work)


def _read_errors(work: Work) -> None:
    if work.errors:
        texts = ["; ".join(work.errors[row]) if row in work.errors else None for row in range(work.n_rows)]
        work.done["parse_error"] = pa.array(texts, pa.string())


@lru_cache(maxsize=8)
def staging_schema(table: str) -> pa.Schema:
    """The contract's schema with every column nullable: NULL is how an unreadable cell reaches quarantine."""
    contract = TABLES[table]
    fields = [arrow_field(column) for column in contract.fields]
    return pa.schema(fields, metadata={"table": contract.name, "grain": contract.grain})


def _tables(work: Work) -> dict[str, pa.Table]:
    """Rows by staging table. A record that names a day goes to the daily table, where the format has one."""
    format_ = work.cells.format
    if format_.only_splits:
        return {}
    days = work.done.get("activity_date")
    if format_.daily_table is None or days is None or days.null_count == work.n_rows:
        return {format_.table: _table(work, format_.table)} if work.n_rows else {}
    daily = pc.is_valid(days)
    rows = {
        format_.table: _table(work, format_.table).filter(pc.invert(daily)),
        format_.daily_table: _table(work, format_.daily_table).filter(daily),
    }
    return {table: found for table, found in rows.items() if found.num_rows}


def _table(work: Work, table: str) -> pa.Table:
    schema = staging_schema(table)
    columns = [work.done[name] if name in work.done else pa.nulls(work.n_rows, schema.field(name).type) for name in schema.names]
    return pa.Table.from_arrays(columns, schema=schema)
