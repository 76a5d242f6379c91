"""How the header of one file maps to one format: which column is which, what is left out, what nobody knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from transforms.exports.headers import fold, fold_word
from transforms.exports.model import Field, Format
from transforms.exports.splitting import slice_of

# All of them are at hand at once: a cache that holds fewer would make each of them anew for every file.
_FORMATS = 1024


@dataclass(frozen=True)
class Slice:
    """Columns of one file that give one row per record: mostly one, more where the file repeats its header."""

    split: int
    """its place among the format's splits"""
    value: str
    at: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What stands for a canonical column in messages."""
        return f"{self.split}: {self.value}"

    @property
    def bare(self) -> "Slice":
        """The same, whatever its places in the file."""
        return Slice(self.split, self.value)


@dataclass(frozen=True)
class Columns:
    """How the header of one file maps to a format."""

    format: Format
    header: tuple[str, ...]
    mapped: tuple[tuple[str, tuple[int, ...]], ...]
    """canonical column and its positions in the file: more than one where the file repeats it"""
    not_carried: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    """canonical columns of the format that the file lacks"""
    exposure: str | None
    slices: tuple[Slice, ...] = ()
    """columns that become rows"""
    languages: tuple[str, ...] = ()
    """languages, not proven by a real file yet, in which some of its headers are"""

    def header_of(self, column: str) -> str:
        """The file's own words for a canonical column."""
        return next((self.header[at[0]] for name, at in self.places() if name == column), column)

    def places(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Every column that is read, canonical or a slice, and its positions in the file."""
        yield from self.mapped
        yield from ((each.name, each.at) for each in self.slices)


@lru_cache(maxsize=1024)
def match(format_: Format, header: tuple[str, ...], kinds: tuple[str, ...] = ()) -> Columns:
    """How `header` maps to a format, whether it is complete or not; `kinds` tells what each column counts, as far as known."""
    positions: dict[str, list[int]] = {}
    exposures: dict[str, str] = {}
    unknown, not_carried = [], []
    slices: dict[tuple[int, str], list[int]] = {}
    fields, (leave, families) = aliases_of(format_), _not_carried(format_)
    for at, (name, plain, kind) in enumerate(zip(header, folded(header), kinds or ("",) * len(header), strict=True)):
        exact = f"{plain} {kind}"
        word = exact if kind and (exact in fields or exact in leave) else plain
        if word in fields:
            positions.setdefault(fields[word].name, []).append(at)
            exposures.setdefault(fields[word].name, fields[word].exposure or "")
        elif format_.splits and (told := slice_of(format_, name, word, is_known=word in leave)):
            slices.setdefault(told, []).append(at)
        elif word in leave or word.startswith(families):
            not_carried.append(name if word == plain else f"{name} ({kind})")
        else:
            unknown.append(name.strip() or f"column {at + 1}")
    names = dict.fromkeys(field.name for field in format_.fields)
    proven, unproven = _words(format_)
    languages = tuple(language for language, words in unproven.items() if (words - proven) & set(folded(header)))
    return Columns(
        format=format_,
        header=header,
        mapped=tuple((name, tuple(positions[name])) for name in names if name in positions),
        not_carried=tuple(not_carried),
        unknown=tuple(unknown),
        missing=tuple(name for name in names if name not in positions),
        exposure=exposures.get("impressions") or None,
        slices=tuple(Slice(*told, tuple(at)) for told, at in slices.items()),
        languages=languages,
    )


@lru_cache(maxsize=_FORMATS)
def _words(format_: Format) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Folded headers that real files have shown, and those of each language that none has."""
    words: dict[str, set[str]] = {}
    for field in format_.fields:
        for language, aliases in field.languages.items():
            words.setdefault(language, set()).update(map(fold_word, aliases))
    shown = (found for language, found in words.items() if language not in format_.unproven)
    return frozenset().union(*shown), {language: frozenset(words.get(language, ())) for language in format_.unproven}


@lru_cache(maxsize=_FORMATS)
def aliases_of(format_: Format) -> dict[str, Field]:
    """Folded header → field."""
    return {fold_word(alias): field for field in format_.fields for alias in field.aliases}


@lru_cache(maxsize=_FORMATS)
def _not_carried(format_: Format) -> tuple[frozenset[str], tuple[str, ...]]:
    """Known headers without a column of ours, and beginnings of such."""
    return frozenset(map(fold_word, format_.not_carried)), tuple(map(fold_word, format_.not_carried_families))


@lru_cache(maxsize=128)
def folded(header: tuple[str, ...]) -> tuple[str, ...]:
    """Old exports have thousands of columns, and every format looks at them."""
    return tuple(map(fold, header))
