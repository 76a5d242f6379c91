"""Exports whose second line describes the columns: it alone tells two columns of one name apart, actions from people.

Old Facebook exports end each description with "(Total Count)" or "(Unique Users)"; of a family of columns ("... by type - like",
"... by type - share") the first one is described for all.
"""

import re
from collections.abc import Mapping, Sequence

from transforms.exports.headers import fold
from transforms.exports.model import Format

_KIND = re.compile(r"\((?P<kind>Total Count|Unique Users)\)\s*$", re.IGNORECASE)
_SLICE = " - "


def kinds_of(header: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """What each column counts, `total count` or `unique users`; "" where the line below the header does not say.

    Nothing at all where that line describes nothing: somebody has removed it, and the first record stands there.
    """
    if not any(_KIND.search(cell) for cell in words):
        return ()
    kinds: list[str] = []
    for at, name in enumerate(header):
        text = words[at] if at < len(words) else ""
        found = _KIND.search(text)
        goes_on = at > 0 and not text.strip() and name.partition(_SLICE)[0] == header[at - 1].partition(_SLICE)[0]
        kinds.append(fold(found["kind"]) if found else kinds[-1] if goes_on else "")
    return tuple(kinds)


def is_description(format_: Format, record: Mapping[str, str]) -> bool:
    """Whether a record without a key, canonical column to cell, says what its columns count instead of counting."""
    figures = [cell for name, cell in record.items() if cell and (name in format_.counts or name in format_.numbers)]
    return bool(figures) and all(":" in cell for cell in figures)
