"""Sheets of which the tab is one half of every header: old Insights workbooks have one per family of columns.

In the CSV of the same export a column is called "Lifetime Post Stories by action type - like"; in the workbook it is called
"like", on a sheet "Lifetime Post Stories by act...", because Excel cuts tabs off at 31 letters.
"""

from collections.abc import Sequence

from transforms.exports.headers import fold

# The families that are read. Another sheet has the same headers for the people behind them: its tab alone tells.
FAMILIES = ("Lifetime Post Stories by action type", "Lifetime Post Consumptions by type")
_FIRST = ("post id", "permalink")
_OF_EVERY_SHEET = frozenset(
    (*_FIRST, "post message", "type", "countries", "languages", "posted", "date", "audience targeting", "content tags")
)
# Fewer letters say too little.
_SHORTEST = 20


def completed(header: Sequence[str], tab: str) -> list[str]:
    """The header as the CSV has it; as it is where the tab names no family."""
    start = fold(tab.rstrip(".…"))
    family = next((each for each in FAMILIES if len(start) >= _SHORTEST and fold(each).startswith(start)), None)
    if family is None or tuple(map(fold, header[: len(_FIRST)])) != _FIRST:
        return list(header)
    return [cell if not cell.strip() or fold(cell) in _OF_EVERY_SHEET else f"{family} - {cell}" for cell in header]
