"""What extraction says of one file: staged with its counts, or held with the four answers of its error."""

from dataclasses import replace

from transforms.errors import EmptyExportError, SourceError
from transforms.exports.recognise import Columns, Recognised
from transforms.sources import FileOutcome, SourceFile
from warehouse.containers.text import OpenText


def taken(file: SourceFile, found: Recognised, text: OpenText, account: str | None, assigned_by: str | None) -> FileOutcome:
    """The outcome of a file whose format and account are known, before its records are counted."""
    return FileOutcome(
        brand=file.brand,
        sha=file.sha,
        name=file.name,
        format=found.format.id,
        platform=found.format.platform,
        encoding=text.layout.encoding,
        delimiter=text.layout.delimiter,
        unknown_columns=found.columns.unknown,
        assigned_account=file.assigned_account if assigned_by == "assigned" else account,
        assigned_by=assigned_by,
        notes=(*text.layout.notes, *filter(None, (found.format.remark,)), *unproven_notes(found.columns)),
    )


def unproven_notes(columns: Columns) -> tuple[str, ...]:
    """What a person is told of headers that were read by documents alone."""
    format_ = columns.format
    return tuple(
        f"headers in language {each!r} are read as documented ({format_.unproven[each]}); no real export has proven them yet: "
        "hold a few numbers against the platform"
        for each in columns.languages
    )


def held(file: SourceFile, error: SourceError) -> FileOutcome:
    """The outcome of a file that cannot be staged, with the four answers of its error."""
    place = "/".join((file.brand, *file.folders, file.name))
    return FileOutcome(
        brand=file.brand,
        sha=file.sha,
        name=file.name,
        held_code=error.code,
        where=f"{place}, {error.where}" if error.where else place,
        expected=error.expected,
        found=error.found,
        remedy=error.remedy,
        assigned_account=file.assigned_account,
    )


def padded_note(n: int) -> tuple[str, ...]:
    """What a person is told of records that ended early."""
    records = "1 record ends early: its" if n == 1 else f"{n:,} records end early: their"
    return (f"{records} last cells count as not supplied",) if n else ()


def counted(outcome: FileOutcome, file: SourceFile, n_records: int, n_structural: int) -> FileOutcome:
    """The outcome with its counts; a file without a single record is held, and known by its format all the same."""
    if n_records:
        return replace(outcome, n_records=n_records, n_structural=n_structural)
    empty = held(file, header_only())
    return replace(
        empty,
        format=outcome.format,
        platform=outcome.platform,
        n_structural=n_structural,
        encoding=outcome.encoding,
        delimiter=outcome.delimiter,
    )


def header_only() -> EmptyExportError:
    """The error for a known export with nothing in it: not the same as an export that never came."""
    return EmptyExportError(
        expected="records below the header",
        found="header only: the export was made and holds nothing",
        remedy="check the period that was exported; nothing that is published changes",
    )
