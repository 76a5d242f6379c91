"""Inspect: what an export file is, without a workspace and without a dataframe library."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from transforms.errors import SettingsError, SourceError
from transforms.exports.damage import damage
from transforms.exports.inspecting import GRAINS, Inspection, Survey
from transforms.exports.nearest import nearest
from transforms.exports.recognise import Recognised, recognise
from transforms.exports.registry import SHIPPED, Registry
from transforms.exports.typed_times import as_written
from warehouse.containers.parts import Part, has_parts, parts_of
from warehouse.containers.places import Place
from warehouse.containers.text import OpenText, open_text, read_again_if_wrong, records_below, size_of
from warehouse.outcomes import header_only, unproven_notes
from warehouse.setting_aside import why_aside

_AS_OF_EXPORT = "it names no day: its figures are of the day on which the export was taken"
# Damaged records that are named; a night refuses all of them.
_SHOWN = 5


def inspect(paths: Sequence[Path], formats: Registry = SHIPPED) -> list[Inspection]:
    """One inspection per path, and one per part of a file that has several, in their order.

    What cannot be read says why in `reason`; nothing is raised.
    """
    return [
        seen for path in paths for seen in (_inspect_parts(path, formats) if has_parts(path) else [_inspect(path, path, formats)])
    ]


def _inspect_parts(path: Path, formats: Registry) -> list[Inspection]:
    try:
        return [_inspect_part(path / part.name, part, formats) for part in parts_of(path)]
    except SourceError as error:
        return [Inspection(file=str(path), reason=reason_of(error))]


def _inspect_part(path: Path, part: Part, formats: Registry) -> Inspection:
    """A part as the file that it is, or why it is set aside."""
    try:
        why = why_aside(part)
    except SourceError as error:
        return Inspection(file=str(path), reason=reason_of(error))
    return Inspection(file=str(path), set_aside=why) if why else _inspect(path, part, formats)


def _inspect(path: Path, place: Place, formats: Registry) -> Inspection:
    seen = Inspection(file=str(path))
    try:
        return read_again_if_wrong(place, lambda text: _read(path, text, formats))
    except SourceError as error:
        return replace(seen, reason=reason_of(error))
    except OSError as error:
        return replace(seen, reason=f"unreadable_file: {error.strerror or error}")


def reason_of(error: SourceError) -> str:
    """An error on one line, its stable code first."""
    parts = [f"{error.code}: {error.found}", f"expected {error.expected}" if error.expected else "", error.remedy]
    return "; ".join(part for part in parts if part)


def _read(path: Path, text: OpenText, formats: Registry) -> Inspection:
    laid = Inspection(file=str(path), encoding=text.layout.encoding, delimiter=text.layout.delimiter, notes=text.layout.notes)
    known = laid
    try:
        found = _settled(recognise(text.grid.rows, formats), path)
        known = _with_format(laid, found, path)
        return _with_records(known, found, text)
    except SourceError as error:
        return replace(known, reason=reason_of(error))


def _settled(found: Recognised, path: Path) -> Recognised:
    """The table as an export of the network that a folder names, as far as one does."""
    networks = {format_.platform for format_ in found.candidates} if found.shared_title else set()
    folders = (part.casefold() for part in reversed(path.absolute().parent.parts))
    network = next((folder for folder in folders if folder in networks), None)
    return found.of(network) if network else found


def _with_format(laid: Inspection, found: Recognised, path: Path) -> Inspection:
    columns, format_ = found.columns, found.format
    names = {columns.header[at]: name for name, places in columns.mapped for at in places}
    names |= {columns.header[at]: format_.splits[each.split].measure for each in columns.slices for at in each.at}
    folders = {part.casefold() for part in path.absolute().parent.parts}
    unsure = found.shared_title is not None and format_.platform not in folders
    ask = f"{found.shared_title!r} names no network: in a night, a folder {format_.platform}/ or the strategy has to"
    return replace(
        laid,
        format=format_.id,
        platform=None if unsure else format_.platform,
        title=format_.title,
        columns=names,
        unknown=columns.unknown,
        not_carried={header: columns.format.why_not(header) for header in columns.not_carried},
        missing_optional=columns.missing,
        notes=(*laid.notes, *filter(None, (format_.remark, ask if unsure else "")), *unproven_notes(columns)),
        near=nearest(columns.unknown, format_),
    )


def _with_records(known: Inspection, found: Recognised, text: OpenText) -> Inspection:
    survey = Survey(found.columns)
    width, n_bytes, amiss = len(text.grid.rows[found.header_row]), size_of(text.path), list[str]()
    for grid in records_below(text, found.header_row):
        if not text.layout.is_sheet:
            amiss += [f"line {line:,}: {why}" for line, why in damage(found.format, grid, width, n_bytes).items()]
        survey.add(as_written(found.columns, grid) if text.layout.is_sheet else grid)
    if not survey.rows:
        return replace(known, reason=reason_of(header_only()))
    return replace(
        known,
        rows=survey.rows,
        first_date=survey.first,
        last_date=survey.last,
        accounts=tuple(sorted(survey.accounts)),
        grain=" and ".join(grain for table, grain in GRAINS.items() if table in survey.tables),
        notes=(
            *known.notes,
            *_without_year(survey.yearless),
            *((_AS_OF_EXPORT,) if found.format.as_of_export else ()),
            *amiss[:_SHOWN],
        ),
    )


def _without_year(days: Sequence[str]) -> tuple[str, ...]:
    if not days:
        return ()
    return (f"days without a year, from {days[0]!r} to {days[-1]!r}: a night takes it from the day of the export",)


def draft_of(path: Path, formats: Registry = SHIPPED) -> str:
    """A first draft of a file for formats/, from an export that is not known. Of several parts the first is drafted.

    Raises:
        SourceError: it is no text and no table, or is known already.
    """
    from transforms.exports.drafting import draft  # only a draft pays for it

    place: Place = parts_of(path)[0] if has_parts(path) else path
    text = open_text(place)
    found = _known(text, formats)
    if found and not found.columns.unknown:
        raise SettingsError(
            where=str(path),
            expected="an export with something that is not known",
            found=f"{found.format.title} ({found.format.id}), every header of which is known",
            remedy="nothing to draft: drop it into landing/<brand>/",
        )
    return draft(text.grid.rows, path.name, formats)


def _known(text: OpenText, formats: Registry) -> Recognised | None:
    try:
        return recognise(text.grid.rows, formats)
    except SourceError:
        return None
