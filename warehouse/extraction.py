"""Extract: archived export files into staging batches, one outcome per file.

Small files of one format are read one by one and normalised together; large ones are normalised piece by piece. A file that
fails leaves nothing behind and stops nobody.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from transforms.errors import SourceError
from transforms.exports.accounts import resolve_account, settle
from transforms.exports.normalise import Origin, normalise
from transforms.exports.recognise import Recognised, recognise
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.batches import BatchWriter, Gathering, SmallFile, batch_cells, cells_of_piece, read_small
from warehouse.containers.large import pieces_below
from warehouse.containers.text import SMALL_BYTES, OpenText, open_text, read_again_if_wrong, records_below, size_of
from warehouse.outcomes import counted, held, padded_note, taken


def extract(
    files: Sequence[SourceFile],
    paths: Mapping[tuple[str, str], Path],
    strategies: Mapping[str, Strategy],
    out: Path,
    *,
    small_bytes: int = SMALL_BYTES,
) -> tuple[list[FileOutcome], dict[str, list[Path]]]:
    """Read `files`, found at `paths` by (brand, sha), and write their records to `out/<staging table>/<nnnn>.arrow`.

    Returns:
        One outcome per file, ordered by (brand, sha), and the batches of each staging table. A batch is an uncompressed Arrow
        IPC file with the columns of the table's contract, all nullable: an unreadable cell is NULL and named in `parse_error`.
        `n_records` of an outcome counts staged records, `n_structural` blank and total lines; together they are all lines read.
    """
    ordered = sorted(files, key=lambda file: (file.brand, file.sha))
    writer = BatchWriter(out)
    outcomes: dict[tuple[str, str], FileOutcome] = {}
    gathered = Gathering()
    for file in ordered:
        key = file.brand, file.sha
        try:
            if size_of(paths[key]) <= small_bytes:
                small = read_small(file, open_text(paths[key], small_bytes=small_bytes), strategies[file.brand])
                _stage(gathered.add(small), writer, outcomes)
            else:
                outcomes[key] = _extract_large(file, paths[key], strategies[file.brand], writer, small_bytes)
        except SourceError as error:
            outcomes[key] = held(file, error)
    for rest in gathered.rest():
        _stage(rest, writer, outcomes)
    return [outcomes[file.brand, file.sha] for file in ordered], writer.paths


def _stage(files: list[SmallFile], writer: BatchWriter, outcomes: dict[tuple[str, str], FileOutcome]) -> None:
    """Normalise small files of one format as one batch and write it."""
    if not files:
        return
    staged = normalise(batch_cells(files))
    writer.write(staged.tables)
    for small, n_records, n_structural in zip(files, staged.n_records, staged.n_structural, strict=True):
        outcomes[small.file.brand, small.file.sha] = counted(small.outcome, small.file, n_records, n_structural)


def _extract_large(file: SourceFile, path: Path, strategy: Strategy, writer: BatchWriter, small_bytes: int) -> FileOutcome:
    def read(text: OpenText) -> FileOutcome:
        writer.back_to(mark)
        found = settle(recognise(text.grid.rows), file, strategy)
        account, assigned_by = resolve_account(found, file, strategy)
        outcome = taken(file, found, text, account, assigned_by)
        return _stage_pieces(text, found, Origin(file, found.columns, account), outcome, writer)

    mark = writer.mark()
    try:
        return read_again_if_wrong(path, read, small_bytes=small_bytes)
    except SourceError:
        writer.back_to(mark)
        raise


def _stage_pieces(text: OpenText, found: Recognised, origin: Origin, outcome: FileOutcome, writer: BatchWriter) -> FileOutcome:
    from warehouse.containers.columns import ColumnGrid, columns_of, read_columns

    width = len(text.grid.rows[found.header_row])
    n_records = n_structural = padded = 0
    for piece in pieces_below(text, found.header_row, lambda data, line: read_columns(data, line, width, text.layout.delimiter)):
        grid = piece if isinstance(piece, ColumnGrid) else columns_of(piece, width)
        staged = normalise(cells_of_piece(origin, grid))
        writer.write(staged.tables)
        n_records += staged.n_records[0]
        n_structural += staged.n_structural[0]
        padded += grid.padded
    return counted(replace(outcome, notes=outcome.notes + padded_note(padded)), origin.file, n_records, n_structural)


def read_records(path: Path, lines: Collection[int]) -> dict[int, dict[str, str]]:
    """The raw cells (header to text) of the records that start on the given physical lines, for quarantine pages.

    Raises:
        SourceError: the file cannot be read up to there.
    """
    return read_again_if_wrong(path, lambda text: dict(_records(text, set(lines))))


def _records(text: OpenText, wanted: set[int]) -> Iterator[tuple[int, dict[str, str]]]:
    header_row = recognise(text.grid.rows).header_row
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
