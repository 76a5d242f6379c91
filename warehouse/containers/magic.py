"""Files that are no delimited text, told by their first bytes, each with a sentence that says what to export instead."""

import re

from transforms.errors import EmptyExportError, SourceError, UnreadableFileError, UnrecognisedFormatError

_AS_CSV = "export or save it as CSV"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# (what the file starts with, what it is, what to do, which error): containers that later formats may open are "unrecognised".
MAGIC: tuple[tuple[bytes, str, str, type[SourceError]], ...] = (
    (ZIP, "a zip archive or an Excel workbook (.xlsx)", f"unpack it, or {_AS_CSV}", UnrecognisedFormatError),
    (b"PK\x05\x06", "an empty zip archive", "download the export again", UnrecognisedFormatError),
    (OLE, "an old Excel workbook (.xls)", _AS_CSV, UnrecognisedFormatError),
    (b"%PDF-", "a PDF document", _AS_CSV, UnreadableFileError),
    (b"\x1f\x8b", "a gzip archive", "unpack it", UnreadableFileError),
    (b"\x89PNG", "a picture (PNG)", _AS_CSV, UnreadableFileError),
    (b"\xff\xd8\xff", "a picture (JPEG)", _AS_CSV, UnreadableFileError),
    (b"PAR1", "a Parquet file", _AS_CSV, UnrecognisedFormatError),
)
# An object or a list that begins like data; a caption that starts with a bracket does not.
_JSON = re.compile(rb'\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{"\]]|-?\d))')
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)


def is_json(start: bytes) -> bool:
    """Does a file begin like JSON?"""
    return bool(_JSON.match(start.removeprefix(b"\xef\xbb\xbf")))


def refuse_other_containers(start: bytes) -> None:
    """Let delimited text pass; `start` is the beginning of the file, 4 KiB or more where there is that much.

    Raises:
        EmptyExportError: there is nothing in it.
        UnreadableFileError: it is something else, and no table.
        UnrecognisedFormatError: it is a container that no known format comes in.
    """
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise EmptyExportError(expected="an export", found="an empty file", remedy="download the export again")
    for magic, what, remedy, error in MAGIC:
        if start.startswith(magic):
            raise error(expected="delimited text (CSV)", found=what, remedy=remedy)
    text = start.removeprefix(b"\xef\xbb\xbf")
    if is_json(start):
        raise UnrecognisedFormatError(expected="delimited text (CSV)", found="a JSON file", remedy=_AS_CSV)
    if _MARKUP.match(text):
        what = "a web page or XML file; perhaps the login page of the platform"
        raise UnreadableFileError(expected="delimited text (CSV)", found=what, remedy="log in and download the export again")


def refuse_nul(offset: int) -> None:
    """Refuse a NUL in text: padding of a half-written file, or UTF-16 that lost its mark.

    Raises:
        UnreadableFileError: unless `offset`, as `find` returned it, is -1.
    """
    if offset >= 0:
        raise UnreadableFileError(
            expected="text",
            found=f"a NUL at position {offset:,}: the file is damaged, or UTF-16 without its byte order mark",
            remedy="download the export again",
        )
