"""What one run did, in facts: the command line prints it, Prefect shows it, the ledger keeps it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

LOST = "lost_closed_file"
BEHIND = "pages_behind"
DAMAGED = "damaged_export"
MENDED = "damaged_partition"
# code → its words in the last line; what is not here is a source that could not be read
_SKIPPED = {LOST: ("not read", "closed file"), DAMAGED: ("left out", "brand"), MENDED: ("built again", "damaged file")}

# What the runs of one night tell together.
_JOINED = ("landed", "left", "orphans", "recovered", "notes", "files", "published", "skipped", "warnings", "seconds")


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

    def follow(self, parts: Sequence["Summary"]) -> None:
        """Tell with what this run did what the parts of the same night did before it."""
        together = Summary(self.run_id, self.workspace)
        for each in (*parts, self):
            together.add(each)
        for name in _JOINED:
            setattr(self, name, getattr(together, name))
        self.parts = [part.run_id for part in parts]

    def add(self, later: "Summary") -> None:
        """Join what a later run did for the same purpose; what it says of a file is the last word."""
        for name in ("landed", "left", "orphans", "recovered"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        self.notes = list(dict.fromkeys(self.notes + later.notes))
        self.files = list({(file["brand"], file["sha"]): file for file in self.files + later.files}.values())
        self.published = sorted({*self.published, *later.published})
        # Pages that a part left behind are the last run's to make good.
        told = [each for each in later.skipped if each not in self.skipped and not (later.is_part and each["code"] == BEHIND)]
        # One damaged export of a brand is enough to tell: each run would name another one.
        self.skipped = self.skipped + [each for each in told if each["code"] != DAMAGED or each["brand"] not in self.left_out]
        self.warnings = list(_one_per_check(self.warnings + later.warnings))
        seconds = Counter(self.seconds) + Counter(later.seconds)
        self.seconds = {verb: round(spent, 3) for verb, spent in seconds.items()}

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        # Not asdict: it would copy every file's row to its depth.
        told = {name: value for name, value in vars(self).items() if name not in {"also", "is_part"}}
        return told | {"duplicates": self.duplicates, "exit_code": self.exit_code, "last_line": self.last_line} | self.also


def _one_per_check(warnings: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each run judges other records, so these add up. Rows of a report are judged by every run that builds it again."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for each in warnings:
        found[each["table"], each["check"]].append(each)
    for (table, _), same in found.items():
        join = sum if table.startswith("staging_") else max
        yield same[-1] | {"n": join(each["n"] for each in same)}


def _number(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
