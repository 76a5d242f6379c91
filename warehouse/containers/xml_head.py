"""How a text in XML is written, told from its first bytes; the child that reads workbooks asks too, so it stays small."""

import re

_LOOK_AT = 4096
_MARKS = ("urn:schemas-microsoft-com:office:spreadsheet", 'progid="Excel.Sheet"')
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}\sencoding\s*=\s*["'](?P<name>[A-Za-z0-9._-]{1,40})["']""")
_CODECS = {"iso-8859-1": "cp1252", "windows-1252": "cp1252", "windows-1251": "cp1251"}


def is_workbook_xml(start: bytes) -> bool:
    """Does the file begin like a workbook in XML? What is other XML is told of as such."""
    if b"<" not in start[:64]:
        return False
    head = decoded(start[:_LOOK_AT]).lstrip()
    return head.startswith("<") and any(mark in head for mark in _MARKS)


def decoded(data: bytes) -> str:
    """The text of the bytes; a character that is cut in two becomes a mark, which no number survives."""
    codec = next((codec for bom, codec in _BOMS.items() if data.startswith(bom)), "")
    declared = _DECLARED.match(data)
    name = declared["name"].decode().lower() if declared else ""
    return data.decode(codec or _CODECS.get(name, "utf-8"), "replace")
