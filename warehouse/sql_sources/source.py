"""One database to read from, as the settings name it, and what reading it came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from transforms.errors import PilasterError


@dataclass(frozen=True)
class Source:
    """One schema of a connector in a database."""

    name: str
    url: str = field(repr=False)
    connector: str
    brand: str
    schema: str | None
    accounts: Mapping[str, str]
    """id or name of an account as the source has it, folded → its handle"""
    settle_s: float


@dataclass(frozen=True)
class Mark:
    """How far one table was read: everything up to a moment of its sync column."""

    until: datetime
    """UTC"""
    n_rows: int
    """records that the table held up to there, when it was read"""


@dataclass
class Reading:
    """What reading the sources took, and what somebody should know of it."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    """(brand, sha, path) of each new file in the archive"""
    skipped: list[PilasterError] = field(default_factory=list)
    """what could not be read, and why; it is tried again next night"""
    notes: list[str] = field(default_factory=list)
    n_rows: int = 0

    def skip(self, error: PilasterError) -> None:
        """Tell an error once, however many formats of one table meet it."""
        if str(error) not in map(str, self.skipped):
            self.skipped.append(error)
