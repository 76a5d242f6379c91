"""What a column is: one quantity under one name, with its type, unit, additivity and meaning."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "bool", "int32", "int64", "double", "decimal", "date", "timestamp"]
Additivity = Literal["A", "A-p", "N", "S", "R", "-"]


@dataclass(frozen=True)
class Column:
    """One quantity under its one name."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    additivity: Additivity = "-"
    signed: bool = False
    """a count that may lie below 0, because it is a net change"""


def texts(**meanings: str) -> tuple[Column, ...]:
    """Text columns, by name and meaning."""
    return tuple(Column(name, "string", meaning) for name, meaning in meanings.items())


def dates(**meanings: str) -> tuple[Column, ...]:
    """Days."""
    return tuple(Column(name, "date", meaning, "day") for name, meaning in meanings.items())


def flags(**meanings: str) -> tuple[Column, ...]:
    """Yes or no."""
    return tuple(Column(name, "bool", meaning) for name, meaning in meanings.items())


def counts(unit: str, additivity: Additivity, **meanings: str) -> tuple[Column, ...]:
    """Whole numbers of one unit and additivity."""
    return tuple(Column(name, "int64", meaning, unit, additivity) for name, meaning in meanings.items())


def ratios(**meanings: str) -> tuple[Column, ...]:
    """Fractions."""
    return tuple(Column(name, "double", meaning, "fraction", "R") for name, meaning in meanings.items())
