"""Pinterest's overview is one text with several tables: filters, then days, then the pins and boards that did best.

Known from programs that read such files; no real one was seen. The filters stay above the days, because only they tell whose days
these are. A table that nobody knows is a part like any other, and holds the file.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from warehouse.containers.encoding import decode
from warehouse.containers.parts import TextPart

_BLANK = re.compile(r"[,;\s\"]*")
_FILTERS = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:[^\n]*\n){0,5}?"?(?:Claimed accounts|Curated content)"?,', re.IGNORECASE)
_DAYS = re.compile(r'"?date"?,', re.IGNORECASE)
_OF_A_PERIOD = "sums of the chosen period for the best {what} only, without a day of publication: they belong to no month"
_ASIDE = (
    (re.compile(r'"?pinterest link"?,"?content type"?,', re.IGNORECASE), _OF_A_PERIOD.format(what="pins")),
    (re.compile(r'"?pin id"?,', re.IGNORECASE), _OF_A_PERIOD.format(what="pins")),
    (re.compile(r'"?pinterest link"?,"?impressions"?,', re.IGNORECASE), _OF_A_PERIOD.format(what="boards")),
)
Lines = list[tuple[int, str]]


def is_overview(start: bytes) -> bool:
    """Does a text begin with the filters of Pinterest's overview?"""
    return bool(_FILTERS.match(start))


def blocks_of(path: Path) -> Sequence[TextPart]:
    """Its tables, each below its title; their lines are those of the file.

    Raises:
        SourceError: the text is damaged.
    """
    text, _ = decode(path.read_bytes())
    return [_part(number, block) for number, block in enumerate(_blocks(text.splitlines()), 1)]


def _blocks(lines: Sequence[str]) -> Iterator[Lines]:
    """Lines up to a blank one; filters go with the days below them, and a title with what it is the title of."""
    block, has_days = list[tuple[int, str]](), False
    for number, line in enumerate([*lines, ""], 1):
        if not _BLANK.fullmatch(line):
            block.append((number, line))
            has_days |= bool(_DAYS.match(line))
        elif has_days and len(block) > 1:
            yield block
            block = []
    if block:
        yield block


def _part(number: int, block: Lines) -> TextPart:
    aside = next((why for header, why in _ASIDE for _, line in block if header.match(line)), "")
    title = block[0][1].strip(' ,"') if aside else "Overview"
    told = dict(block)
    # Blank lines inside are kept, so that lines keep their numbers.
    data = "".join(f"{told.get(line, '')}\n" for line in range(block[0][0], block[-1][0] + 1)).encode()
    return TextPart(title, number, data, first_line=block[0][0], aside=aside)
