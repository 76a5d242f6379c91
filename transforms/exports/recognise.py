"""Which format a table is, told by its header (and, for overviews, the title above it); never by the name of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from transforms.errors import EmptyExportError, MissingColumnError, UnrecognisedFormatError
from transforms.exports.candidates import candidates
from transforms.exports.described import kinds_of
from transforms.exports.headers import fold, fold_word, without_blank_end
from transforms.exports.matching import Columns, Slice, aliases_of, folded, match
from transforms.exports.meta import OVERVIEW_HEADERS
from transforms.exports.model import Format
from transforms.exports.nearest import nearest
from transforms.exports.registry import SHIPPED, Registry

__all__ = ["Columns", "Slice", "match"]  # declared beside this page, read from here

# The header stands in one of the first records: below `sep=`, a title or a blank line, not below data.
HEADER_WITHIN = 12
_MOST_ALIKE = 5


@dataclass(frozen=True)
class Recognised:
    """A table whose format is known. `header_row` counts records from 0; `shared_title` is a title that names no network."""

    columns: Columns
    header_row: int
    shared_title: str | None = None
    candidates: tuple[Format, ...] = ()
    """the formats, one per network, that a shared title may mean; `format` is the first of them until somebody decides"""

    @property
    def format(self) -> Format:
        """The format it is."""
        return self.columns.format

    def of(self, platform: str) -> "Recognised":
        """The same table as the export of one of its networks."""
        chosen = next(format_ for format_ in self.candidates if format_.platform == platform)
        return replace(self, columns=_complete(_below_title(chosen, self.columns.header)))


def recognise(rows: Sequence[Sequence[str]], formats: Registry = SHIPPED) -> Recognised:
    """The format, one of `formats`, of the table that starts with `rows`.

    Raises:
        EmptyExportError: there is no record at all.
        UnrecognisedFormatError: no header of a known format is there; names the nearest.
        MissingColumnError: a known format, without a column that it cannot do without.
    """
    title = ""
    headers: list[tuple[str, ...]] = []
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        cells = without_blank_end(tuple(row))
        if len(cells) > 1 and (_is_overview(cells) or _is_mislabelled(formats, cells, title)):
            return _overview(formats, cells, at, title)
        if title and (block := _block(formats, cells, at, title)):
            return block
        above = frozenset(fold(line[0]) for line in headers if line)
        found = _best_format(formats, cells, above) if len(cells) > 1 else None
        if found:
            _refuse_if_not_taken(found)
            # A description that lacks one cell has lost a delimiter: what it says stands beside the wrong columns.
            is_whole = found.described and at + 1 < len(rows) and len(rows[at + 1]) != len(row) - 1
            below = rows[at + 1] if is_whole else ()
            return Recognised(_complete(match(found, cells, kinds_of(cells, below))), at)
        headers.append(cells)
        title = cells[0] if len(cells) == 1 else title
    raise _unrecognised(formats, [cells for cells in headers if cells], title)


def _refuse_if_not_taken(format_: Format) -> None:
    if format_.not_taken:
        raise UnrecognisedFormatError(
            expected="figures of a post, or of an account by day",
            found=f"{format_.title}: {format_.not_taken}",
            remedy="nothing to do: the file is archived, and stays held",
        )


@lru_cache(maxsize=1024)
def _best_format(formats: Registry, header: tuple[str, ...], above: frozenset[str]) -> Format | None:
    """The format whose signature the header bears; of several, the one that knows most of its columns.

    `above` are the first cells of the lines above it, folded: a format that asks for some of them goes before others.
    """
    cells = frozenset(folded(header))
    bearing = [
        each for each in candidates(formats.with_own_header, cells) if _is_below(each, above) and _bears(each, header, cells)
    ]
    return max(bearing, key=lambda each: (bool(each.above), len(header) - len(match(each, header).unknown)), default=None)


def _is_below(format_: Format, above: frozenset[str]) -> bool:
    return not format_.above or bool(above & set(map(fold, format_.above)))


def _bears(format_: Format, header: tuple[str, ...], cells: frozenset[str]) -> bool:
    fields = aliases_of(format_)
    found = {fields[cell].name for cell in cells & fields.keys()}
    if not all(found & wanted for wanted in format_.signature) or cells & {fold_word(name) for name in format_.absent}:
        return False
    return not (format_.exact and match(format_, header).unknown)


def _is_overview(cells: tuple[str, ...]) -> bool:
    return len(cells) == len(OVERVIEW_HEADERS) and all(
        fold(cell) in words for cell, words in zip(cells, OVERVIEW_HEADERS, strict=True)
    )


def _is_mislabelled(formats: Registry, cells: tuple[str, ...], title: str) -> bool:
    """Days under a title that is known, beside a label that is not: files of 2022 and 2023 bear the label of another metric."""
    return (
        len(cells) == len(OVERVIEW_HEADERS)
        and fold(cells[0]) in OVERVIEW_HEADERS[0]
        and bool(_titled(formats, title, block=False))
    )


def _titled(known: Registry, title: str, *, block: bool) -> tuple[Format, ...]:
    """The formats that a title may mean, one per network."""
    folded = fold(title)
    formats = (format_ for format_ in known if format_.block == block)
    return tuple(format_ for format_ in formats if folded in _folded_titles(format_.titles))


def _below_title(format_: Format, header: tuple[str, ...]) -> Columns:
    """How a header below a title maps: of days the place tells what a column is, for its label may be wrong."""
    if format_.block:
        return match(format_, header)
    named = tuple(field.aliases[0] for field in format_.fields)
    return replace(match(format_, named), header=header)


def _block(formats: Registry, cells: tuple[str, ...], at: int, title: str) -> Recognised | None:
    """A table whose headers are values, below a title that says so."""
    candidates = tuple(each for each in _titled(formats, title, block=True) if match(each, cells).slices)
    if not candidates:
        return None
    columns = _complete(match(candidates[0], cells))
    shared = title if fold(title) in _folded_titles(candidates[0].shared_titles) else None
    return Recognised(columns, at, shared, candidates)


def _overview(formats: Registry, cells: tuple[str, ...], at: int, title: str) -> Recognised:
    candidates = _titled(formats, title, block=False)
    if candidates:
        shared = title if fold(title) in _folded_titles(candidates[0].shared_titles) else None
        return Recognised(_complete(_below_title(candidates[0], cells)), at, shared, candidates)
    known = sorted({known for format_ in formats for known in format_.titles if not format_.block})
    raise UnrecognisedFormatError(
        expected="an overview under a known title: " + ", ".join(known),
        found=f"an overview titled {title!r}" if title else "an overview without a title above Date, Primary",
        remedy="give the file back the title that the platform wrote, or ask for the metric to be added",
    )


@cache
def _folded_titles(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, titles))


def _complete(columns: Columns) -> Columns:
    """The columns, if all that are required and one measure are there."""
    format_ = columns.format
    lacking = [name for name in format_.required if name in columns.missing]
    says_something = format_.records_count or columns.slices or len(format_.measures - set(columns.missing)) > 0
    if not lacking and says_something:
        return columns
    wanted = lacking or sorted(format_.measures | {split.measure for split in format_.splits})
    words = {field.name: " or ".join(field.aliases) for field in format_.fields}
    need = "; ".join(words[name] for name in lacking) if lacking else "one measure at least: " + ", ".join(wanted)
    raise MissingColumnError(
        expected=f"{format_.title}: {need}",
        found="columns " + ", ".join(columns.header),
        remedy="export again with this column, or ask for the header's new name to be added",
    )


def _unrecognised(formats: Registry, headers: list[tuple[str, ...]], title: str) -> UnrecognisedFormatError | EmptyExportError:
    if not headers:
        return EmptyExportError(expected="an export", found="a file without a single record", remedy="download the export again")
    widest = max(headers, key=len)
    scored = [(len(widest) - len(match(format_, widest).unknown), format_) for format_ in formats.with_own_header]
    score, best = max(scored, key=lambda pair: pair[0])
    near = (
        f"nearest is {best.title}, which knows {score} of the {len(widest)} columns{_alike(widest, best)}"
        if _is_near(score, len(widest))
        else "none is near"
    )
    return UnrecognisedFormatError(
        expected=f"the header of a known export; {near}",
        found=f"columns {', '.join(widest)[:400]}" if len(widest) > 1 else f"text that starts with {(title or widest[0])[:80]!r}",
        remedy="check what was exported; `pilaster inspect --draft FILE` writes a first format for it",
    )


def _alike(header: tuple[str, ...], format_: Format) -> str:
    """Unknown headers of a table beside the known ones that they may be, in another spelling or language."""
    alike = nearest(match(format_, header).unknown, format_)
    told = ", ".join(f"{theirs!r} may be {ours!r}" for theirs, ours in list(alike.items())[:_MOST_ALIKE])
    return f"; {told}" if told else ""


def _is_near(score: int, width: int) -> bool:
    return score > 1 and score * 3 >= width
