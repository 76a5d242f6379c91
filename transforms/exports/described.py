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
    runs: dict[str, list[list[int]]] = {}
    for at, name in enumerate(header):
        text = words[at] if at < len(words) else ""
        found = _KIND.search(text)
        family = name.partition(_SLICE)[0]
        if at > 0 and not text.strip() and family == header[at - 1].partition(_SLICE)[0]:
            kinds.append(kinds[-1])
            runs[family][-1].append(at)
        else:
            kinds.append(fold(found["kind"]) if found else "")
            runs.setdefault(family, []).append([at])
    doubtful = {at for of_family in runs.values() if _is_mixed(header, of_family) for run in of_family for at in run[1:]}
    return tuple("" if at in doubtful else kind for at, kind in enumerate(kinds))


def _is_mixed(header: Sequence[str], runs: list[list[int]]) -> bool:
    """Does a family stand there twice, but not column by column alike? Then its columns were moved away from their words."""
    return len({tuple(header[at] for at in run) for run in runs}) > 1


def is_description(format_: Format, record: Mapping[str, str]) -> bool:
    """Whether a record without a key, canonical column to cell, says what its columns count instead of counting."""
    figures = [cell for name, cell in record.items() if cell and (name in format_.counts or name in format_.numbers)]
    return bool(figures) and all(":" in cell for cell in figures)
