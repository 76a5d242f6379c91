"""The formats that one workspace reads: those that Pilaster ships, and its own. Handed on to whoever recognises a file."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from transforms.exports.model import Format
from transforms.exports.register import FORMATS


class Own(NamedTuple):
    """What one file in formats/ says, in a spelling without comments, and the format that it makes or adds to."""

    format: str
    told: str


@dataclass(frozen=True, eq=False)
class Registry:
    """Formats in the order in which they are believed. There is one object for the same files in formats/."""

    formats: Mapping[str, Format]
    own: Mapping[str, Own] = field(default_factory=dict)
    """file in formats/ → what it says"""
    broken: frozenset[str] = frozenset()
    """names of the files in formats/ that cannot be read: what was taken under them stays"""

    def __iter__(self) -> Iterator[Format]:
        """Each format."""
        return iter(self.formats.values())

    def get(self, format_id: str) -> Format | None:
        """The format of this name, if it is one."""
        return self.formats.get(format_id)

    def rank(self, format_id: str) -> int:
        """Which of several formats to believe: the lowest."""
        return self._ranks[format_id]

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {name: rank for rank, name in enumerate(self.formats)}

    @cached_property
    def with_own_header(self) -> tuple[Format, ...]:
        """The formats that are told by their header alone, not by a title above it."""
        return tuple(each for each in self if not each.titles)

    @cached_property
    def judge(self) -> str:
        """Changes when a format does: what could not be read is then looked at again."""
        told = [sorted((name, each.version) for name, each in self.formats.items()), sorted(self.own.items())]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


SHIPPED = Registry(FORMATS)
