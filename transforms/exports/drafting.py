"""A first draft of a file for formats/, from the first records of an export that nobody foresaw.

It says what it took from where, leaves to a person what a file alone cannot tell, and is read as it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from transforms.contracts.columns import COLUMNS
from transforms.exports.headers import fold, without_blank_end
from transforms.exports.model import MISSING
from transforms.exports.number_style import PLAIN, NumberStyle
from transforms.exports.own_checks import NEEDED, supplied
from transforms.exports.own_formats import TABLE_OF
from transforms.exports.recognise import HEADER_WITHIN
from transforms.exports.values import CLOCK, COUNT, DAYS, MOMENTS, NUMBER, attempt, parse_day, parse_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transforms.exports.own_model import Grain
    from transforms.exports.registry import Registry

# Cells of one column that are looked at.
SAMPLE = 200
_NEAR = 0.82
# Styles in which numbers are seen, the plainest first; the first that reads all of a column's cells is named.
_STYLES = (PLAIN, NumberStyle(","), NumberStyle(".", ","), NumberStyle(" ", ","), NumberStyle(",", ".", suffixes=True))


@dataclass(frozen=True)
class Guess:
    """What one header is thought to be, why, and how its cells are written."""

    header: str
    column: str
    why: str
    unit: str | None = None


def draft(rows: Sequence[Sequence[str]], name: str, formats: Registry) -> str:
    """A file for formats/ as text, from the first rows of an export; `name` is what it might be called."""
    at = max(range(min(len(rows), HEADER_WITHIN)), key=lambda each: (_width(rows[each]), -each), default=0)
    header = without_blank_end(tuple(rows[at])) if rows else ()
    below = [row for row in rows[at + 1 :] if any(cell.strip() for cell in row)][:SAMPLE]
    cells = {head: [row[place].strip() for row in below if place < len(row)] for place, head in enumerate(header)}
    guesses, open_ = _guessed([head for head in header if head.strip()], cells, formats)
    grain: Grain = "post" if {"post_id", "permalink", "published_at"} & {each.column for each in guesses} else "account by day"
    table = TABLE_OF[grain]
    other = "activity_date" if grain == "post" else "published_at"
    guesses = [_moved(each, other, supplied(table)) for each in guesses]
    kept = [each for each in guesses if each.column in supplied(table)]
    open_ = [head for head in header if head in open_ or any(each.header == head for each in guesses if each not in kept)]
    return _text(name, grain, kept, open_, cells)


def _width(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in without_blank_end(tuple(row)))


def _guessed(header: Sequence[str], cells: Mapping[str, list[str]], formats: Registry) -> tuple[list[Guess], list[str]]:
    """What each header is thought to be, each column once: the word of a known export, else our own name, else what is near."""
    words = _vocabulary(formats)
    found: dict[str, Guess] = {}
    for head in header:
        folded = fold(head)
        # A share is never near to a count.
        near = get_close_matches(folded, words, n=1, cutoff=_NEAR) if "%" not in head else []
        if folded in words:
            guess = Guess(head, words[folded][0], "a known header", words[folded][1])
        elif near:
            guess = Guess(head, words[near[0]][0], f"near to {near[0]!r}", words[near[0]][1])
        else:
            continue
        if guess.column not in found and _fits(guess, cells[head]):
            found[guess.column] = guess
    if not found.keys() & {"activity_date", "published_at"}:
        free = [head for head in header if head not in {each.header for each in found.values()}]
        days = (Guess(head, "activity_date", "its cells are days") for head in free if _patterns(_said(cells[head])))
        found |= {guess.column: guess for guess in list(days)[:1]}
    taken = {each.header for each in found.values()}
    return list(found.values()), [head for head in header if head not in taken]


def _vocabulary(formats: Registry) -> dict[str, tuple[str, str | None]]:
    """Folded header → the column that most formats mean by it, and how it is written; our own names come last."""
    meant: dict[str, Counter[tuple[str, str | None]]] = {}
    for format_ in formats:
        for field in format_.fields:
            for alias in field.aliases:
                meant.setdefault(fold(alias), Counter())[field.name, field.unit] += 1
    words: dict[str, tuple[str, str | None]] = {
        fold(name.replace("_", " ")): (name, None) for table in TABLE_OF.values() for name in supplied(table)
    }
    return words | {word: counted.most_common(1)[0][0] for word, counted in meant.items()}


def _said(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell not in MISSING]


def _fits(guess: Guess, cells: list[str]) -> bool:
    """Whether the cells could be of this column at all."""
    said, column = _said(cells), guess.column
    if guess.unit == "clock":
        return all(CLOCK.fullmatch(cell) for cell in said)
    if column in {"activity_date", "published_at"}:
        return bool(_patterns(said))
    if COLUMNS[column].type in {"int64", "decimal", "double"}:
        return _style(said) is not None
    return True


def _moved(guess: Guess, from_: str, allowed: Sequence[str]) -> Guess:
    """A date is the day of publication in an export of posts, and the day of activity in one by days."""
    to = "published_at" if from_ == "activity_date" else "activity_date"
    return Guess(guess.header, to, guess.why, guess.unit) if guess.column == from_ and from_ not in allowed else guess


def _patterns(cells: Sequence[str]) -> list[str]:
    """The patterns that read every one of the cells."""
    readable = {name: lambda text, name=name: parse_day(text, [name]) for name in DAYS}
    readable |= {name: lambda text, name=name: parse_moment(text, [name], "UTC") for name in MOMENTS}
    return [name for name, read in readable.items() if cells and all(attempt(read, cell) is None for cell in cells)]


def _style(cells: Sequence[str]) -> NumberStyle | None:
    def reads(style: NumberStyle) -> bool:
        plain = [style.plain(cell) for cell in cells]
        return all(COUNT.fullmatch(cell) or NUMBER.fullmatch(cell) for cell in plain)

    return next((style for style in _STYLES if reads(style)), None)


def _text(name: str, grain: Grain, guesses: list[Guess], open_: list[str], cells: Mapping[str, list[str]]) -> str:
    columns = {each.column: each for each in guesses}
    lacking = [column for column in NEEDED[TABLE_OF[grain]] if column not in columns]
    if not any(COLUMNS[column].additivity != "-" for column in columns):
        lacking.append("a column that counts something")
    lines = [
        f"# A first draft for {name}. Go through every line, then save it as formats/NAME.yaml; the next night reads with it.",
        *([f"draft: true  # not used as long as this stands here; still needed: {', '.join(lacking)}"] if lacking else []),
        f"title: {_quoted(name)}",
        "platform: unknown  # the network, in small letters, as your strategy names it",
        f"grain: {grain}  # or one of: {', '.join(other for other in TABLE_OF if other != grain)}",
        "columns:" if guesses else "columns: {}  # no header was understood",
        *(_line(each) for each in guesses),
        *_of_days(columns, cells),
        *_of_numbers(columns, cells),
    ]
    if open_:
        lines.append("# Not understood. Give it a column above, or say here why it is left out:")
        lines += [
            "# not_carried:",
            *(f"#   {_quoted(head)}: why  # such as {_example(cells[head])}" for head in dict.fromkeys(open_) if head.strip()),
        ]
    return "\n".join(lines) + "\n"


def _line(guess: Guess) -> str:
    if guess.column == "impressions":
        counts = "views" if "view" in fold(guess.header) else "impressions"
        return (
            f"  impressions: {{headers: {_quoted(guess.header)}, counts: {counts}}}  # {guess.why}; is {counts} what it counts?"
        )
    if guess.unit:
        return f"  {guess.column}: {{headers: {_quoted(guess.header)}, written: {guess.unit}}}  # {guess.why}"
    return f"  {guess.column}: {_quoted(guess.header)}  # {guess.why}"


def _of_days(columns: Mapping[str, Guess], cells: Mapping[str, list[str]]) -> list[str]:
    lines = []
    for column, key in (("activity_date", "days"), ("published_at", "times")):
        if column not in columns:
            continue
        said = _said(cells[columns[column].header])
        found = [name for name in _patterns(said) if key == "times" or name in DAYS]
        also = f"; {' or '.join(found[1:])} would read them too: which is it?" if found[1:] else ""
        lines.append(
            f"{key}: [{_quoted(found[0])}]  # reads all {len(said)} that were looked at, such as {_quoted(said[0])}{also}"
        )
        if key == "times" and found[0] not in {"YYYY-MM-DD hh:mm +hhmm", "YYYY-MM-DDThh:mm:ssZ"}:
            lines.append("zone: UTC  # whose clock it is; the file does not say")
    return lines


def _of_numbers(columns: Mapping[str, Guess], cells: Mapping[str, list[str]]) -> list[str]:
    """One style for the file: that of the column which needs the oddest."""
    odd: tuple[NumberStyle, str] | None = None
    for column, guess in columns.items():
        if COLUMNS[column].type in {"int64", "decimal", "double"} and guess.unit != "clock":
            said = _said(cells[guess.header])
            style = _style(said)
            if style and style != PLAIN:
                seen = next(cell for cell in said if not COUNT.fullmatch(cell))
                odd = max(odd or (style, seen), (style, seen), key=lambda each: _STYLES.index(each[0]))
    if odd is None:
        return []
    style, seen = odd
    told = f"thousands: {_quoted(style.thousands)}, decimal: {_quoted(style.decimal)}" + (
        ", suffixes: true" if style.suffixes else ""
    )
    return [f"numbers: {{{told}}}  # because of {_quoted(seen)}"]


def _example(cells: Sequence[str]) -> str:
    return next((_quoted(cell[:40]) for cell in cells if cell), "nothing: it is empty")


def _quoted(text: str) -> str:
    """Text as YAML: JSON's quoting is YAML's too, and needs no thought about what a colon or a hash might mean."""
    plain = text.replace(" ", "").replace("-", "").replace("/", "").replace("_", "")
    is_plain = plain.isascii() and plain.isalpha() and text[0].isalpha() and text[-1].isalpha()
    words = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
    return text if is_plain and text.casefold() not in words else json.dumps(text, ensure_ascii=False)
