"""Inside the child: an .xlsx or a binary .xls, by calamine; the XML of an .xlsx is looked through first, as it really unpacks."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import python_calamine as calamine

from warehouse.containers.workbook_child import MAX_CELLS, MAX_COLUMNS, RawSheet, RefusedError

_PIECE = 1 << 18
# No cell's XML up to its value is longer, apart from text, and errors are none.
_TAIL = 1024
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?P<marks>[^<>]*?\bt=["']e["'][^<>]*)>(?:[^<]*<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)?"""
    rb"""\s*<(?:\w+:)?v>(?P<error>#[A-Z0-9/!?_]{1,20})<"""
)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KINDS = {"ChartSheet": "chart", "DialogSheet": "dialog", "MacroSheet": "macro", "Vba": "macro"}

Errors = dict[tuple[int, int], str]
"""(row, column), from 0, to the error that stands there: `#N/A`"""


def read(data: bytes) -> Iterator[RawSheet]:
    """The sheets in the order of the workbook.

    Raises:
        RefusedError: locked by a password, or with something in it that no export has.
    """
    errors = _look_through(data) if data.startswith(b"PK") else {}
    try:
        workbook = calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise RefusedError("password", "") from error
    for sheet in workbook.sheets_metadata:
        kind = _KINDS.get(str(sheet.typ).rpartition(".")[2], "sheet")
        rows = _rows(workbook.get_sheet_by_name(sheet.name), errors.get(sheet.name, {})) if kind == "sheet" else iter(())
        yield RawSheet(sheet.name, rows, kind)


def _rows(sheet: calamine.CalamineSheet, errors: Errors) -> Iterator[list[Any]]:
    """Every row from the first of the sheet on, each from the first column on."""
    if sheet.start is None or sheet.end is None:
        return
    n_rows, n_columns = sheet.end[0] + 1, sheet.end[1] + 1
    if n_columns > MAX_COLUMNS:
        raise RefusedError("columns", f"{n_columns:,} columns in {sheet.name[:60]!r}")
    if n_rows * n_columns > MAX_CELLS:
        raise RefusedError("cells", f"{n_rows:,} rows of {n_columns:,} columns in {sheet.name[:60]!r}")
    before: list[Any] = [""] * sheet.start[1]
    marked = {at for at, _ in errors}
    for at, row in enumerate(sheet.iter_rows()):
        cells = [*before, *row]
        if at in marked:
            cells += [""] * (n_columns - len(cells))
            for column in range(n_columns):
                cells[column] = errors.get((at, column), cells[column])
        yield cells


def _look_through(data: bytes) -> dict[str, Errors]:
    """Unpack every part once, counted, and refuse what no workbook of an export holds.

    Returns:
        The error cells of each sheet: calamine shows them as empty, and an error is not the same as nothing.
    """
    found: dict[str, Errors] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if not info.filename.casefold().endswith((".xml", ".rels")):
                continue
            errors: Errors = {}
            n_cells = 0
            with archive.open(info) as stream:
                rest = b""
                while piece := stream.read(_PIECE):
                    text = rest + piece
                    n_cells += piece.count(b"<c ")
                    if n_cells > MAX_CELLS:
                        raise RefusedError("cells", f"more than {MAX_CELLS:,} in {info.filename[-60:]}")
                    if _DTD.search(text):
                        raise RefusedError("dtd", info.filename[:60])
                    if b'"e"' in text or b"'e'" in text:
                        errors |= _errors(text)
                    rest = text[-_TAIL:]
            if errors:
                found[info.filename.casefold()] = errors
        return _by_name(archive, found) if found else {}


def _errors(text: bytes) -> Errors:
    found: Errors = {}
    for cell in _ERROR_CELL.finditer(text):
        place = _PLACE.search(cell["marks"])
        if place is None:
            raise RefusedError("damaged", f"an error cell {cell['error'].decode()} that does not say where it stands")
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        found[int(place[2]) - 1, column - 1] = cell["error"].decode()
    return found


def _by_name(archive: zipfile.ZipFile, found: dict[str, Errors]) -> dict[str, Errors]:
    """Errors by the sheet's name, from those by the sheet's file."""
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - in the child, memory is limited, and a DTD was refused before
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    files = {each.get("Id"): each.get("Target", "") for each in relations}
    names: dict[str, Errors] = {}
    for sheet in workbook.iter():
        target = files.get(sheet.get(_RELATION), "") if sheet.tag.endswith("}sheet") else ""
        path = (target.removeprefix("/") if target.startswith("/") else f"xl/{target}").casefold()
        if path in found:
            names[sheet.get("name", "")] = found[path]
    return names
