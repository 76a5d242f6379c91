"""How one kind of export writes its numbers: digit groups, decimal mark, K and M. A format says it, no cell is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

_SUFFIXES = {"": 0, "k": 3, "m": 6, "b": 9}


@dataclass(frozen=True)
class NumberStyle:
    """One way to write numbers."""

    thousands: str = ""
    """what stands between groups of three digits; nothing if empty"""
    decimal: str = "."
    suffixes: bool = False
    """1.2K, 12.5M and 3B stand for thousands, millions and billions; such a number is rounded"""

    @cached_property
    def _written(self) -> re.Pattern[str]:
        groups = rf"[0-9]{{1,3}}(?:{re.escape(self.thousands)}[0-9]{{3}})+|" if self.thousands else ""
        letter = "(?P<suffix>[KkMmBb]?)" if self.suffixes else "(?P<suffix>)"
        part = rf"(?:{re.escape(self.decimal)}(?P<part>[0-9]+))?"
        return re.compile(rf"(?P<sign>[+-]?)(?P<whole>{groups}[0-9]+){part} ?{letter}(?P<percent>%?)")

    def plain(self, text: str) -> str:
        """The number with a decimal point and nothing else; the text as it is, for its reader to refuse, if it is none."""
        found = self._written.fullmatch(text.strip())
        if not found:
            return text
        whole = found["whole"].replace(self.thousands, "") if self.thousands else found["whole"]
        sign = "-" if found["sign"] == "-" else ""
        if not found["suffix"]:
            return f"{sign}{whole}{'.' if found['part'] else ''}{found['part'] or ''}{found['percent']}"
        number = Decimal(f"{whole}.{found['part'] or 0}").scaleb(_SUFFIXES[found["suffix"].lower()])
        return f"{sign}{number.normalize():f}{found['percent']}"


# A spreadsheet's and every platform's usual way, which values.py reads as it is.
PLAIN = NumberStyle()
