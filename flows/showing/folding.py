"""The columns of an export as a table that stays short: a family of columns is one line, and so are those left out alike."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flows.showing.console import table

if TYPE_CHECKING:
    from rich.table import Table

    from transforms.exports.inspecting import Inspection

# Headers that are shown of a longer list, and how many of one family are still shown one by one.
_SHOWN, _ONE_BY_ONE = 6, 3
# What a family has in common: all before the last " - ", before the number at its end, or before its last bracket.
_STEM = re.compile(r"(.+ - |.+?(?=[0-9]+$)|.+(?=\())")
_ENDINGS = ("; it stays in raw", "; they stay in raw")


def columns_table(each: "Inspection") -> "Table":
    """Every column of the file with what it is read as, or why it is not carried."""
    from transforms.contracts.columns import COLUMNS

    shown = table("", "column in the file", "read as", "which is")
    shown.title = None
    for headers, name in families(each.columns):
        shown.add_row(_headers(headers), name, COLUMNS[name].meaning.partition(";")[0])
    for why, headers in by_reason(each.not_carried).items():
        shown.add_row(_headers(headers), "not carried", why)
    for header in each.unknown[: 2 * _SHOWN]:
        near = f", near to {each.near[header]!r}" if header in each.near else ""
        shown.add_row(_plain(header), "unknown", f"stays in the archived file{near}")
    if len(each.unknown) > 2 * _SHOWN:
        shown.add_row(f"and {len(each.unknown) - 2 * _SHOWN:,} more", "unknown", "stay in the archived file")
    return shown


def families(columns: Mapping[str, str]) -> list[tuple[list[str], str]]:
    """(headers, what they are read as): the columns of a family together, where there are many."""
    found: dict[tuple[str, str], list[str]] = {}
    for header, name in columns.items():
        found.setdefault((name, _stem(header)), []).append(header)
    alike = {name: [headers for (read, _), headers in found.items() if read == name] for name in columns.values()}
    told: list[tuple[list[str], str]] = []
    for name, groups in alike.items():
        # Where headers are values, such as countries, no two of them begin alike.
        joined = [[header for headers in groups for header in headers]] if all(len(each) == 1 for each in groups) else groups
        for headers in joined:
            told += [(headers, name)] if len(headers) > _ONE_BY_ONE else [([header], name) for header in headers]
    return told


def by_reason(not_carried: Mapping[str, str]) -> dict[str, list[str]]:
    """Reason → the headers that are not carried for it."""
    found: dict[str, list[str]] = {}
    for header, why in not_carried.items():
        for ending in _ENDINGS:
            why = why.removesuffix(ending)  # noqa: PLW2901 - the words that the table says once for all
        found.setdefault(why, []).append(header)
    return found


def _stem(header: str) -> str:
    found = _STEM.match(header)
    return found[0] if found else header


def _headers(headers: list[str]) -> str:
    if len(headers) == 1:
        return _plain(headers[0])
    stem = _stem(headers[0])
    ends = [header.removeprefix(stem) for header in headers]
    if len(headers) > _ONE_BY_ONE and stem != headers[0] and all(header.startswith(stem) for header in headers):
        return f"{_plain(stem)} … ({len(headers):,} columns: {_some(ends)})"
    return _some(headers)


def _some(names: Iterable[str]) -> str:
    names = [_plain(name) for name in names]
    more = len(names) - _SHOWN
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:_SHOWN])} and {more:,} more"


def _plain(header: str) -> str:
    """A header on one line; the first column of some tables has none."""
    return " ".join(header.split()) or "(a column without a name)"
