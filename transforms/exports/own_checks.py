"""Whether a file in formats/ says what can be read; what is wrong is told with its line, and the nearest word that is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError

from transforms.contracts.columns import COLUMNS
from transforms.contracts.tables import TABLES
from transforms.errors import FormatFileError
from transforms.exports.headers import fold
from transforms.exports.model import Format
from transforms.exports.own_model import NAME, Addition, OwnColumn, OwnFormat, OwnNumbers
from transforms.exports.values import DAYS, MOMENTS
from transforms.plain_yaml import Node, line_of, read_plain

# Columns that no cell supplies: they follow from the file, the format or other columns.
FOLLOWS = frozenset(
    {
        "brand", "platform", "format", "media_type", "exposure_metric", "published_at_source", "observed_on", "observed_at",
        "observed_on_source", "window_start", "window_end", "is_lifetime", "source_sha", "source_line", "parse_error",
    }
)  # fmt: skip
_MODELS = {"": (OwnFormat, Addition), "columns": (OwnColumn,), "numbers": (OwnNumbers,)}
# What places a record: a file without it is none of this kind.
NEEDED: dict[str, tuple[str, ...]] = {
    "staging_post": ("post_id", "published_at"),
    "staging_post_daily": ("post_id", "activity_date"),
    "staging_account_daily": ("activity_date",),
    "staging_creator": ("account_handle",),
}
_REMEDY = "correct this line; every other format goes on being read"


@dataclass(frozen=True)
class Checked:
    """One file, understood, and where each of its keys stands."""

    told: OwnFormat | Addition
    where: str
    tree: Node


def read_file(text: str, where: str) -> Checked:
    """One file of formats/.

    Raises:
        FormatFileError: with line and key of the first thing that is wrong.
    """
    tree, data = read_plain(text, where, FormatFileError, "title, platform, grain and columns, or with extends")
    model = Addition if "extends" in data else OwnFormat
    try:
        checked = Checked(model.model_validate(data), where, tree)
    except ValidationError as error:
        raise _told(error, where, tree, model) from error
    _require_patterns(checked)
    return checked


def supplied(table: str) -> list[str]:
    """The columns of a staging table that an export can supply."""
    return [name for name in TABLES[table].columns if name not in FOLLOWS]


def require_sound(checked: Checked, name: str, table: str, known: Mapping[str, Format]) -> None:
    """A new format can be told from others, and its records can be placed.

    Raises:
        FormatFileError: it cannot.
    """
    told = checked.told
    if not isinstance(told, OwnFormat):
        raise TypeError(type(told))
    if not NAME.fullmatch(name) or name in known:
        expected = "a file name of a-z, 0-9 and _ that no other format has"
        raise wrong_at(checked, (), expected, f"{name}.yaml", remedy="rename the file: it names the format in tables")
    _require_columns(checked, supplied(table))
    _require_headers(checked, told.columns, {})
    for column in (*NEEDED[table], *told.required):
        if column not in told.columns:
            raise wrong_at(checked, ("columns",), f"{column}: {COLUMNS[column].meaning}", "no such column", near=told.columns)
    for column, patterns in (("activity_date", "days"), ("published_at", "times")):
        if column in told.columns and not getattr(told, patterns):
            raise wrong_at(checked, ("columns", column), f"`{patterns}`, which says how it is written", "no such key")
    if not any(COLUMNS[column].additivity != "-" for column in told.columns):
        raise wrong_at(checked, ("columns",), "a column that counts something", ", ".join(told.columns))


def require_unclaimed(checked: Checked, format_: Format) -> None:
    """Further words of a known format mean one thing each.

    Raises:
        FormatFileError: a header is taken already, or a column is none of its tables'.
    """
    names = {field.name for field in format_.fields} | {name for table in format_.tables for name in supplied(table)}
    _require_columns(checked, names)
    taken = {fold(alias): field.name for field in format_.fields for alias in field.aliases}
    _require_headers(checked, checked.told.columns, taken)


def _require_columns(checked: Checked, names: Iterable[str]) -> None:
    names = list(names)
    for column in checked.told.columns:
        if column not in names:
            raise wrong_at(checked, ("columns", column), "a column that this kind of record has", column, near=names)


def _require_headers(checked: Checked, columns: Mapping[str, OwnColumn], taken: Mapping[str, str]) -> None:
    claimed = dict(taken)
    for column, each in columns.items():
        for header in each.headers:
            other = claimed.setdefault(fold(header), column)
            if other != column:
                found = f"{header!r} for {other} and for {column}"
                raise wrong_at(checked, ("columns", column), "every header for one column", found)


def _require_patterns(checked: Checked) -> None:
    for key, known in (("days", DAYS), ("times", {**MOMENTS, **DAYS})):
        for at, pattern in enumerate(getattr(checked.told, key)):
            if pattern not in known:
                raise wrong_at(checked, (key, at), f"one of {', '.join(known)}", pattern, near=known)


def wrong_at(
    checked: Checked, path: tuple[int | str, ...], expected: str, found: str, *, near: Iterable[str] = (), remedy: str = _REMEDY
) -> FormatFileError:
    """The error for one place of a file."""
    key = ".".join(map(str, path)) or "the file"
    where = f"{checked.where}, line {line_of(checked.tree, path)}, {key}"
    return FormatFileError(where=where, expected=expected, found=_with_nearest(found, near), remedy=remedy)


def _with_nearest(found: str, near: Iterable[str]) -> str:
    nearest = get_close_matches(found, list(near), n=1)
    return f"{found}; the nearest that is known is {nearest[0]}" if nearest else found


def _told(error: ValidationError, where: str, tree: Node, model: type[OwnFormat | Addition]) -> FormatFileError:
    # A key that is misspelt is missing too: the word that is there says more.
    first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    path = tuple(part for part in first["loc"] if part != "function-before")
    expected, found = first["msg"].removeprefix("Value error, "), repr(first["input"])[:120]
    if first["type"] == "extra_forbidden":
        parent = str(path[0]) if len(path) > 1 else ""
        models = (model,) if not parent else _MODELS.get(parent, ())
        expected = "a key that is known here"
        found = _with_nearest(str(path[-1]), [key for each in models for key in each.model_fields])
    elif first["type"] == "missing":
        expected, found = f"{path[-1]}, which is required", "no such key"
    elif first["type"] == "value_error" and "; " in expected:
        expected, found = expected.split("; ", 1)
    key = ".".join(str(part) for part in path) or "the file"
    place = f"{where}, line {line_of(tree, path)}, {key}"
    return FormatFileError(where=place, expected=expected, found=found, remedy=_REMEDY)
