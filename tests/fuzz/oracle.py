"""What must be true of a mutated export, beside that of the original.

Values kept (another encoding, delimiter, quoting, end of line, order of columns; columns dropped or renamed to words that nobody
knows): every accepted cell equals the original one, or is NULL. A file may be held, a record refused.

Values destroyed: no crash, no hang, and all cells that were not touched are equal.
- A changed byte inside a cell may change that cell, and nothing tells. What follows from it (FOLLOWS) may change with it.
- A changed byte that is or becomes a delimiter, a quote or an end of line touches the cells beside it. Its record is refused, or
  the file is held; never do its other values stand in other columns. A piece of a record is never accepted as a record, unless
  an end of line came into its first cell: then the rest of that cell is the first cell.
- A changed byte in the header may lose or rename its column, in the title the file; other columns are equal.
- A record that was not touched is accepted if it was before, unless the file is held.
- A file that stops: every record whose end of line is there is accepted as it was; the one in which it stops is refused. Formats
  whose tools never end the last line (`open_end`) are the exception: there a last cell that is not quoted may be cut unnoticed,
  and a record that ends in an empty cell is refused.
- A header that becomes another known one touches its own column and that of the other.

What cannot be promised: a table without the column that made it one may be another table (a chart by city without its cities is
the channel's), or that of its header's new name: then figures are compared, and nothing else. Meta leaves out cells at the end of
a record, two or more, so two delimiters lost in one such record may go unnoticed. Where only a line above the table tells the
delimiter, or whose days these are, damage of that line is damage of all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tests.fuzz.model import ABOVE, HEADER, Cell, Export, Written, write
from transforms.errors import SourceError
from transforms.exports.recognise import recognise
from transforms.exports.register import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fuzz.destroying import Destroyed
    from tests.fuzz.reading import Read, Row

# What is read from a column beside the column itself.
FOLLOWS: dict[str, set[str]] = {
    "published_at": {"published_at_source", "is_lifetime", "mention_id"},
    "permalink": {"post_id", "account_handle", "published_at", "published_at_source", "is_lifetime"},
    "post_id": {"account_id", "account_handle", "published_at", "published_at_source", "is_lifetime"},
    "account_name": {"account_handle"},
    "account_id": {"account_handle"},
    "activity_date": {"is_lifetime", "period"},
    "title": {"caption", "mention_id"},
    "caption": {"caption"},
    "native_post_type": {"media_type"},
    "impressions": {"exposure_metric"},
    "dimension_value": {"value_id"},
    "platform": {"post_id"},
    "url": {"mention_id"},
    "text": {"mention_id"},
    "subject": {"mention_id"},
    "author_handle": {"mention_id"},
}
SLICE = {"dimension_value", "value_id", "position", "position_share"}


@dataclass(frozen=True)
class Original:
    """An export and what was made of it: rows of each record, and the canonical columns of each of its columns."""

    export: Export
    seen: Read
    written: Written = field(repr=False)

    @cached_property
    def lines(self) -> dict[int, int]:
        """Line → record."""
        return {line: record for record, line in enumerate(_lines(self.written, self.written.data, self.export))}

    @cached_property
    def rows(self) -> dict[int, list[Row]]:
        """Record → its rows."""
        return {self.lines[line]: rows for line, rows in self.seen.rows.items()}

    @cached_property
    def accepted(self) -> set[int]:
        """Records that are accepted."""
        return {self.lines[line] for line in self.seen.accepted}

    @cached_property
    def names(self) -> list[set[str]]:
        """Place → canonical columns that are read from it."""
        return names_of(self.export)


def names_of(export: Export) -> list[set[str]]:
    """Place → canonical columns that the product reads from it, and what follows from them."""
    names: list[set[str]] = [set() for _ in export.header]
    rows = [[text] for text in export.above] + [list(export.header), *map(list, export.records[:1])]
    try:
        columns = recognise(rows).columns
    except SourceError:
        return names
    for name, places in columns.mapped:
        for at in places:
            names[at] |= {name} | FOLLOWS.get(name, set())
    for each in columns.slices:
        for at in each.at:
            names[at] |= SLICE | {columns.format.splits[each.split].measure}
    return names


def original(export: Export, seen: Read) -> Original:
    """The export with what was made of it."""
    return Original(export, seen, write(export))


def _lines(written: Written, data: bytes, export: Export) -> Iterator[int]:
    """The physical line on which each record starts, in bytes that have the places of `written`."""
    wide = export.style.encoding.startswith("utf-16")
    ends = b"\r" if export.style.line_end == "\r" else b"\n"
    for start in written.starts:
        if start >= len(data):
            return
        head = data[:start]
        if not wide:
            yield 1 + head.count(ends)
        else:
            low = 0 if export.style.encoding.endswith("le") else 1
            units = zip(head[low::2], head[1 - low :: 2], strict=False)
            yield 1 + sum(unit == (ends[0], 0) for unit in units)


def complaints_kept(before: Original, export: Export, seen: Read) -> Iterator[str]:
    """What is wrong after values were kept; `export` is the mutated one."""
    gone = {at for at in range(len(before.export.header)) if at not in export.columns}
    free = {name for at in gone for name in before.names[at]} | _said(before, seen)
    written = write(export)
    lines = {line: record for record, line in enumerate(_lines(written, written.data, export))}
    for line, rows in seen.accepted.items():
        if line not in lines:
            yield f"line {line} is no record, and was accepted"
            continue
        yield from _unlike(before, lines[line], rows, free, may_lack=True)


def complaints_destroyed(before: Original, how: Destroyed, seen: Read) -> Iterator[str]:
    """What is wrong after values were destroyed."""
    if seen.outcome.held_code:
        yield from _needlessly_held(before, how, seen)
        return
    touched = how.touched | _cut_cells(how)
    # A description tells what its column counts.
    above = {HEADER, 0} if FORMATS[how.export.format].described else {HEADER}
    header = {cell.column for cell in touched if cell.record in above}
    everywhere = _names(before, how, header) | (_said(before, seen) | _become(before, how, seen, header) if header else set())
    by_record: dict[int, set[int]] = {}
    for cell in touched:
        by_record.setdefault(cell.record, set()).add(cell.column)
    if ABOVE in by_record and how.export.style.delimiter == "|":  # nothing but that line tells this delimiter
        return
    if ABOVE in by_record and FORMATS[how.export.format].above:  # nor whose days these are
        return
    starts = list(enumerate(_lines(how.written, how.data, how.export)))
    lines = {line: record for record, line in reversed(starts)}  # of two on one line, the first one starts there
    for line, rows in seen.accepted.items():
        record = lines.get(line, _behind_first_cell(how, touched, line))
        if record is None:
            yield f"line {line} is a piece of a record, and was accepted"
            continue
        free = everywhere | _names(before, how, by_record.get(record, set()))
        if _is_cut(how, record) and not _may_be_cut(how, record):
            yield f"record {record} has lost its end of line, and was accepted"
        yield from _unlike(before, record, rows, free, may_lack=bool(header) or record in by_record)
    whole = {record for record in before.accepted if record not in by_record and not _is_cut(how, record)}
    if not header and ABOVE not in by_record:
        missing = whole - {lines[line] for line in seen.accepted if line in lines} - _ends_in_nothing(how)
        if missing:
            yield f"records {sorted(missing)} were not touched, and are not accepted"


def _said(before: Original, seen: Read) -> set[str]:
    """What follows from the format and not from a cell, where it is another one now."""
    formats = [FORMATS[name] for name in (before.export.format, seen.outcome.format) if name]
    if formats[0] is formats[-1]:
        return set()
    said = {name for each in formats for name in each.says}
    return said | SLICE | {"platform", "format", "media_type", "exposure_metric", "account_handle", "activity_date", "period"}


def _become(before: Original, how: Destroyed, seen: Read, header: set[int]) -> set[str]:
    """What a touched header may be called now: any column of the format that was not there before."""
    left = {was for at, was in enumerate(how.export.columns) if at not in header and was is not None}
    kept = {name for at in left for name in before.names[at]}
    return {each.name for each in FORMATS[seen.outcome.format or before.export.format].fields} - kept


def _names(before: Original, how: Destroyed, places: set[int]) -> set[str]:
    """Canonical columns that are read from these places of the mutated export, by its header now and by the one it had."""
    now, found = names_of(how.export), set[str]()
    for at in places:
        found |= now[at]
        if (was := how.export.columns[at]) is not None:
            found |= before.names[was]
    return found


def _cut_cells(how: Destroyed) -> frozenset[Cell]:
    """The cell in which the file stops, or behind which."""
    return how.written.touched(how.cut - 1, how.cut) if how.cut else frozenset()


def _is_cut(how: Destroyed, record: int) -> bool:
    """Is the record, or its end of line, not whole?"""
    if how.cut is None:
        return False
    starts = (*how.written.starts, len(how.written.data))
    return (how.cut < starts[record + 1] and starts[record + 1] > how.written.ends[record]) or how.cut < how.written.ends[record]


def _may_be_cut(how: Destroyed, record: int) -> bool:
    """Is it the last record of a tool that never ends one, and did at most a part of its last cell go?"""
    last = len(how.export.header) - 1
    return FORMATS[how.export.format].open_end and Cell(record, last) in _cut_cells(how)


def _behind_first_cell(how: Destroyed, touched: frozenset[Cell], line: int) -> int | None:
    """The record into whose first cell an end of line came, if `line` is behind it."""
    if how.export.style.encoding.startswith("utf-16"):
        return next((cell.record for cell in touched if cell.column == 0 and cell.record >= 0), None)
    offset = len(b"\n".join(how.data.split(b"\n")[: line - 1])) + 1
    found = how.written.touched(offset - 1, offset)
    return next((cell.record for cell in found if cell.column == 0 and cell.record >= 0), None)


def _ends_in_nothing(how: Destroyed) -> set[int]:
    """The last record of a tool that never ends a line, if nothing stands in its last cell: it looks cut."""
    records = how.export.records
    return set() if how.export.style.ended or records[-1][-1] else {len(records) - 1}


def _needlessly_held(before: Original, how: Destroyed, seen: Read) -> Iterator[str]:
    """A file that stops keeps the records before."""
    if how.cut is None or how.cut < how.written.starts[0]:
        return
    format_ = FORMATS[how.export.format]
    whole = [record for record in before.accepted if not _is_cut(how, record)]
    if whole and not format_.only_splits and format_.streamable:
        yield f"held ({seen.outcome.held_code}: {seen.outcome.found}) though records {whole} are whole"


def _unlike(before: Original, record: int, rows: list[Row], free: set[str], *, may_lack: bool) -> Iterator[str]:
    """Rows of a record that no row of the original explains; columns in `free` may say anything."""
    if may_lack and record not in before.rows:  # a total or a sentence, and its first word is another one now
        return
    for table, cells in rows:
        nothing = {None, "unknown"} if may_lack else {None}
        told = {name: value for name, value in cells.items() if value not in nothing and name not in free}
        known = [(name, was) for name, was in before.rows.get(record, []) if name == table or {"activity_date", "format"} & free]
        if any(_same(told, was, free, may_lack=may_lack) for _, was in known):
            continue
        best = min(known, key=lambda row: len(_differing(told, row[1])), default=(table, {}))[1]
        shown = {name: (best.get(name), told.get(name)) for name in _differing(told, best)}
        yield f"record {record} of {table}: {shown or 'a row that was not there'} (was, is)"


def _same(told: dict[str, object], was: dict[str, object], free: set[str], *, may_lack: bool) -> bool:
    if _differing(told, was):
        return False
    return may_lack or all(name in told for name, value in was.items() if value is not None and name not in free)


def _differing(told: dict[str, object], was: dict[str, object]) -> list[str]:
    return [name for name, value in told.items() if was.get(name) != value]
