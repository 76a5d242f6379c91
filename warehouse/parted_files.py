"""Extract: a file of several parts is one export, and they are its tables. All of them are understood, or it is held.

Understood is also what is known to hold nothing for us: an empty sheet, a chart, a table declared in exports/asides.py. Each is
set aside by name. A table that nobody knows holds the whole file: it may hold what somebody will look for.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from transforms.errors import SourceError
from transforms.exports.normalise import normalise
from transforms.exports.registry import Registry
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.batches import BatchWriter, batch_cells, read_small
from warehouse.containers.parts import LINES_PER_PART, Part, parts_of
from warehouse.containers.sheets import Sheet
from warehouse.containers.text import open_text
from warehouse.large_files import extract_large
from warehouse.outcomes import counted, header_only, held
from warehouse.raw_records import records_at
from warehouse.setting_aside import told, with_tables

# Where a quarantine page names the table of a file that has several.
PART = "part of the file"


def extract_parted(
    file: SourceFile, path: Path, strategy: Strategy, formats: Registry, writer: BatchWriter, small_bytes: int
) -> FileOutcome:
    """Read every part of a file; one that fails fails the file, and nothing of it is left behind.

    Raises:
        SourceError: a part cannot be read, recognised or assigned, or the file is not safe to open.
    """
    mark = writer.mark()
    try:
        parts, asides = with_tables(parts_of(path))
        found = [_extract(file, part, strategy, formats, writer, small_bytes) for part in parts]
        outcome = _together(file, parts, found, formats)
        return replace(outcome, notes=outcome.notes + told(asides))
    except SourceError:
        writer.back_to(mark)
        raise


def _extract(
    file: SourceFile, part: Part, strategy: Strategy, formats: Registry, writer: BatchWriter, small_bytes: int
) -> FileOutcome:
    inner = replace(file, name=part.base_name, folders=(*file.folders, PurePath(file.name).stem, *part.folders))
    try:
        if part.size > small_bytes and not isinstance(part, Sheet):
            return extract_large(inner, part, strategy, formats, writer, small_bytes, part.lines_before)
        small = read_small(inner, open_text(part, small_bytes=small_bytes), strategy, formats, part.lines_before)
    except SourceError as error:
        error.where = f"{part.name}, {error.where}" if error.where else part.name
        raise
    staged = normalise(batch_cells([small]))
    writer.write(staged.tables)
    return counted(small.outcome, inner, staged.n_records[0], staged.n_structural[0])


def _together(file: SourceFile, parts: Sequence[Part], outcomes: Sequence[FileOutcome], formats: Registry) -> FileOutcome:
    """One outcome for all: under the format that is believed first, with the sums of all."""
    first = min(outcomes, key=lambda outcome: formats.rank(outcome.format or ""))
    n_records = sum(outcome.n_records for outcome in outcomes)
    if not n_records:
        return replace(held(file, header_only()), format=first.format, platform=first.platform)
    assigned = {(each.platform, each.assigned_account, each.assigned_by) for each in outcomes if each.assigned_account}
    _, account, by = assigned.pop() if len(assigned) == 1 else (None, None, None)
    each_with = list(zip(parts, outcomes, strict=True))
    return replace(
        first,
        name=file.name,
        held_code=None,
        where="",
        expected="",
        found="",
        remedy="",
        n_records=n_records,
        n_structural=sum(outcome.n_structural for outcome in outcomes),
        unknown_columns=tuple(name for part, outcome in each_with for name in _named(part, outcome.unknown_columns)),
        assigned_account=account,
        assigned_by=by,
        notes=_once((part, note) for part, outcome in each_with for note in (outcome.notes or _if_empty(outcome))),
    )


def _if_empty(outcome: FileOutcome) -> tuple[str, ...]:
    return () if outcome.n_records else ("header only: nothing in it",)


def _once(notes: Iterable[tuple[Part, str]]) -> tuple[str, ...]:
    """Each note once, behind the names of the parts that it is about."""
    names: dict[str, list[str]] = {}
    for part, note in notes:
        names.setdefault(note, []).append(part.base_name)
    return tuple(f"{', '.join(parts)}: {note}" for note, parts in names.items())


def _named(part: Part, texts: Sequence[str]) -> list[str]:
    return [f"{part.base_name}: {text}" for text in texts]


def read_parted(path: Path, lines: Collection[int], formats: Registry) -> dict[int, dict[str, str]]:
    """The raw cells of the records that start on the given lines of a file's parts.

    Raises:
        SourceError: the file cannot be read up to there.
    """
    found: dict[int, dict[str, str]] = {}
    for part in parts_of(path):
        inside = [line - part.lines_before for line in lines if line // LINES_PER_PART == part.number]
        shown = records_at(part, inside, formats) if inside else {}
        found |= {line + part.lines_before: {PART: part.name} | cells for line, cells in shown.items()}
    return found
