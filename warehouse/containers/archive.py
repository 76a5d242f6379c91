"""Zip archives, looked at before a byte of them is unpacked, and read entry by entry without ever being unpacked to disk.

What the table of contents says is judged first; what really comes out is counted while it is read, because sizes can lie.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import BinaryIO, Literal, NoReturn, Self

from transforms.errors import EmptyExportError, UnreadableFileError
from warehouse.containers.parts import LINES_PER_PART

MAX_ENTRIES = 1_000
MAX_TOTAL_BYTES = 2 * 1024**3
# Text of numbers shrinks to a tenth; a thousandth is a bomb. Small entries may shrink as they like.
MAX_RATIO = 100
RATIO_FROM_BYTES = 128 * 1024
LONGEST_NAME = 240

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_OTHER_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".jar")
# An archive with this entry is an .xlsx.
WORKBOOK = "[Content_Types].xml"
# What a Mac adds to every archive; no part of any export.
_ADDED = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$)")
_DRIVE = re.compile(r"^[A-Za-z]:")
_AGAIN = "download the export again"
_ASK_SENDER = "this is no export: ask who made the file, and do not unpack it"


@dataclass(frozen=True)
class Entry:
    """One file in an archive, readable like a path: its bytes are counted, never more than it declares."""

    archive: Path
    name: str
    size: int
    number: int
    """place among the entries by name, from 1"""

    @property
    def lines_before(self) -> int:
        """What is added to the entry's lines, so that each has a number of its own in the archive."""
        return self.number * LINES_PER_PART

    @property
    def aside(self) -> str:
        """Why there is no table in it: a file may always be one."""
        return ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that it lies in, inside the archive."""
        return tuple(self.name.split("/")[:-1])

    @property
    def base_name(self) -> str:
        """The entry's name without its folders."""
        return self.name.rpartition("/")[2]

    def stat(self) -> SimpleNamespace:
        """`st_size`: the bytes that it declares."""
        return SimpleNamespace(st_size=self.size)

    def open(self, _mode: Literal["rb"] = "rb") -> "EntryStream":
        """The bytes, piece by piece."""
        return EntryStream(self)

    def read_bytes(self) -> bytes:
        """All bytes."""
        with self.open() as stream:
            return stream.read()


class EntryStream:
    """The bytes of one entry, counted while they come out: as many as it declares, no more and no fewer."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._left = entry.size
        with _in_our_words(entry.name):
            self._archive = zipfile.ZipFile(entry.archive)
            self._stream = self._archive.open(entry.name)

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, all that are left by default.

        Raises:
            UnreadableFileError: the entry is damaged, or longer or shorter than it declares.
        """
        with _in_our_words(self._entry.name):
            data = self._stream.read(self._left + 1 if size < 0 else size)
        self._left -= len(data)
        is_at_end = size < 0 or (size > 0 and not data)
        if self._left < 0 or (is_at_end and self._left):
            _refuse(f"{_shown(self._entry.name)}: not the {self._entry.size:,} bytes that it declares", _ASK_SENDER)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.close()
        self._archive.close()


def entries_of(path: Path) -> list[Entry]:
    """The entries of an archive by name, each of them safe to read.

    Raises:
        UnreadableFileError: the archive is damaged, or something in it is not what an export holds.
        EmptyExportError: there is no file in it.
    """
    infos = judged_contents(path, path.name)
    files = sorted(
        (info for info in infos if not info.is_dir() and not _ADDED.search(info.filename)), key=lambda each: each.filename
    )
    if not files:
        raise EmptyExportError(expected="an export", found="an archive without a file", remedy=_AGAIN)
    return [Entry(path, info.filename, info.file_size, number) for number, info in enumerate(files, start=1)]


def judged_contents(file: Path | BinaryIO, name: str) -> list[zipfile.ZipInfo]:
    """The table of contents of an archive or an .xlsx, if nothing in it speaks against reading it.

    Raises:
        UnreadableFileError: it is damaged, or something in it is not what an export holds.
    """
    with _in_our_words(name), zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
    _judge(infos)
    return infos


def _judge(infos: list[zipfile.ZipInfo]) -> None:
    """Everything that the table of contents can tell, before anything is read."""
    if len(infos) > MAX_ENTRIES:
        _refuse(f"{len(infos):,} entries, and an export has at most {MAX_ENTRIES:,}", _ASK_SENDER)
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL_BYTES:
        _refuse(f"{total:,} bytes when unpacked, and at most {MAX_TOTAL_BYTES:,} are read", "export a shorter period")
    names = [info.filename.casefold() for info in infos]
    for info in infos:
        why = _wrong_name(info) or _wrong_kind(info)
        if why or names.count(info.filename.casefold()) > 1:
            _refuse(f"{_shown(info.filename)}: {why or 'there twice'}", _ASK_SENDER)
    _refuse_overlap(infos)


def _wrong_name(info: zipfile.ZipInfo) -> str:
    # zipfile cuts a name at a NUL and turns separators of the system; orig_filename is what the archive says.
    name = info.orig_filename
    if not name:
        return "no name"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "an absolute path"
    if ".." in re.split(r"[/\\]", name):
        return "a path that leads out of the archive"
    if "\\" in name or not info.filename.isprintable() or "\0" in name:
        return "a name that is no plain path"
    return "a name that is too long" if len(name) > LONGEST_NAME else ""


def _wrong_kind(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        return "a link or a device, no file"
    if info.flag_bits & _ENCRYPTED:
        return "encrypted"
    if info.compress_type not in _METHODS:
        return "packed by a method that exports do not use"
    if info.filename.casefold().endswith(_OTHER_ARCHIVES):
        return "an archive inside the archive"
    if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * info.compress_size:
        return f"{info.file_size:,} bytes out of {info.compress_size:,}: more than {MAX_RATIO} to 1"
    return ""


def _refuse_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Entries that share bytes are how a small archive declares a thousand large files."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            _refuse(f"{_shown(info.filename)}: it shares bytes with another entry", _ASK_SENDER)
        end = info.header_offset + info.compress_size


def _shown(name: str) -> str:
    return ascii(name[:80])


def _refuse(found: str, remedy: str) -> NoReturn:
    raise UnreadableFileError(expected="a plain zip archive of exports", found=found, remedy=remedy)


@contextmanager
def _in_our_words(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        found = f"{_shown(name)}: {error}: the archive is cut off or damaged, or its sizes lie"
        raise UnreadableFileError(expected="a plain zip archive of exports", found=found, remedy=_AGAIN) from error
