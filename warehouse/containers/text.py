"""A delimited text file, opened: small ones are read whole, large ones by their head, so that their header can be recognised."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from transforms.errors import UnreadableFileError
from transforms.exports.tabs import completed
from transforms.grids import Ending, Grid, Layout
from warehouse.containers.encoding import UNFINISHED, WrongEncodingError, decode, decode_head
from warehouse.containers.layout import layout_of, unwrap
from warehouse.containers.magic import refuse_nul, refuse_other_containers
from warehouse.containers.places import Place
from warehouse.containers.records import OpenQuoteError, fit, parse_records, with_cut_record
from warehouse.containers.sheets import Sheet

# Up to here a file is read at once by Python's csv, which beats every faster reader's start; above, in pieces.
SMALL_BYTES = 4 * 1024 * 1024
HEAD_BYTES = 256 * 1024

Read = TypeVar("Read")


@dataclass(frozen=True)
class OpenText:
    """An opened file: `grid` holds all of its records where `small`, else only those of its head."""

    path: Place
    grid: Grid
    small: bool
    ending: Ending = "ended"
    open_quote: OpenQuoteError | None = None
    """its last record, where a small file ends inside a quoted cell"""

    @property
    def layout(self) -> Layout:
        """How its bytes became records."""
        return self.grid.layout


def open_text(path: Place, *, small_bytes: int = SMALL_BYTES, encoding: str | None = None) -> OpenText:
    """Open a file and tell its layout; `encoding` overrules what the head of a large file looks like.

    Raises:
        SourceError: it is empty, something else than text, or damaged as far as it was read.
    """
    if isinstance(path, Sheet):
        return _open_sheet(path)
    small = size_of(path) <= small_bytes
    data = path.read_bytes() if small else _start(path)
    refuse_other_containers(data[:HEAD_BYTES])
    text, seen = decode(data) if small else decode_head(data)
    refuse_nul(text.find("\0"))
    if small and "\r" in text and "\n" not in text:  # an old Macintosh ends its lines so
        text = text.replace("\r", "\n")
    layout = layout_of(text[:HEAD_BYTES], encoding or seen)
    grid, open_quote = _grid(text, layout, small=small, cut=len(data) == HEAD_BYTES)
    return OpenText(path, grid, small, ending_of(text, layout.delimiter), open_quote)


def ending_of(text: str, delimiter: str) -> Ending:
    """How a text stops, open quotes apart. Behind a delimiter there should be a cell more."""
    return "ended" if text.endswith("\n") else "cut" if text.endswith((UNFINISHED, delimiter)) else "open"


def _open_sheet(sheet: Sheet) -> OpenText:
    """A sheet is CSV of our own: nothing about it has to be found out, and its records are its rows."""
    text = sheet.data.decode()
    refuse_nul(text.find("\0"))
    rows, _ = parse_records(text, ",")
    rows[:1] = [completed(row, sheet.base_name) for row in rows[:1]]
    return OpenText(sheet, Grid(Layout(sheet.kind, ""), rows, list(range(1, len(rows) + 1))), small=True)


def read_again_if_wrong(path: Place, read: Callable[[OpenText], Read], *, small_bytes: int = SMALL_BYTES) -> Read:
    """What `read` makes of the opened file; once more from the start where a later piece shows that the head misled.

    Raises:
        SourceError: as `open_text` and `read`.
    """
    try:
        return read(open_text(path, small_bytes=small_bytes))
    except WrongEncodingError as error:
        return read(open_text(path, small_bytes=small_bytes, encoding=error.encoding))


def size_of(path: Place) -> int:
    """Bytes of a file.

    Raises:
        UnreadableFileError: there is no such file, or it may not be read.
    """
    try:
        return int(path.stat().st_size)
    except OSError as error:
        raise UnreadableFileError(expected="a file", found=error.strerror or str(error), remedy="see to the disk") from error


def _start(path: Place) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _grid(text: str, layout: Layout, *, small: bool, cut: bool) -> tuple[Grid, OpenQuoteError | None]:
    """All records of a whole text, apart from one that its end leaves open; of a head, those that certainly end in it."""
    body = text.split("\n", 1)[-1] if layout.skip_lines and "\n" in text else "" if layout.skip_lines else text
    try:
        rows, lines = parse_records(unwrap(body) if layout.wrapped else body, layout.delimiter, 1 + layout.skip_lines)
    except OpenQuoteError as error:
        return Grid(layout, error.rows, error.lines), error if small else None
    return Grid(layout, rows[:-1], lines[:-1]) if cut and not small else Grid(layout, rows, lines), None


def records_below(text: OpenText, header_row: int) -> Iterator[Grid]:
    """Records below the header, each as wide as the header, by Python's csv; a large file in grids of bounded size.

    Raises:
        UnreadableFileError: a record is longer than the header, or the file is cut off or damaged.
    """
    header = text.grid.rows[header_row]
    if text.small:
        grid, ending = text.grid, text.ending
        rows, lines = grid.rows, grid.lines
        if text.open_quote:
            ending = "cut"
            rows, lines = with_cut_record(text.open_quote, text.layout.delimiter, len(header))
        rows, lines = rows[header_row + 1 :], lines[header_row + 1 :]
        short = fit(rows, lines, len(header), is_sheet=text.layout.is_sheet)
        yield replace(grid, rows=rows, lines=lines, short=short, ending=ending)
        return
    from warehouse.containers.large import grids_below  # only a large file pays for it

    yield from grids_below(text, header_row)
