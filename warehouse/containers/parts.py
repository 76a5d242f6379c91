"""A file that holds several tables opens into parts: the entries of an archive, the sheets of a workbook ...

Each part reads like a small file of delimited text, so that whatever follows (recognising, reading, quarantine pages, inspect)
knows one kind of table only. A new container is a function from a path to parts, and a line in `_OPENERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, Protocol

from warehouse.containers.magic import OLE, ZIP, is_json
from warehouse.containers.places import Place
from warehouse.containers.xml_head import is_workbook_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from warehouse.containers.archive import Entry

# Lines of different parts never share a number.
LINES_PER_PART = 1_000_000_000
_START_BYTES = 4096
# An archive has at most a thousand entries, and a workbook five hundred sheets: so none of their numbers meet.
_SHEETS_PER_ENTRY = 1_000


class Part(Place, Protocol):
    """One table of a file, readable like a path."""

    @property
    def name(self) -> str:
        """What the file calls it: an entry's path in the archive, a sheet's name."""

    @property
    def base_name(self) -> str:
        """The name without folders; the period of an export and its account may stand in it."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that it lies in, inside the file."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def number(self) -> int:
        """Its place among the parts, from 1; the same whenever the file is opened."""

    @property
    def lines_before(self) -> int:
        """What is added to its lines, so that each has a number of its own in the file."""

    @property
    def aside(self) -> str:
        """Why it is no table, where the container sees that: an empty sheet, a chart; else empty."""


@dataclass(frozen=True)
class TextPart:
    """A part whose text is at hand: a sheet that was turned into CSV, a block of a text."""

    name: str
    number: int
    data: bytes
    """UTF-8"""
    first_line: int = 1
    """line of the file on which it starts, where the file has lines"""
    folders: tuple[str, ...] = ()
    aside: str = ""

    @property
    def base_name(self) -> str:
        """The name; it has no folders."""
        return self.name

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    @property
    def lines_before(self) -> int:
        """What is added to its lines."""
        return self.number * LINES_PER_PART + self.first_line - 1

    def stat(self) -> SimpleNamespace:
        """`st_size`."""
        return SimpleNamespace(st_size=self.size)

    def open(self, _mode: Literal["rb"] = "rb") -> BytesIO:
        """The bytes, piece by piece."""
        return BytesIO(self.data)

    def read_bytes(self) -> bytes:
        """All bytes."""
        return self.data


def _archive(path: Path) -> Sequence[Part]:
    from warehouse.containers.archive import WORKBOOK, entries_of  # only an archive pays for it

    entries = entries_of(path)
    if any(entry.name == WORKBOOK for entry in entries):
        return _workbook(path)
    return [part for entry in entries for part in _inside(entry)]


def _inside(entry: Entry) -> Sequence[Part]:
    """An entry of an archive; the sheets of one that is a workbook."""
    with entry.open() as stream:
        start = stream.read(_START_BYTES)
    if not start.startswith((ZIP, OLE)) and not is_workbook_xml(start):
        return [entry]
    from warehouse.containers.workbook import sheets_of

    folders = (*entry.folders, entry.base_name.rpartition(".")[0] or entry.base_name)
    first = entry.number * _SHEETS_PER_ENTRY
    return sheets_of(entry, entry.base_name, inside=entry.name, folders=folders, number=first)


def _workbook(path: Path) -> Sequence[Part]:
    from warehouse.containers.workbook import sheets_of  # only a workbook pays for it

    return sheets_of(path, path.name)


def _json(path: Path) -> Sequence[Part]:
    from warehouse.containers.json_lists import lists_of

    return lists_of(path)


# (what tells it by the first bytes of a file, what opens it); the first that fits.
_OPENERS: tuple[tuple[Callable[[bytes], bool], Callable[[Path], Sequence[Part]]], ...] = (
    (lambda start: start.startswith(ZIP), _archive),
    (lambda start: start.startswith(OLE), _workbook),
    (is_workbook_xml, _workbook),
    (is_json, _json),
)


def has_parts(path: Path) -> bool:
    """Does the file begin like one of several tables? What cannot be opened at all does not, and is told of later."""
    return _opener(path) is not None


def parts_of(path: Path) -> Sequence[Part]:
    """The parts of a file that has some, each of them safe to read.

    Raises:
        SourceError: it is damaged, empty, not safe to open, or of a kind that no known export comes in.
    """
    opener = _opener(path)
    return opener(path) if opener else ()


def _stacked(path: Path, start: bytes) -> Callable[[Path], Sequence[Part]] | None:
    """A text of several tables has no mark of its own: it begins like one of a single table with a title."""
    from warehouse.containers import blocks  # it knows parts

    return blocks.blocks_of if blocks.starts_with_title(start) and blocks.is_stacked(path) else None


def _overview(path: Path) -> Sequence[Part]:
    from warehouse.containers.pinterest import blocks_of

    return blocks_of(path)


def _is_pinterest(start: bytes) -> bool:
    # Looked for before anything is imported for it.
    if b"laimed accounts" not in start[:1024] and b"urated content" not in start[:1024]:
        return False
    from warehouse.containers.pinterest import is_overview

    return is_overview(start)


def _opener(path: Path) -> Callable[[Path], Sequence[Part]] | None:
    try:
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
    except OSError:
        return None
    found = next((opener for fits, opener in _OPENERS if fits(start)), None)
    return found or (_overview if _is_pinterest(start) else _stacked(path, start))
