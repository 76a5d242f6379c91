"""Workbooks of Excel (.xlsx), written fresh: cells by their Python type, and as much damage as a test asks for."""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
_EXCEL_DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet has no zone

Rows = Sequence[Sequence[Any]]


class Fault(str):
    """An error as a cell: `Fault("#N/A")`."""

    __slots__ = ()


def workbook(path: Path, sheets: Mapping[str, Rows | str], *, more: Mapping[str, str] = {}, charts: Sequence[str] = ()) -> Path:
    """Write sheets by name: rows of cells, or the XML below `worksheet` as it is. `more` adds or replaces parts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (_frame(tuple(sheets), charts) | _bodies(sheets) | dict(more)).items():
            file.writestr(name, text)
    return path


def row_xml(number: int, cells: Sequence[Any]) -> str:
    """One row."""
    inside = "".join(_cell(f"{column_name(at)}{number}", cell) for at, cell in enumerate(cells))
    return f'<row r="{number}">{inside}</row>'


def column_name(at: int) -> str:
    """A, B ... Z, AA ..., counted from 0."""
    name = ""
    while at >= 0:
        name = chr(ord("A") + at % 26) + name
        at = at // 26 - 1
    return name


def _cell(place: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="e"><v>{value}</v></c>' if isinstance(value, Fault) else _text(place, value)
    return _number(place, value)


def _text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _number(place: str, value: Any) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        return f'<c r="{place}" s="2"><v>{(value - _EXCEL_DAY_0) / dt.timedelta(days=1)!r}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="1"><v>{(value - _EXCEL_DAY_0.date()).days}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _bodies(sheets: Mapping[str, Rows | str]) -> dict[str, str]:
    return {f"xl/worksheets/sheet{at}.xml": _xml("worksheet", _body(rows)) for at, rows in enumerate(sheets.values(), 1)}


def _body(rows: Rows | str) -> str:
    if isinstance(rows, str):
        return rows
    written = (row_xml(number, row) for number, row in enumerate(rows, 1) if any(cell != "" for cell in row))
    return f"<sheetData>{''.join(written)}</sheetData>"


def _frame(names: Sequence[str], charts: Sequence[str]) -> dict[str, str]:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate((*names, *charts), 1)
    )
    kinds = ["worksheet"] * len(names) + ["chartsheet"] * len(charts)
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{kind}s/sheet{at}.xml"/>' for at, kind in enumerate(kinds, 1)
    )
    styles = f'<Relationship Id="rIdStyles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{relations}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": _xml("workbook", f"<sheets>{sheets}</sheets>"),
        "xl/_rels/workbook.xml.rels": f"{relations}{targets}{styles}</Relationships>",
        "xl/styles.xml": _xml("styleSheet", _STYLES),
        **{f"xl/chartsheets/sheet{at}.xml": _xml("chartsheet", "") for at in range(len(names) + 1, len(kinds) + 1)},
    }


def _xml(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">{inside}</{root}>'
