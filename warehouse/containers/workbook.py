"""Workbooks of Excel: judged by what they declare, read by a child process with little memory, opened into one part per sheet.

The child is started once and asked for each workbook in turn. Whatever happens to it happens to one file: that is held.
"""

import io
import json
from collections.abc import Sequence
from typing import Any

from transforms.errors import EmptyExportError, SourceError, UnreadableFileError
from warehouse.containers.archive import WORKBOOK, judged_contents
from warehouse.containers.child import TOO_LONG, Child, ChildDiedError, Receive
from warehouse.containers.magic import ZIP
from warehouse.containers.places import Place
from warehouse.containers.sheets import Sheet
from warehouse.containers.side_by_side import apart
from warehouse.containers.workbook_child import LENGTH

MAX_FILE_BYTES = 32 * 1024 * 1024
# What an .xlsx declares to be when unpacked: ten times the largest export.
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
SECONDS = 30.0
# The answer to a workbook of a million cells is shorter.
_LONGEST_HEADER = 16 * 1024 * 1024
_LONGEST_TEXT = 256 * 1024 * 1024

_EXPECTED = "a workbook of Excel as a platform writes it"
_AGAIN = "download the export again, or save the sheet as CSV"
_SMALLER = "export a shorter period, or save each sheet as CSV"
_WRONG = {
    "password": ("a workbook that is locked by a password", "take the password off in Excel and hand it in again"),
    "memory": ("a workbook that takes more memory than a workbook may", _SMALLER),
    "cells": ("too many cells", _SMALLER),
    "columns": ("too many columns", _SMALLER),
    "sheets": ("too many sheets", _SMALLER),
    "dtd": ("XML with definitions of its own", "this is no export: ask who made the file, and do not open it"),
    "unknown": ("a workbook of an unknown kind", _AGAIN),
}
_ASIDE = {"chart": "a chart: it draws what other sheets hold", "dialog": "a dialog box, no table", "macro": "a program, no table"}

_CHILD = Child("warehouse.containers.workbook_child", library="python_calamine")


def sheets_of(place: Place, name: str, *, inside: str = "", folders: Sequence[str] = (), number: int = 0) -> list[Sheet]:
    """The sheets of a workbook in their order. One in an archive lies `inside` it, and counts its sheets on from `number`.

    Raises:
        UnreadableFileError: it is damaged, locked, too large, or not safe to open.
        EmptyExportError: nothing is written in it.
    """
    n_bytes = place.stat().st_size
    if n_bytes > MAX_FILE_BYTES:
        raise _refusal(f"{n_bytes:,} bytes, and at most {MAX_FILE_BYTES:,} are read", _SMALLER)
    data = place.read_bytes()
    if data.startswith(ZIP):
        _judge_unpacked(data, name)
    told, texts = _ask(data)
    sheets = [
        Sheet(
            name=f"{inside}/{each['name']}" if inside else each["name"],
            number=number + at,
            data=text,
            folders=tuple(folders),
            aside=_ASIDE.get(each["kind"], "" if each["rows"] else "nothing is written on it"),
            kind="xlsx" if data.startswith(ZIP) else "xls",
        )
        for at, (each, text) in enumerate(zip(told, texts, strict=True), start=1)
    ]
    if not any(sheet.data for sheet in sheets):
        raise EmptyExportError(expected="an export", found="a workbook with nothing written in it", remedy=_AGAIN)
    return [table for sheet in sheets for table in ([sheet] if sheet.aside else apart(sheet))]


def _judge_unpacked(data: bytes, name: str) -> None:
    """What the table of contents of an .xlsx tells, before anything is unpacked."""
    infos = judged_contents(io.BytesIO(data), name)
    if not any(info.filename == WORKBOOK for info in infos):
        raise _refusal("an archive inside the archive", "unpack it, and hand in what is in it")
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED_BYTES:
        raise _refusal(f"{total:,} bytes when unpacked, and at most {MAX_UNPACKED_BYTES:,} are read", _SMALLER)


def _ask(data: bytes) -> tuple[list[dict[str, Any]], list[bytes]]:
    """What the child says; asked once more where the child at hand was not fresh, so that no file pays for another one."""
    while True:
        try:
            told, texts = _CHILD.ask((LENGTH.pack(len(data)), data), SECONDS, _read_answer)
        except ChildDiedError as error:
            if error.how != TOO_LONG and _CHILD.n_asked > 1:
                continue
            if error.how == TOO_LONG:
                raise _refusal(f"a workbook that takes longer than {SECONDS:g} seconds", _SMALLER) from error
            found = f"a workbook that takes too much memory, or breaks the program that reads it ({error.how or 'it ended'})"
            raise _refusal(found, _AGAIN) from error
        if told.get("wrong") == "memory" and _CHILD.n_asked > 1:
            continue
        if "wrong" in told:
            raise _wrong(told)
        return told["sheets"], texts


def _read_answer(receive: Receive) -> tuple[dict[str, Any], list[bytes]]:
    told: dict[str, Any] = json.loads(receive(_length(receive(LENGTH.size), _LONGEST_HEADER)))
    sizes = [int(sheet["bytes"]) for sheet in told.get("sheets", ())]
    if sum(sizes) > _LONGEST_TEXT:
        raise _refusal(f"{sum(sizes):,} bytes of text", _SMALLER)
    return told, [receive(size) for size in sizes]


def _length(head: bytes, most: int) -> int:
    length = int(LENGTH.unpack(head)[0])
    if length > most:
        raise _refusal("more sheets than a workbook may have", _SMALLER)
    return length


def _wrong(told: dict[str, Any]) -> SourceError:
    found, remedy = _WRONG.get(told["wrong"], ("a workbook that is cut off or damaged", _AGAIN))
    detail = f": {told['detail']}" if told.get("detail") else ""
    return _refusal(found + detail, remedy)


def _refusal(found: str, remedy: str) -> UnreadableFileError:
    return UnreadableFileError(expected=_EXPECTED, found=found, remedy=remedy)
