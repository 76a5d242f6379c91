"""Which codec a text file was written in: UTF-8 unless it cannot be, then one of the two code pages that Excel saves in.

A file that is neither marked (BOM) nor strict UTF-8 is cp1251 when most of its bytes C0-FF, A8 and B8 (the letters of Cyrillic)
stand in runs of three or more, else cp1252: Cyrillic words are such runs from end to end, while Western texts put at most two
accented letters side by side (`ções`). Where valid UTF-8 sequences are not outnumbered four to one by the bytes that break UTF-8
it is damaged UTF-8, and held: as a code page, all of its other letters would be read wrongly. Where the very last bytes are an
unfinished character the file is cut off: UNFINISHED stands for it, and refuses its record.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from transforms.errors import UnreadableFileError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
BOM_LENGTH = {"utf-8-sig": 3, "utf-16-le": 2, "utf-16-be": 2}

# In place of a character of which the file has only the first bytes.
UNFINISHED = "\ufffd"
_CUT = ("unexpected end of data", "truncated data")

_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]")
_CYRILLIC_WORD = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# By chance, a code page has a valid sequence for every so many other letters at most: `«ВТБ»`.
_FEW = 4


class WrongEncodingError(Exception):
    """The head of a large file looked like UTF-8 and a later piece is not; `encoding` is what the file must be."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self.encoding = encoding


def marked_encoding(start: bytes) -> str | None:
    """Codec that the byte order mark at the start of a file names."""
    return next((name for mark, name in BOMS if start.startswith(mark)), None)


def code_page(data: bytes, error: UnicodeDecodeError, place: str) -> str:
    """cp1251 or cp1252, by the rule above; `error` is what strict UTF-8 says of `data`, at `place` of the file.

    Raises:
        UnreadableFileError: it is UTF-8 after all, and damaged.
    """
    sequences = _UTF8_SEQUENCE.findall(data)
    strays = len(_HIGH.findall(data)) - sum(map(len, sequences))
    if len(sequences) * _FEW >= strays or error.reason == "unexpected end of data":
        raise damaged("utf-8", place)
    letters = len(_CYRILLIC.findall(data))
    in_words = sum(map(len, _CYRILLIC_WORD.findall(data)))
    return "cp1251" if in_words * 2 > letters else "cp1252"


def damaged(encoding: str, place: str) -> UnreadableFileError:
    """The error for bytes that the file's own encoding does not know."""
    return UnreadableFileError(
        expected=f"text in {encoding}",
        found=f"bytes that are not {encoding}, at {place}: the file is cut off or damaged",
        remedy="download the export again",
    )


def is_unfinished(error: UnicodeDecodeError) -> bool:
    """Do the bytes end with the first ones of a character?"""
    return error.reason in _CUT


def unfinished(text: str) -> str:
    """Text behind which there are the first bytes of one character more; behind a quote that is no letter."""
    return text if text.endswith('"') else text + UNFINISHED


def decode(data: bytes) -> tuple[str, str]:
    """Text of a whole file, and the codec it was read with.

    Raises:
        UnreadableFileError: the bytes are not what their byte order mark or most of them say.
    """
    marked = marked_encoding(data)
    encoding = marked or "utf-8"
    try:
        return data[BOM_LENGTH.get(encoding, 0) :].decode(encoding.removesuffix("-sig")), encoding
    except UnicodeDecodeError as error:
        skipped = BOM_LENGTH.get(encoding, 0)
        if is_unfinished(error):
            return unfinished(data[skipped : skipped + error.start].decode(encoding.removesuffix("-sig"))), encoding
        if marked:
            raise damaged(encoding, f"byte {error.start + skipped:,}") from error
        encoding = code_page(data, error, f"byte {error.start:,}")
    return _decode_page(data, encoding), encoding


def _decode_page(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise damaged(encoding, f"byte {error.start:,}") from error


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Text of a file that is read in chunks, its byte order mark left out.

    Raises:
        UnicodeDecodeError: the bytes are not in `encoding`, apart from the first ones of a character at the end.
    """
    decoder = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))()
    skip = BOM_LENGTH.get(encoding, 0)
    for chunk in chunks:
        yield decoder.decode(chunk[skip:])
        skip = 0
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if not is_unfinished(error):
            raise
        yield UNFINISHED


def decode_head(data: bytes) -> tuple[str, str]:
    """Text of the start of a large file, which may end inside a character, and the codec it seems to be written with.

    Raises:
        UnreadableFileError: as `decode`.
    """
    marked = marked_encoding(data)
    encoding = marked or "utf-8"
    try:
        decoder = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))()
        return decoder.decode(data[BOM_LENGTH.get(encoding, 0) :]), encoding
    except UnicodeDecodeError:
        return decode(data)
