"""Extract: archived export files into staging batches, one outcome per file.

Small files of one format are read one by one and normalised together; large ones are normalised piece by piece. A file that
fails leaves nothing behind and stops nobody.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from transforms.errors import SourceError
from transforms.exports.normalise import normalise
from transforms.exports.registry import SHIPPED, Registry
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.batches import BatchWriter, Gathering, SmallFile, batch_cells, no_secret, read_small
from warehouse.containers.parts import has_parts
from warehouse.containers.text import SMALL_BYTES, open_text, size_of
from warehouse.large_files import extract_large
from warehouse.outcomes import counted, held
from warehouse.raw_records import records_at


def extract(
    files: Sequence[SourceFile],
    paths: Mapping[tuple[str, str], Path],
    strategies: Mapping[str, Strategy],
    out: Path,
    formats: Registry = SHIPPED,
    *,
    small_bytes: int = SMALL_BYTES,
    secret: Callable[[], bytes] = no_secret,
) -> tuple[list[FileOutcome], dict[str, list[Path]]]:
    """Read `files`, found at `paths` by (brand, sha), and write their records to `out/<staging table>/<nnnn>.arrow`.

    Returns:
        One outcome per file, ordered by (brand, sha), and the batches of each staging table. A batch is an uncompressed Arrow
        IPC file with the columns of the table's contract, all nullable: an unreadable cell is NULL and named in `parse_error`.
        `secret` gives the key of the hashes that stand for people. `n_records` of an outcome counts staged records,
        `n_structural` blank and total lines; together they are all lines read.
    """
    ordered = sorted(files, key=lambda file: (file.brand, file.sha))
    writer = BatchWriter(out, secret)
    outcomes: dict[tuple[str, str], FileOutcome] = {}
    gathered = Gathering()
    for file in ordered:
        key = file.brand, file.sha
        try:
            if has_parts(paths[key]):
                outcomes[key] = _extract_parted(file, paths[key], strategies[file.brand], formats, writer, small_bytes)
            elif size_of(paths[key]) <= small_bytes:
                small = read_small(file, open_text(paths[key], small_bytes=small_bytes), strategies[file.brand], formats)
                _stage(gathered.add(small), writer, outcomes)
            else:
                outcomes[key] = extract_large(file, paths[key], strategies[file.brand], formats, writer, small_bytes)
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


def _extract_parted(
    file: SourceFile, path: Path, strategy: Strategy, formats: Registry, writer: BatchWriter, small_bytes: int
) -> FileOutcome:
    from warehouse.parted_files import extract_parted  # only a file with parts pays for it

    return extract_parted(file, path, strategy, formats, writer, small_bytes)


def read_records(path: Path, lines: Collection[int], formats: Registry = SHIPPED) -> dict[int, dict[str, str]]:
    """The raw cells (header to text) of the records that start on the given lines, for quarantine pages.

    Raises:
        SourceError: the file cannot be read up to there.
    """
    if has_parts(path):
        from warehouse.parted_files import read_parted

        return read_parted(path, lines, formats)
    return records_at(path, lines, formats)
