"""What is known of one export file before and after it was read; plain data that every verb hands on."""

from dataclasses import dataclass, field
from datetime import date, datetime


def said_by_person(platform: str, handle: str) -> str:
    """How a person's assignment is kept apart from one that a night found: no folded handle starts with @."""
    return f"@{platform}/{handle}"


def handle_of(assigned: str) -> str:
    """The handle in an assignment."""
    return assigned.partition("/")[2] if assigned.startswith("@") else assigned


def platform_of(assigned: str) -> str | None:
    """The platform in an assignment, where a person made it."""
    return assigned[1:].partition("/")[0] if assigned.startswith("@") else None


@dataclass(frozen=True)
class SourceFile:
    """One archived export file, identified by (brand, sha)."""

    brand: str
    sha: str
    name: str
    """file name as it arrived, for messages; formats are never recognised by it"""
    folders: tuple[str, ...]
    """folders between landing/<brand>/ and the file: a last hint of platform and account"""
    observed_at: datetime
    observed_on: date
    observed_on_source: str
    assigned_account: str | None = None
    """account that an earlier night, or a person (see `said_by_person`), gave to a file that names none"""


@dataclass(frozen=True)
class FileOutcome:
    """What extraction made of one file: staged, or held with the four answers of its error."""

    brand: str
    sha: str
    name: str
    format: str | None = None
    platform: str | None = None
    held_code: str | None = None
    where: str = ""
    expected: str = ""
    found: str = ""
    remedy: str = ""
    n_records: int = 0
    n_structural: int = 0
    encoding: str = ""
    delimiter: str = ""
    unknown_columns: tuple[str, ...] = ()
    assigned_account: str | None = None
    """account that was found by strategy or folder because the content names none; to be journalled"""
    assigned_by: str | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)
