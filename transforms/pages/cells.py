"""A number in a table, with what a reader has to know beside it: what it counts, what it is made of, how far it moved.

Written in Python, for a page has hundreds of them, and a macro of a template takes several times as long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_ARROWS = {"up": "▲", "down": "▼"}


@dataclass(frozen=True)
class Cell:
    """A number as a table shows it."""

    value: str | None
    """None: there is none"""
    of: str | None = None
    """what it is made of"""
    lacking: str | None = None
    """rows that do not have it"""
    word: str | None = None
    """what it counts here"""
    compared: Sequence[Mapping[str, Any]] = ()
    """how far it moved (`engagement_compared`)"""
    why: str = "not supplied"
    """what stands where there is none"""

    def __html__(self) -> str:
        """As HTML, every word of it escaped."""
        if self.value is None:
            return f'<span class="absent">{escape(self.why)}</span>'
        beside = (("word", self.word), ("of", self.of), ("of", self.lacking))
        told = [f'<span class="{style}">{escape(words)}</span>' for style, words in beside if words]
        return "".join([f"<b>{escape(self.value)}</b>", *told, *map(against, self.compared)])


@dataclass(frozen=True)
class Beside:
    """What a number was in an earlier month, and how far it moved since."""

    told: Mapping[str, Any]

    def __html__(self) -> str:
        """As HTML, every word of it escaped."""
        base = self.told["base"]
        return (f"<b>{escape(base)}</b>" if base else "") + against(self.told, is_named=False)


def against(each: Mapping[str, Any], *, is_named: bool = True) -> str:
    """How far a number moved since an earlier month, or why nobody says; `is_named` says which month."""
    since, kind = escape(each["since"]), each["kind"]
    if kind == "break":
        return f'<span class="cmp break">series break since <a href="#break-{escape(each["breaks"][0])}">{since}</a></span>'
    if kind == "unlike":
        return f'<span class="cmp unlike">not compared with {since}</span>'
    arrow = f'<span aria-hidden="true">{_ARROWS[kind]}</span> ' if kind in _ARROWS else ""
    so_far = " so far" if kind == "begun" else ""
    named = f" on {since}" if is_named else ""
    return f'<span class="cmp {kind}">{arrow}{escape(each["moved"])}{so_far}{named}</span>'
