"""What an export is, in words and a table."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from flows.showing.console import console, table

if TYPE_CHECKING:
    from transforms.exports.inspecting import Inspection

_SHOWN_ACCOUNTS = 10


def show(found: Sequence["Inspection"], *, as_json: bool = False) -> None:
    """Print each inspection."""
    if as_json:
        print(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        _show(each)


def _show(each: "Inspection") -> None:
    out = console()
    out.print(Text(each.file, style="bold"))
    if each.format:
        out.print(f"  {each.title} ({each.format}), {each.grain or 'no records'}")
    if each.set_aside:
        out.print(Text(f"  set aside, stays in raw: {each.set_aside}"))
    if each.reason:
        out.print(Text(f"  held: {each.reason}", style="red"))
    if each.format and not each.reason:
        _show_content(each)
    _show_columns(each)
    for note in each.notes:
        out.print(f"  note: {note}")


def _show_content(each: "Inspection") -> None:
    days = f"{each.first_date} to {each.last_date}" if each.first_date else "no dates"
    named = ", ".join(each.accounts[:_SHOWN_ACCOUNTS])
    more = f" and {len(each.accounts) - _SHOWN_ACCOUNTS:,} more" if len(each.accounts) > _SHOWN_ACCOUNTS else ""
    accounts = f"; accounts: {named}{more}" if each.accounts else "; it names no account"
    read_as = {",": "comma", ";": "semicolon", "\t": "tab"}.get(each.delimiter, each.delimiter)
    written = f"{each.encoding}, {read_as}" if each.delimiter else f"a sheet of an Excel workbook (.{each.encoding})"
    console().print(f"  {each.rows:,} records, {days}{accounts}; {written}")


def _show_columns(each: "Inspection") -> None:
    if not each.columns:
        return
    shown = table("", "column in the file", "read as")
    shown.title = None
    for header, name in each.columns.items():
        shown.add_row(header, name)
    for header, why in each.not_carried.items():
        shown.add_row(header, f"kept in raw only: {why}")
    for header in each.unknown:
        near = f"; near to {each.near[header]!r}" if header in each.near else ""
        shown.add_row(header, f"unknown: kept in raw only{near}")
    console().print(shown)
    if each.missing_optional:
        console().print(f"  not in this file, so NULL: {', '.join(each.missing_optional)}")
