"""Mutations that change how an export is written and none of its values; None where one does not apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fuzz.model import Export
from transforms.exports.register import FORMATS

if TYPE_CHECKING:
    import random

Mutator = Callable[[Export, "random.Random"], Export | None]

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "cp1251")


def recode(export: Export, rng: random.Random) -> Export | None:
    """In another encoding that has all of its letters. A code page is told by its words: three Cyrillic letters make one."""
    able = [name for name in ENCODINGS if name != export.style.encoding and _fits(export, name)]
    return replace(export, style=replace(export.style, encoding=rng.choice(able)))


def _fits(export: Export, encoding: str) -> bool:
    letters = {letter for text in export.texts for letter in text if not letter.isascii()}
    if encoding.startswith("utf"):
        return True
    is_cyrillic = bool(letters) and all("\u0400" <= letter <= "\u04ff" for letter in letters)
    if encoding == "cp1251":
        return is_cyrillic and _encodable(letters, encoding)
    return not any("\u0400" <= letter <= "\u04ff" for letter in letters) and _encodable(letters, encoding)


def _encodable(letters: set[str], encoding: str) -> bool:
    return "".join(letters).encode(encoding, "ignore").decode(encoding) == "".join(letters)


def redelimit(export: Export, rng: random.Random) -> Export | None:
    """With another delimiter, which a `sep=` line names or not."""
    wrapped = export.style.quoting == "wrapped"  # nothing stands above lines that are wrapped
    delimiter = rng.choice([mark for mark in (",;\t" if wrapped else ",;\t|") if mark != export.style.delimiter])
    sep_line = delimiter == "|" or (rng.random() < 0.3 and not wrapped)
    return replace(export, style=replace(export.style, delimiter=delimiter, sep_line=sep_line))


def requote(export: Export, rng: random.Random) -> Export | None:
    """All cells in quotes, those that need it, or every line once more."""
    ways = [way for way in ("minimal", "all", "wrapped") if way != export.style.quoting]
    if export.above or export.style.sep_line or export.style.line_end == "\r" or any("\n" in text for text in export.texts):
        ways = [way for way in ways if way != "wrapped"]
    return replace(export, style=replace(export.style, quoting=rng.choice(ways))) if ways else None


def end_lines(export: Export, rng: random.Random) -> Export | None:
    """Ends of lines as Windows or an old Macintosh writes them."""
    ways = ["\n", "\r\n", "\r"]
    if any("\n" in text for text in export.texts) or export.style.quoting == "wrapped" or export.style.sep_line:
        ways.remove("\r")
    return replace(export, style=replace(export.style, line_end=rng.choice(ways)))


def shuffle(export: Export, rng: random.Random) -> Export | None:
    """Columns in another order, where they have names: of days under a title the place tells what is what."""
    if FORMATS[export.format].titles and not FORMATS[export.format].block:
        return None
    order = rng.sample(range(len(export.header)), len(export.header))
    return chosen(export, order)


def drop(export: Export, rng: random.Random) -> Export | None:
    """Without one to three columns."""
    gone = rng.sample(range(len(export.header)), _how_many(export, rng))
    left = [at for at in range(len(export.header)) if at not in gone]
    return chosen(export, left) if left else None


def rename(export: Export, rng: random.Random) -> Export | None:
    """One or two headers become words that nobody knows. Where headers are values, they would be other values."""
    format_ = FORMATS[export.format]
    if any(split.any_header for split in format_.splits) or format_.titles:
        return None
    gone = rng.sample(range(len(export.header)), _how_many(export, rng))
    header = tuple(f"Zzyzx {at}" if at in gone else name for at, name in enumerate(export.header))
    columns = tuple(None if at in gone else place for at, place in enumerate(export.columns))
    return replace(export, header=header, columns=columns)


def _how_many(export: Export, rng: random.Random) -> int:
    """Up to a third of the columns: of a table of two or three, one, and mostly it is then unknown."""
    return rng.randint(1, min(3, max(1, len(export.header) // 3)))


def chosen(export: Export, places: list[int]) -> Export:
    """These columns, in this order."""
    return replace(
        export,
        header=tuple(export.header[at] for at in places),
        records=tuple(tuple(record[at] for at in places) for record in export.records),
        columns=tuple(export.columns[at] for at in places),
    )


PRESERVING: dict[str, Mutator] = {
    "recode": recode,
    "redelimit": redelimit,
    "requote": requote,
    "end lines": end_lines,
    "shuffle": shuffle,
    "drop": drop,
    "rename to unknown": rename,
}
# Those after which every column is still there.
WHOLE = ("recode", "redelimit", "requote", "end lines", "shuffle")
