"""Extract: one large file, piece by piece, so that memory is bounded by the piece."""

from dataclasses import replace

from transforms.errors import SourceError, UnreadableFileError
from transforms.exports.accounts import resolve_account, settle
from transforms.exports.damage import with_damage
from transforms.exports.model import Format
from transforms.exports.normalise import Origin, normalise
from transforms.exports.recognise import Recognised, recognise
from transforms.exports.registry import Registry
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Strategy
from warehouse.batches import BatchWriter, cells_of_piece
from warehouse.containers.large import pieces_below
from warehouse.containers.places import Place
from warehouse.containers.text import OpenText, read_again_if_wrong, size_of
from warehouse.outcomes import counted, padded_note, taken

# A format that has to be read at once may not take more memory than a small machine has.
LARGEST_WHOLE_BYTES = 100 * 1024 * 1024


def extract_large(
    file: SourceFile,
    path: Place,
    strategy: Strategy,
    formats: Registry,
    writer: BatchWriter,
    small_bytes: int,
    lines_before: int = 0,
) -> FileOutcome:
    """Read one large file into batches; one that fails leaves none behind. `lines_before` is added to the lines of its records.

    Raises:
        SourceError: it cannot be read, recognised or assigned, or is too large for its format.
    """

    def read(text: OpenText) -> FileOutcome:
        writer.back_to(mark)
        found = settle(recognise(text.grid.rows, formats), file, strategy)
        refuse_too_large(found.format, size_of(path))
        account, assigned_by = resolve_account(found, file, strategy)
        outcome = taken(file, found, text, account, assigned_by)
        return _stage_pieces(text, found, Origin(file, found.columns, account), outcome, writer, lines_before)

    mark = writer.mark()
    try:
        return read_again_if_wrong(path, read, small_bytes=small_bytes)
    except SourceError:
        writer.back_to(mark)
        raise


def _stage_pieces(
    text: OpenText, found: Recognised, origin: Origin, outcome: FileOutcome, writer: BatchWriter, lines_before: int
) -> FileOutcome:
    from warehouse.containers.columns import ColumnGrid, columns_of, read_columns

    width = len(text.grid.rows[found.header_row])
    n_records = n_structural = padded = 0
    for piece in pieces_below(text, found.header_row, lambda data, line: read_columns(data, line, width, text.layout.delimiter)):
        grid = piece if isinstance(piece, ColumnGrid) else columns_of(piece, width)
        if n_records and not found.format.streamable:
            raise _too_large(found.format, size_of(text.path))
        whose = with_damage(origin, grid, width, n_bytes=size_of(text.path), lines_before=lines_before)
        staged = normalise(cells_of_piece(whose, grid, lines_before))
        writer.write(staged.tables)
        n_records += staged.n_records[0]
        n_structural += staged.n_structural[0]
        padded += grid.padded
    return counted(replace(outcome, notes=outcome.notes + padded_note(padded)), origin.file, n_records, n_structural)


def refuse_too_large(format_: Format, n_bytes: int) -> None:
    """Let pass what can be read in pieces, and what is small enough to be read at once.

    Raises:
        UnreadableFileError: it is neither.
    """
    if not format_.streamable and n_bytes > LARGEST_WHOLE_BYTES:
        raise _too_large(format_, n_bytes)


def _too_large(format_: Format, n_bytes: int) -> UnreadableFileError:
    return UnreadableFileError(
        expected=f"{format_.title}: a file that is small enough to be read at once, below {LARGEST_WHOLE_BYTES:,} bytes",
        found=f"{n_bytes:,} bytes",
        remedy="export a shorter period",
    )
