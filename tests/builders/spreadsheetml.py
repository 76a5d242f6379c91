"""Workbooks in one XML text, as Facebook's old exports named .xls were."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n'
    '<Styles><Style ss:ID="bold"><Font ss:Bold="1"/></Style></Styles>\n'
)


def cell(text: str, kind: str = "String") -> str:
    """One cell."""
    return f'<Cell><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'


def table(rows: Sequence[Sequence[str]], name: str = "Key Metrics") -> str:
    """One sheet of text and whole numbers."""
    lines = "".join(
        f"<Row>{''.join(cell(text, 'Number' if text.isdigit() else 'String') for text in row)}</Row>\n" for row in rows
    )
    return f"<Worksheet ss:Name={quoteattr(name)}><Table>\n<Column ss:Width='80'/>\n{lines}</Table></Worksheet>\n"


def workbook(*sheets: str) -> str:
    """A whole workbook of sheets."""
    return HEAD + "".join(sheets) + "</Workbook>\n"


def workbook_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A whole workbook, by name and rows of its sheets."""
    return workbook(*(table(rows, name) for name, rows in sheets.items())).encode()
