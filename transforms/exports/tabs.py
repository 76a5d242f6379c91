"""Sheets of which the tab is one half of every header: old Insights workbooks have one per family of columns.

In the CSV of the same export a column is called "Lifetime Post Stories by action type - like"; in the workbook it is called
"like", on a sheet "Lifetime Post Stories by act...", because Excel cuts tabs off at 31 letters.
"""

from collections.abc import Sequence

from transforms.exports.headers import fold

# The families that are read, and how the headers of their sheets begin. Another sheet has the same headers for the people behind
# the actions: its tab alone tells.
_OF_POSTS, _OF_DAYS = ("post id", "permalink"), ("date",)
FAMILIES = {
    "Lifetime Post Stories by action type": _OF_POSTS,
    "Lifetime Post Consumptions by type": _OF_POSTS,
    "Lifetime Likes by Country": _OF_DAYS,
    "Lifetime Likes by City": _OF_DAYS,
    "Lifetime Likes by Language": _OF_DAYS,
    "Lifetime Likes by Gender and Age": _OF_DAYS,
    "Daily Liked and online": _OF_DAYS,
}
_OF_EVERY_SHEET = frozenset(
    (*_OF_POSTS, *_OF_DAYS, "post message", "type", "countries", "languages", "posted", "audience targeting", "content tags")
)
# Fewer letters say too little.
_SHORTEST = 20


def completed(header: Sequence[str], tab: str) -> list[str]:
    """The header as the CSV has it; as it is where the tab names no family."""
    start = fold(tab.rstrip(".…"))
    family = next((each for each in FAMILIES if len(start) >= _SHORTEST and fold(each).startswith(start)), "")
    first = FAMILIES.get(family, ())
    if not first or tuple(map(fold, header[: len(first)])) != first:
        return list(header)
    return [cell if not cell.strip() or fold(cell) in _OF_EVERY_SHEET else f"{family} - {cell}" for cell in header]
