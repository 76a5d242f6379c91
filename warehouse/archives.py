"""Extract: an archive is one export file whose entries are its tables. All of them are understood, or it is held."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from transforms.errors import SourceError
from transforms.exports.normalise import normalise
from transforms.exports.register import FORMATS
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.batches import BatchWriter, batch_cells, read_small
from warehouse.containers.archive import LINES_PER_ENTRY, Entry, entries_of
from warehouse.containers.text import open_text
from warehouse.large_files import extract_large
from warehouse.outcomes import counted, header_only, held
from warehouse.raw_records import records_at

# Where a quarantine page names the table of an archive.
ENTRY = "file in the archive"

_RANK = {name: rank for rank, name in enumerate(FORMATS)}


def extract_archive(file: SourceFile, path: Path, strategy: Strategy, writer: BatchWriter, small_bytes: int) -> FileOutcome:
    """Read every entry of an archive; one that fails fails the archive, and nothing of it is left behind.

    Raises:
        SourceError: an entry cannot be read, recognised or assigned, or the archive is not safe to open.
    """
    mark = writer.mark()
    try:
        entries = entries_of(path)
        return _together(file, entries, [_extract(file, entry, strategy, writer, small_bytes) for entry in entries])
    except SourceError:
        writer.back_to(mark)
        raise


def _extract(file: SourceFile, entry: Entry, strategy: Strategy, writer: BatchWriter, small_bytes: int) -> FileOutcome:
    part = replace(file, name=entry.base_name, folders=(*file.folders, *entry.folders))
    try:
        if entry.size > small_bytes:
            return extract_large(part, entry, strategy, writer, small_bytes, entry.lines_before)
        small = read_small(part, open_text(entry, small_bytes=small_bytes), strategy, entry.lines_before)
    except SourceError as error:
        error.where = f"{entry.name}, {error.where}" if error.where else entry.name
        raise
    staged = normalise(batch_cells([small]))
    writer.write(staged.tables)
    return counted(small.outcome, part, staged.n_records[0], staged.n_structural[0])


def _together(file: SourceFile, entries: Sequence[Entry], parts: Sequence[FileOutcome]) -> FileOutcome:
    """One outcome for all: under the format that is believed first, with the sums of all."""
    first = min(parts, key=lambda part: _RANK[part.format or ""])
    n_records = sum(part.n_records for part in parts)
    if not n_records:
        return replace(held(file, header_only()), format=first.format, platform=first.platform)
    assigned = {(part.platform, part.assigned_account, part.assigned_by) for part in parts if part.assigned_account}
    _, account, by = assigned.pop() if len(assigned) == 1 else (None, None, None)
    told = list(zip(entries, parts, strict=True))
    return replace(
        first,
        name=file.name,
        held_code=None,
        where="",
        expected="",
        found="",
        remedy="",
        n_records=n_records,
        n_structural=sum(part.n_structural for part in parts),
        unknown_columns=tuple(name for entry, part in told for name in _named(entry, part.unknown_columns)),
        assigned_account=account,
        assigned_by=by,
        notes=tuple(note for entry, part in told for note in _named(entry, part.notes)),
    )


def _named(entry: Entry, texts: Sequence[str]) -> list[str]:
    return [f"{entry.base_name}: {text}" for text in texts]


def read_archived(path: Path, lines: Collection[int]) -> dict[int, dict[str, str]]:
    """The raw cells of the records that start on the given lines of an archive's entries.

    Raises:
        SourceError: the archive cannot be read up to there.
    """
    found: dict[int, dict[str, str]] = {}
    for entry in entries_of(path):
        inside = [line - entry.lines_before for line in lines if line // LINES_PER_ENTRY == entry.number]
        shown = records_at(entry, inside) if inside else {}
        found |= {line + entry.lines_before: {ENTRY: entry.name} | cells for line, cells in shown.items()}
    return found
