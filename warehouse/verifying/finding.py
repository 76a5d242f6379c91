"""What verification finds: one thing that is not as it should be, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from warehouse.journal import Event
from warehouse.ledger.partitions import Slot

Kind = Literal[
    "lost_ledger",
    "ledger_behind",
    "open_intent",
    "open_offboarding",
    "damaged_partition",
    "missing_partition",
    "marked_partition",
    "foreign_file",
    "damaged_export",
    "lost_export",
    "unknown_export",
    "damaged_event",
    "lost_event",
    "damaged_page",
    "lost_page",
    "month_page",
    "description",
    "strategy",
    "format_file",
    "expected_export",
]
# What `pilaster repair --all` mends by itself. The others need an export, a backup or a person.
MENDABLE: frozenset[Kind] = frozenset(
    {
        "lost_ledger",
        "ledger_behind",
        "open_intent",
        "damaged_partition",
        "missing_partition",
        "marked_partition",
        "foreign_file",
        "damaged_page",
        "lost_page",
        "month_page",
        "description",
    }
)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be. `slot` and `sha` say which partition or export it is about."""

    kind: Kind
    where: str
    expected: str
    found: str
    remedy: str
    brand: str = ""
    slot: Slot | None = None
    sha: str = ""

    @property
    def is_mendable(self) -> bool:
        """Whether `pilaster repair --all` mends it without anybody's help."""
        return self.kind in MENDABLE


@dataclass
class Verified:
    """What was looked at, and what was found."""

    findings: list[Finding] = field(default_factory=list)
    partitions: int = 0
    by_content_alone: int = 0
    """partitions of an earlier version: their rows were held against the footer, for nobody knows their bytes"""
    exports: int = 0
    events: int = 0
    pages: int = 0
    receipts: Mapping[tuple[str, str], list[Event]] = field(default_factory=dict)
    """(brand, sha) → the receipts that can be read"""

    @property
    def exit_code(self) -> int:
        """0 all well, 1 something was found."""
        return 1 if self.findings else 0

    @property
    def last_line(self) -> str:
        """What was looked at, what was found, and what mends it."""
        looked = ", ".join(
            _number(n, word)
            for n, word in (
                (self.partitions, "Parquet file"),
                (self.exports, "export"),
                (self.events, "journal event"),
                (self.pages, "page"),
            )
        )
        if not self.findings:
            return f"verified {looked}: all well"
        mendable = sum(finding.is_mendable for finding in self.findings)
        mends = f"; `pilaster repair --all` mends {mendable} of them" if mendable else ""
        return f"verified {looked}: {_number(len(self.findings), 'finding')}{mends}"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        counts = {name: value for name, value in vars(self).items() if name not in {"findings", "receipts"}}
        told = [
            {
                "kind": finding.kind,
                "where": finding.where,
                "expected": finding.expected,
                "found": finding.found,
                "remedy": finding.remedy,
                "brand": finding.brand,
                "is_mendable": finding.is_mendable,
            }
            for finding in self.findings
        ]
        return counts | {"findings": told, "exit_code": self.exit_code, "last_line": self.last_line}


def _number(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
