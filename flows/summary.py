"""What one run did, in facts: the command line prints it, Prefect shows it, the ledger keeps it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

LOST = "lost_closed_file"
BEHIND = "pages_behind"
DAMAGED = "damaged_export"
MENDED = "damaged_partition"
# code → its words in the last line; what is not here is a source that could not be read
_SKIPPED = {LOST: ("not read", "closed file"), DAMAGED: ("left out", "brand"), MENDED: ("built again", "damaged file")}


@dataclass
class Summary:
    """One run. Exit code and state follow from it."""

    run_id: str
    workspace: str
    landed: list[tuple[str, str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    """sources, or tables of them, that could not be read, brands whose archive is damaged, published files that were damaged,
    lost closed files, and pages that could not be written: code, where, expected, found, remedy"""
    notes: list[str] = field(default_factory=list)
    """what somebody may want to know of the sources that were read"""
    files: list[dict[str, Any]] = field(default_factory=list)
    """one per file that was judged: brand, name, state, hold, counts, unknown columns, notes"""
    orphans: list[dict[str, Any]] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    strategy_errors: list[str] = field(default_factory=list)
    format_errors: list[str] = field(default_factory=list)
    """files in formats/ that cannot be read"""
    recovered: list[str] = field(default_factory=list)
    alerts: dict[str, Any] = field(default_factory=dict)
    """told: what went out; problem: why it did not; memory: what need not be told again"""
    cleaned: list[str] = field(default_factory=list)
    """exports that left landing/ because their time there is over; raw/ keeps them"""
    seconds: dict[str, float] = field(default_factory=dict)
    closed: list[dict[str, Any]] = field(default_factory=list)
    """months that were to be closed: brand, month, is_closed and why it is not"""
    error: str = ""
    parts: list[str] = field(default_factory=list)
    """runs that carried portions of it before this one"""
    is_part: bool = False
    """it is one of several runs, and the last one tells what all of them did"""
    also: dict[str, Any] = field(default_factory=dict)
    """what this kind of run has to say besides"""

    @property
    def taken(self) -> list[dict[str, Any]]:
        """Files whose records went into the facts."""
        return [file for file in self.files if file["state"] == "taken"]

    @property
    def held(self) -> list[dict[str, Any]]:
        """Files that this run held, those without a strategy included."""
        return [file for file in self.files if file["state"] == "held"] + self.orphans

    @property
    def left_out(self) -> set[str]:
        """Brands that this run went on without, because their archive is damaged."""
        return {each["brand"] for each in self.skipped if each["code"] == DAMAGED}

    @property
    def n_quarantined(self) -> int:
        """Records that this run refused."""
        return sum(file["n_quarantined"] for file in self.taken)

    @property
    def duplicates(self) -> list[tuple[str, str]]:
        """(path, path) of arrivals with the same bytes as another arrival of this run: they count once."""
        first: dict[tuple[str, str], str] = {}
        found = []
        # The shorter name is the original: browsers add " (1)" to the copy.
        for brand, sha, path in sorted(self.landed, key=lambda arrival: (len(arrival[2]), arrival[2])):
            same = first.setdefault((brand, sha), path)
            if same != path:
                found.append((f"{brand}/{path}", f"{brand}/{same}"))
        return found

    @property
    def has_findings(self) -> bool:
        """Whether somebody should look: something is held or quarantined, or a source, a strategy or a format cannot be read.

        Or a month could not be closed.
        """
        is_open = any(not each["is_closed"] for each in self.closed)
        return bool(self.held or self.n_quarantined or self.strategy_errors or self.format_errors or self.skipped or is_open)

    @property
    def exit_code(self) -> int:
        """0 all well, 1 the run found something (DESIGN 9)."""
        return 1 if self.has_findings else 0

    @property
    def last_line(self) -> str:
        """What was taken, held, quarantined and published, and where to look."""
        records = sum(file["n_accepted"] for file in self.taken)
        parts = [
            f"taken {_number(len(self.taken), 'file')} ({_number(records, 'record')})",
            f"held {_number(len(self.held), 'file')}",
            f"quarantined {_number(self.n_quarantined, 'record')}",
            f"published {_number(len(self.published), 'Parquet file')}",
        ]
        if self.skipped:
            told = (_SKIPPED.get(each["code"], ("not read", "source")) for each in self.skipped if each["code"] != BEHIND)
            parts += [f"{verb} {_number(n, word)}" for (verb, word), n in sorted(Counter(told).items())]
            parts += [f"not written {each['where']}" for each in self.skipped if each["code"] == BEHIND]
        where = f"{self.workspace}/reports/quality/index.html" if self.held or self.n_quarantined else "warehouse/"
        return f"{', '.join(parts)}; look at {where}"

    def add(self, part: "Summary") -> None:
        """Join what another run did for the same purpose. Pages that it left behind are the last run's to make good."""
        self.landed += part.landed
        self.left += part.left
        self.notes += part.notes
        self.files += part.files
        self.orphans += part.orphans
        told = [each for each in part.skipped if each["code"] != BEHIND and each not in self.skipped]
        # One damaged export of a brand is enough to tell: each run would name another one.
        self.skipped += [each for each in told if each["code"] != DAMAGED or each["brand"] not in self.left_out]
        self.published = sorted({*self.published, *part.published})
        self.warnings += [each for each in part.warnings if each not in self.warnings]
        self.recovered += part.recovered
        for verb, spent in part.seconds.items():
            self.seconds[verb] = round(self.seconds.get(verb, 0.0) + spent, 3)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        # Not asdict: it would copy every file's row to its depth.
        told = {name: value for name, value in vars(self).items() if name not in {"also", "is_part"}}
        return told | {"duplicates": self.duplicates, "exit_code": self.exit_code, "last_line": self.last_line} | self.also


def _number(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
