"""What an export is, in words and a table: what it holds, whose it is, what becomes of each column, what to do."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from flows.showing.console import console
from flows.showing.folding import columns_table

if TYPE_CHECKING:
    from transforms.exports.inspecting import Inspection

_SHOWN_ACCOUNTS = 10
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_ENCODINGS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1251": "Windows letters (Cyrillic)",
    "cp1252": "Windows letters (Western)",
}  # fmt: skip
_WHOSE = (
    "it counts for the brand's only account there. With several, put it into a folder named after the account, or answer with "
    "`pilaster assign`"
)


def show(found: Sequence["Inspection"], *, as_json: bool = False) -> None:
    """Print each inspection; the parts of one file together."""
    if as_json:
        print(json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=1))
        return
    for file, together in groupby(found, key=lambda each: each.part_of or each.file):
        _show_file(file, list(together))


def _show_file(file: str, parts: Sequence["Inspection"]) -> None:
    out = console()
    out.print(Text(file, style="bold"), soft_wrap=True)
    if parts[0].part_of:
        _show_verdict(parts)
    for part in parts:
        _show_part(part)
    if not all(part.names_account or part.reason for part in parts):
        out.print(f"  it names no account: {_WHOSE}", soft_wrap=True)
    for note in dict.fromkeys(note for part in parts for note in part.notes):
        out.print(f"  note: {note}", soft_wrap=True)
    print()


def _show_verdict(parts: Sequence["Inspection"]) -> None:
    held = [_name(part) for part in parts if part.reason]
    because = f", because of: {', '.join(held)}" if len(parts) > 1 else ""
    verdict = f"the whole file would be held{because}" if held else "can be taken"
    text = f"  {len(parts)} {'tables' if len(parts) > 1 else 'table'} in it; {verdict}"
    console().print(Text(text, style="red" if held else "green"), soft_wrap=True)


def _name(part: "Inspection") -> str:
    return part.file.removeprefix(part.part_of).lstrip("/")


def _show_part(each: "Inspection") -> None:
    out = console()
    if each.part_of:
        out.print(Text(f"  {_name(each)}", style="bold"))
    if each.format:
        out.print(f"  {each.title}")
    if each.set_aside:
        out.print(f"  set aside, stays in the archived file: {each.set_aside}")
    if each.reason:
        code = each.reason.partition(":")[0]
        out.print(Text(f"  would be held: {each.found} ({code})", style="red"), soft_wrap=True)
        if each.remedy:
            out.print(f"  what to do: {each.remedy}", soft_wrap=True)
    elif each.format:
        _show_content(each)
    _show_columns(each)


def _show_content(each: "Inspection") -> None:
    out = console()
    records = f"{each.rows:,} {'record' if each.rows == 1 else 'records'}"
    rows = f", one row per {each.grain}" if each.grain else ""
    out.print(f"  {records}{rows}{_days(each)}", soft_wrap=True)
    if each.accounts:
        kind = "creators" if "creator" in (each.grain or "") else "accounts"
        named = ", ".join(each.accounts[:_SHOWN_ACCOUNTS])
        more = f" and {len(each.accounts) - _SHOWN_ACCOUNTS:,} more" if len(each.accounts) > _SHOWN_ACCOUNTS else ""
        out.print(f"  {kind}: {named}{more}", soft_wrap=True)
    ready = "" if each.part_of else "can be taken; "
    out.print(Text(f"  {ready}format {each.format}, {_written(each)}", style="" if each.part_of else "green"))


def _days(each: "Inspection") -> str:
    if not each.first_date:
        return ""
    what = "days" if "day" in (each.grain or "") else "published"
    return f"; {what} {each.first_date} to {each.last_date}"


def _written(each: "Inspection") -> str:
    if not each.delimiter:
        return f"a sheet of an Excel workbook (.{each.encoding})"
    if ".json" in each.file:
        return "JSON"
    between = _DELIMITERS.get(each.delimiter, repr(each.delimiter))
    return f"text in {_ENCODINGS.get(each.encoding, each.encoding)} with {between} between its columns"


def _show_columns(each: "Inspection") -> None:
    if not each.columns:
        return
    console().print(columns_table(each))
    if each.missing_optional:
        console().print(f"  other exports of this kind also have: {', '.join(each.missing_optional)}; here they stay empty")
