"""A workbook of Excel (.xlsx) as small as it can be: text and whole numbers, sheet by sheet. LinkedIn exports nothing else."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# The same rows give the same bytes, whenever they are written.
_WRITTEN = (2026, 1, 1, 0, 0, 0)

Rows = Sequence[Sequence[str | int]]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets by name; a cell of no text is left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in (_frame(tuple(sheets)) | _bodies(sheets)).items():
            entry = zipfile.ZipInfo(name, date_time=_WRITTEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, text)
    return packed.getvalue()


def _bodies(sheets: Mapping[str, Rows]) -> dict[str, str]:
    return {f"xl/worksheets/sheet{at}.xml": _body(rows) for at, rows in enumerate(sheets.values(), 1)}


def _body(rows: Rows) -> str:
    written = (f'<row r="{number}">{_cells(number, row)}</row>' for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{"".join(written)}</sheetData></worksheet>'


def _cells(number: int, row: Sequence[str | int]) -> str:
    return "".join(_cell(f"{chr(ord('A') + at)}{number}", cell) for at, cell in enumerate(row) if cell != "")


def _cell(place: str, value: str | int) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _frame(names: Sequence[str]) -> dict[str, str]:
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    book = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f"{relations}{book}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{relations}{targets}</Relationships>",
    }
