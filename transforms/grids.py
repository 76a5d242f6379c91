"""What a container hands on: cells of text in records, before anybody knows what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# How a file stops: behind an end of line, without one, or inside a quoted cell or a character.
Ending = Literal["ended", "open", "cut"]


@dataclass(frozen=True)
class Layout:
    """How the bytes of a file became records; told to people in summaries."""

    encoding: str
    """Python's name of the codec: utf-8, utf-8-sig, utf-16-le, utf-16-be, cp1251 or cp1252; xlsx or xls for a sheet"""
    delimiter: str
    """empty for a sheet"""
    wrapped: bool = False
    """every line of the original stands in quotes once more, so cells were quoted twice"""
    skip_lines: int = 0
    """physical lines in front of the table that only speak to a spreadsheet: `sep=,`"""

    @property
    def is_sheet(self) -> bool:
        """Was it a sheet of a workbook, whose cells have types?"""
        return self.encoding in {"xlsx", "xls"}

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about how the file was read."""
        guess = f"not UTF-8: read as {self.encoding}" if self.encoding.startswith("cp") else ""
        unwrapped = "every line was wrapped once more in quotes: unwrapped" if self.wrapped else ""
        return tuple(note for note in (guess, unwrapped) if note)


@dataclass(frozen=True)
class Grid:
    """Records of one file or of one piece of it: `rows[i]` starts on physical line `lines[i]` of the file, from 1."""

    layout: Layout
    rows: list[list[str]]
    lines: list[int]
    short: Mapping[int, int] = field(default_factory=dict)
    """records that ended early and were given empty cells: line → cells they had; Meta writes such rows"""
    ending: Ending = "ended"
    """how the file stops behind the last of these records"""

    @property
    def last_line(self) -> int | None:
        """The record behind which the file stops without an end of line."""
        return self.lines[-1] if self.lines and self.ending != "ended" else None

    @property
    def padded(self) -> int:
        """How many records ended early."""
        return len(self.short)
