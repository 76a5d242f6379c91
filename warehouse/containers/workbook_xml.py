"""Inside the child: a workbook that is one XML text (SpreadsheetML 2003, named .xls or .xml), as Facebook exported it until 2021.

These files are often no sound XML: an `&` or `<` of a post stands there as it is, a character is cut in two, a control character
has slipped in. No parser of XML takes them. So this one reads the few tags that make a table, and all between them is text:
damage inside a cell stays inside it, and damage that leaves open which cell a value belongs to refuses the workbook. Entities
are never looked up, nothing is loaded, and the time it takes grows with the length of the text alone.
"""

import re
from collections.abc import Iterator

from warehouse.containers.workbook_cells import text_of
from warehouse.containers.workbook_child import MAX_CELLS, MAX_COLUMNS, RawSheet, RefusedError
from warehouse.containers.xml_head import decoded

_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A value in quotes holds no "<": so an open quote never makes the search run on.
_TAG = re.compile(r"""<(?P<end>/)?(?:\w+:)?(?P<name>[A-Za-z]\w*)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|<!--""")
_ATTRIBUTE = re.compile(r"""\s+(?:\w+:)?(?P<name>\w+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
# Where the value of a cell ends: by its own end tag, or, where that is broken, by the next tag that makes a table.
_DATA_END = re.compile(r"</(?:\w+:)?Data\s*>|(?=</?(?:\w+:)?(?:Cell|Row|Table|Worksheet|Workbook)[\s/>])")
# A sound cell that tells no place, as nearly all are: read at once.
_PLAIN = re.compile(
    r'\s*<(?:ss:)?Cell(?: ss:StyleID="\w+")?><(?:ss:)?Data ss:Type="(?P<kind>\w+)">'
    r"(?P<value>[^<]*)</(?:ss:)?Data></(?:ss:)?Cell>"
)
_ENTITY = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]{1,6})|#(?P<number>[0-9]{1,7})|(?P<word>amp|lt|gt|quot|apos));")
_WORDS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HTML_TAG = re.compile(r"<[^<>]*>")
_CDATA = "<![CDATA["
_DATE = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?")
_FLOAT = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,30})?[eE][+-]?[0-9]{1,3}")

_OF_CELL = {
    *("Index", "StyleID", "Formula", "MergeAcross", "MergeDown", "HRef", "HRefScreenTip", "ArrayRange", "PasteRange"),
    *("TypeLabel", "xmlns"),
}
_OF_ROW = {"Index", "StyleID", "AutoFitHeight", "Height", "Hidden", "Span", "Caption", "xmlns"}
_BESIDE_ROWS = {"Column", "ColumnGroup", "RowGroup"}
_BESIDE_DATA = {"NamedCell", "SmartTags"}


def read(data: bytes) -> Iterator[RawSheet]:
    """The sheets in the order of the workbook.

    Raises:
        RefusedError: it is cut off, defines entities, or its damage leaves open which cell a value belongs to.
    """
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    first = re.search(r"<(?:\w+:)?Workbook\b", text)
    if _DTD.search(text, 0, first.start() if first else len(text)):
        raise RefusedError("dtd", "")
    if not re.search(r"</(?:\w+:)?Workbook\s*>\s*\Z", text[-200:]):
        raise RefusedError("damaged", "it ends in the middle")
    at = first.end() if first else 0
    while (tag := _next(text, at, {"Worksheet"})) is not None:
        at = tag.end()
        if tag["end"]:
            continue
        name = _unescaped(_attributes(tag, None).get("Name", ""))
        table = _next(text, at, {"Table", "Worksheet"})
        if table is None or table["name"] != "Table" or table["attributes"].endswith("/"):
            yield RawSheet(name, ())
            at = table.end() if table and table["name"] == "Table" else at
            continue
        rows, at = _rows(text, table.end(), name)
        yield RawSheet(name, rows)


def _next(text: str, at: int, names: set[str]) -> re.Match[str] | None:
    """The next tag of one of these names; None at the end. A value outside of every table: a tag around it is broken."""
    while (tag := _TAG.search(text, at)) is not None:
        if tag["name"] in names:
            return tag
        if tag["name"] in {"Table", "Cell", "Data"} and not tag["end"]:
            raise RefusedError("damaged", f"{tag[0][:60]!r} outside of every sheet")
        at = _behind(text, tag)
    return None


def _behind(text: str, tag: re.Match[str]) -> int:
    """Where it goes on: behind the tag, or behind the comment that starts there."""
    if tag["name"]:
        return tag.end()
    end = text.find("-->", tag.end())
    if end < 0:
        raise RefusedError("damaged", "a comment that never ends")
    return end + len("-->")


def _rows(text: str, at: int, sheet: str) -> tuple[list[list[str]], int]:
    """Rows of the table that starts at `at`, and where it ends."""
    rows: list[list[str]] = []
    open_row = False
    column = 0
    while True:
        while open_row and column < MAX_COLUMNS and (plain := _PLAIN.match(text, at)):
            rows[-1] += [""] * (column - len(rows[-1])) + [_typed(_unescaped(plain["value"]), plain["kind"])]
            column, at = column + 1, plain.end()
        tag = _expected(text, at, sheet, len(rows))
        at = _behind(text, tag)
        name, ends = tag["name"], bool(tag["end"])
        if name in {"Table", "Worksheet"} and ends:
            return rows, tag.start()
        if name == "Row":
            open_row = not ends and not tag["attributes"].endswith("/")
            if not ends:
                index = _index(tag, _OF_ROW, len(rows), MAX_CELLS)
                rows.extend([] for _ in range(index + 1 - len(rows)))
                column = 0
        elif name == "Cell" and not ends and open_row:
            column = _index(tag, _OF_CELL, column, MAX_COLUMNS)
            value = ""
            if not tag["attributes"].endswith("/"):
                value, at = _value(text, at, sheet, len(rows))
            rows[-1] += [""] * (column - len(rows[-1])) + [value]
            column += 1 + int(_attributes(tag, None).get("MergeAcross", "0") or 0)
            _refuse_beyond(column, MAX_COLUMNS + 1)
        elif name is not None and name not in _BESIDE_ROWS:
            raise _misplaced(tag[0], sheet, len(rows))


def _value(text: str, at: int, sheet: str, row: int) -> tuple[str, int]:
    """What stands in the cell whose start tag ends at `at`, and where the cell ends."""
    value = ""
    while True:
        tag = _expected(text, at, sheet, row)
        name, ends = tag["name"], bool(tag["end"])
        if name == "Cell" and ends:
            return value, tag.end()
        if name in {"Cell", "Row", "Table"}:  # its end tag is missing
            return value, tag.start()
        if name == "Data" and not ends:
            value, at = ("", tag.end()) if tag["attributes"].endswith("/") else _data(text, tag)
        elif name == "Comment" and not ends:
            at = _behind_comment(text, tag)
        elif name is None or name in _BESIDE_DATA or (name == "Data" and ends):
            at = _behind(text, tag)
        else:
            raise _misplaced(tag[0], sheet, row)


def _data(text: str, tag: re.Match[str]) -> tuple[str, int]:
    """The value between the tags of `Data`, and where it ends."""
    if text.startswith(_CDATA, tag.end()):
        start, stop = tag.end() + len(_CDATA), text.find("]]>", tag.end())
        if stop < 0:
            raise RefusedError("damaged", "it ends in the middle of a cell")
        return text[start:stop], stop + len("]]>")
    end = _DATA_END.search(text, tag.end())
    if end is None:
        raise RefusedError("damaged", "it ends in the middle of a cell")
    inside = text[tag.end() : end.start()]
    if "REC-html40" in tag["attributes"]:
        inside = _HTML_TAG.sub("", inside)
    return _typed(_unescaped(inside), _attributes(tag, None).get("Type", "String")), end.end()


def _typed(value: str, kind: str) -> str:
    """The value as every workbook's cells are written: days as ISO does, numbers with their digits."""
    bare = value.strip()
    if kind == "DateTime" and (found := _DATE.fullmatch(bare)):
        return found["day"] if found["time"] == "00:00:00" else f"{found['day']} {found['time']}"
    if kind == "Number":
        return text_of(float(bare)) if _FLOAT.fullmatch(bare) else bare
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(bare, value)
    return value


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_letter, text) if "&" in text else text


def _letter(found: re.Match[str]) -> str:
    """What an entity stands for; nothing for a control character, which XML does not know."""
    if found["word"]:
        return _WORDS[found["word"]]
    code = int(found["hex"], 16) if found["hex"] else int(found["number"])
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:  # noqa: PLR2004 - where Unicode ends, and what is no character in it
        return found[0]
    return chr(code) if code >= ord(" ") or chr(code) in "\t\n\r" else ""


def _behind_comment(text: str, tag: re.Match[str]) -> int:
    """A remark on a cell has a value of its own, which is none of the cell's."""
    if tag["attributes"].endswith("/"):
        return tag.end()
    end = re.compile(r"</(?:\w+:)?Comment\s*>").search(text, tag.end())
    if end is None:
        raise RefusedError("damaged", "a remark that never ends")
    return end.end()


def _expected(text: str, at: int, sheet: str, row: int) -> re.Match[str]:
    """The tag that comes next, with nothing but blanks before it."""
    tag = _TAG.search(text, at)
    if tag is None:
        raise RefusedError("damaged", f"{sheet[:60]!r} ends in the middle")
    if text[at : tag.start()].strip():
        raise _misplaced(text[at : tag.start()].strip(), sheet, row)
    return tag


def _index(tag: re.Match[str], known: set[str], following: int, most: int) -> int:
    """Place of a row or cell, from 0: the next one, unless it says another."""
    told = _attributes(tag, known).get("Index")
    if told is None:
        return following
    if not re.fullmatch(r"[0-9]{1,9}", told) or int(told) <= following:
        raise RefusedError("damaged", f"a place that is none: {tag[0][:80]}")
    _refuse_beyond(int(told), most)
    return int(told) - 1


def _refuse_beyond(place: int, most: int) -> None:
    if place > most:
        raise RefusedError("columns" if most <= MAX_COLUMNS + 1 else "cells", f"a place beyond {most:,}")


def _attributes(tag: re.Match[str], known: set[str] | None) -> dict[str, str]:
    """Attributes of a tag without their prefixes. Where `known` is given, anything else may have been a place, and is refused."""
    written = tag["attributes"].removesuffix("/")
    found = {each["name"]: each["double"] or each["single"] or "" for each in _ATTRIBUTE.finditer(written)}
    if known is not None and (found.keys() - known or _ATTRIBUTE.sub("", written).strip()):
        raise RefusedError("damaged", f"a tag that cannot be read: {tag[0][:80]}")
    return found


def _misplaced(what: str, sheet: str, row: int) -> RefusedError:
    return RefusedError("damaged", f"{what[:60]!r} out of place in {sheet[:60]!r}, row {row:,}")
