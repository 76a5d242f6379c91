"""Decimals that a spreadsheet took for days: 3.8 became the third of August, `3.авг`, and nobody can tell it from 3.08."""

import re
from collections.abc import Iterable

from transforms.errors import MangledNumbersError

# A day and the name of a month, in whatever language the spreadsheet speaks.
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}[.\-/ ][^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?[.\-/ ][0-9]{1,2}")


def refuse_mangled(cells: Iterable[str]) -> None:
    """Let figures pass.

    Raises:
        MangledNumbersError: one of them is a day; names the first.
    """
    found = [cell for cell in cells if _DAY_OF_MONTH.fullmatch(cell.strip())]
    if found:
        more = f" and {len(found) - 1:,} more like it" if len(found) > 1 else ""
        raise MangledNumbersError(
            expected="figures",
            found=f"{found[0]!r}{more}: a spreadsheet took decimals for days, and what they were cannot be told",
            remedy="download the export again, and do not open it in a spreadsheet before it is taken",
        )
