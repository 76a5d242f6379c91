"""Large text files in pieces of bounded size, cut where a record ends; what one piece leaves open is carried into the next."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from transforms.errors import UnreadableFileError
from transforms.grids import Ending, Grid, Layout
from warehouse.containers.counting import count_byte
from warehouse.containers.encoding import BOM_LENGTH, WrongEncodingError, code_page, damaged, decoded, is_unfinished, unfinished
from warehouse.containers.layout import unwrap
from warehouse.containers.magic import refuse_nul
from warehouse.containers.places import Place
from warehouse.containers.records import OpenQuoteError, fit, parse_records, with_cut_record
from warehouse.containers.text import OpenText, ending_of

PIECE_BYTES = 32 * 1024 * 1024
# A record that fills so many pieces is no record: the reader is shown all of it and says what is wrong.
LONGEST_RECORD_PIECES = 4

Fast = TypeVar("Fast")
# A quick reader of one piece: (UTF-8 bytes, number of its first line) to records, or None where it cannot be sure.
FastReader = Callable[[bytes, int], Fast | None]


def grids_below(text: OpenText, header_row: int) -> Iterator[Grid]:
    """Records below the header by Python's csv, a piece at a time.

    Raises:
        UnreadableFileError: as `records_below`.
        WrongEncodingError: open it again with the encoding named there.
    """
    for grid in pieces_below(text, header_row, lambda _data, _line: None):
        if isinstance(grid, Grid):  # the reader above never answers
            yield grid


def pieces_below(text: OpenText, header_row: int, fast: FastReader[Fast]) -> Iterator[Grid | Fast]:
    """Records below the header, a piece at a time: by the quick reader where it is sure, else by Python's csv.

    Raises:
        UnreadableFileError, WrongEncodingError: as `grids_below`.
    """
    header = text.grid.rows[header_row]
    line = text.grid.lines[header_row] + sum(cell.count("\n") for cell in header) + 1
    carried = b""
    for piece, last in _marked_last(_record_pieces(_without_lines(_utf8_chunks(text.path, text.layout), line - 1))):
        data = carried + piece
        refuse_nul(data.find(b"\0"))
        # Of a file without a last end of line, its reader tells how it stops.
        quick = fast(data, line) if not last or data.endswith(b"\n") else None
        if quick is not None:
            carried = b""
            yield quick
        else:
            grid, carried = _parse(data, line, text.layout, len(header), last=last)
            yield grid
        line += count_byte(data, b"\n") - carried.count(b"\n")


def _parse(data: bytes, line: int, layout: Layout, width: int, *, last: bool) -> tuple[Grid, bytes]:
    """The closed records of a piece, and the bytes of the open one at its end."""
    carried = b""
    text = _text(data, layout, line)
    ending: Ending = ending_of(text, layout.delimiter) if last else "ended"
    try:
        rows, lines = parse_records(text, layout.delimiter, line)
    except OpenQuoteError as error:
        if last:
            ending = "cut"
            rows, lines = with_cut_record(error, layout.delimiter, width)
        else:
            rows, lines = error.rows, error.lines
            carried = data.split(b"\n", error.line - line)[-1]
    return Grid(layout, rows, lines, fit(rows, lines, width), ending), carried


def _text(data: bytes, layout: Layout, line: int) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if is_unfinished(error):
            return unfinished(data[: error.start].decode())
        on = line + data.count(b"\n", 0, error.start)
        place = f"line {on:,}"
        if layout.encoding != "utf-8":
            raise damaged(layout.encoding, place) from error
        raise WrongEncodingError(code_page(_around(data, error.start), error, place)) from error


def _around(data: bytes, offset: int) -> bytes:
    """Enough of a large piece to tell its language by."""
    return data[max(0, offset - PIECE_BYTES // 8) : offset + PIECE_BYTES // 8]


def _raw_chunks(path: Place) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(PIECE_BYTES):
            yield chunk


def _utf8_chunks(path: Place, layout: Layout) -> Iterator[bytes]:
    """The file as UTF-8 without byte order mark and without its outer quotes; UTF-8 is handed through unread."""
    chunks = _raw_chunks(path)
    if layout.encoding.startswith("utf-8"):
        first = next(chunks, b"")[BOM_LENGTH.get(layout.encoding, 0) :]
        utf8: Iterator[bytes] = chain([first], chunks)
    else:
        utf8 = _encoded(chunks, layout.encoding)
    return _unwrapped(utf8) if layout.wrapped else utf8


def _encoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    try:
        for text in decoded(chunks, encoding):
            yield text.encode()
    except UnicodeError as error:
        found = f"bytes that are not {encoding}: the file is cut off or damaged"
        raise UnreadableFileError(expected=f"text in {encoding}", found=found, remedy="download the export again") from error


def _unwrapped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        whole, newline, rest = (rest + chunk).rpartition(b"\n")
        yield unwrap((whole + newline).decode()).encode()
    yield unwrap(rest.decode()).encode()


def _without_lines(chunks: Iterator[bytes], n: int) -> Iterator[bytes]:
    """All but the first n lines, which lie within the first chunk: the header was found in its head."""
    yield next(chunks, b"").split(b"\n", n)[-1]
    yield from chunks


def _record_pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        end = _record_end(chunk, quotes_before=rest.count(b'"'))
        if end or len(rest) > LONGEST_RECORD_PIECES * PIECE_BYTES:
            yield b"".join((rest, memoryview(chunk)[:end]))
            rest = chunk[end:]
        else:
            rest += chunk
    yield rest


def _record_end(data: bytes, quotes_before: int) -> int:
    """Offset behind the last newline with an even number of quotes before it; 0 where there is none."""
    end, before = len(data), quotes_before + count_byte(data, b'"')
    while (at := data.rfind(b"\n", 0, end)) >= 0:
        before -= data.count(b'"', at, end)
        if before % 2 == 0:
            return at + 1
        end = data.rfind(b'"', 0, at)  # inside quotes: go on in front of the quote that opened them
        if end < 0:
            break
        before -= 1
    return 0


def _marked_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece that holds anything, and whether it is the last one."""
    held = b""
    for piece in pieces:
        if held and piece:
            yield held, False
        held = piece or held
    if held:
        yield held, True
