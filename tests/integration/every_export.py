"""One register of all 89 sample exports: what each is, what becomes of it, and why. Printed as Markdown:

python -m tests.integration.every_export

It runs one night over all of them and shows what that night said; file names and counts only, no row.
"""

import json
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from flows import stages
from flows.night import night
from flows.run import Run
from flows.summary import Summary
from tests.builders.workspace import Team, team
from tests.integration import (
    expected_audiences,
    expected_downloads_lists,
    expected_facebook_youtube,
    expected_linkedin,
    expected_outcomes,
    expected_tiktok,
    real_exports,
)
from tests.integration.expected_outcomes import Held, Taken
from tests.integration.real_exports import digest, slug

LISTS = (
    expected_outcomes.EXPECTED,
    expected_facebook_youtube.EXPECTED,
    expected_audiences.EXPECTED,
    expected_downloads_lists.EXPECTED,
    expected_linkedin.EXPECTED,
    expected_tiktok.EXPECTED,
)
# Why a file is held, in the words that people read: figures that nobody can know, or that belong to no day.
WHY_HELD = {
    "facebook/vintage_Audience.csv": "a spreadsheet took decimals for days",
    "instagram/shorthills_audience_insights.json": "sums of 90 days whose text has no year",
    "instagram/shorthills_content_interactions.json": "sums of 90 days whose text has no year",
    "instagram/shorthills_profiles_reached.json": "sums of 90 days whose text has no year",
}
OWNERS = real_exports.BRANDS | {"creator": {"tiktok": ("creator",)}, "social media influencers": {}}
_MORE_ACCOUNTS = {
    "vintage": {"tiktok": ("vintagerest.bg",)},
    "nplf": expected_linkedin.BRANDS["nplf"],
    "shorthills": expected_linkedin.BRANDS["shorthills"],
}
_TAKEN_ON = "2026-01-31T00:00:00Z"
# Days without a year: those of this account end on 27 February.
_TAKEN_LATER = {"creator": "2026-03-01T00:00:00Z"}


class Expected(NamedTuple):
    """What becomes of one file. A held file has no counts."""

    state: str
    format: str | None = None
    n_records: int = 0
    n_structural: int = 0
    n_quarantined: int = 0
    code: str = ""
    """of the error that holds it"""


def _expected(told: Any) -> Expected:
    if isinstance(told, Held):
        return Expected("held", code=told.code)
    refused = told.n_unparsed if isinstance(told, Taken) else 0
    return Expected("taken", told.format, told.n_records, told.n_structural, refused)


REGISTER = {name: _expected(told) for each in LISTS for name, told in each.items()}
TAKEN = [name for name, expected in REGISTER.items() if expected.state == "taken"]


class Night(NamedTuple):
    """A night over every file there is."""

    made: Team
    summary: Summary
    files: dict[tuple[str, str], dict[str, Any]]
    """(brand, sha) → the ledger's row"""
    staged: dict[tuple[str, str], list[dict[str, Any]]]
    """(brand, sha) → every staged row of it, those of splits too"""


def brand_of(name: str) -> str:
    """The brand in whose landing folder the file is laid: the first word of its name."""
    if name in expected_outcomes.EXPECTED:
        return expected_outcomes.brand_of(name)
    stem = name.partition("/")[2].lower()
    return next(brand for brand in OWNERS if stem.startswith(brand))


def key_of(name: str, exports: Path) -> tuple[str, str]:
    """(brand, sha): what a file is known by."""
    return slug(brand_of(name)), digest(exports / name)


def accounts(brand: str) -> list[dict[str, Any]]:
    """The brand's accounts as its strategy names them."""
    found = real_exports.accounts(brand) if brand in real_exports.BRANDS else []
    more = _MORE_ACCOUNTS.get(brand, {} if found else OWNERS[brand])
    return found + [{"platform": on, "handle": handle} for on, handles in more.items() for handle in handles]


def one_night(exports: Path, root: Path) -> Night:
    """Lay every file into one workspace and carry it through one night."""
    made = team(root, brand="oigetit")
    for brand in OWNERS:
        made.strategy(slug(brand), "UTC", accounts(brand))
    for name in REGISTER:
        platform, _, file = name.partition("/")
        brand = brand_of(name)
        target = made.root / "landing" / slug(brand) / platform / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(exports / name, target)
        target.with_name(f"{file}.observed").write_text(_TAKEN_LATER.get(brand, _TAKEN_ON), "utf-8")
    staged: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)

    def looking(verb: str, run: Run) -> dict[str, Any]:
        told = stages.STAGES[verb](run)
        if verb == "extract":
            for path in (path for paths in run.take("staged").values() for path in paths):
                for row in pa.ipc.open_file(path).read_all().to_pylist():
                    staged[row["brand"], row["source_sha"]].append(row)
        return told

    summary = night(str(made.root), runner=looking)
    files = {(row["brand"], row["sha"]): row for row in made.ledger("SELECT * FROM files")}
    return Night(made, summary, files, staged)


def as_markdown(told: Night, exports: Path) -> str:
    """The table: file, format, records, what became of it and why."""
    lines = ["| file | format | records | rows | outcome |", "|---|---|---:|---:|---|"]
    seen: dict[tuple[str, str], str] = {}
    for name in sorted(REGISTER):
        key = key_of(name, exports)
        row, n_rows = told.files[key], len(told.staged.get(key, ()))
        twin = f", same bytes as {seen[key]}: counted once" if key in seen else ""
        seen.setdefault(key, name)
        lines.append(f"| {name} | {row['format'] or ''} | {row['n_records'] or 0:,} | {n_rows:,} | {_outcome(row)}{twin} |")
    states = [told.files[key]["state"] for key in seen]
    lines += [
        "",
        f"{len(REGISTER)} files, {len(seen)} of them different: {states.count('taken')} taken, {states.count('held')} held.",
    ]
    return "\n".join(lines) + "\n"


def _outcome(row: dict[str, Any]) -> str:
    if row["state"] == "held":
        hold = json.loads(row["hold"])
        return f"held ({hold['code']}): {hold['found']}"
    refused = f", {row['n_quarantined']} record quarantined" if row["n_quarantined"] else ""
    n = row["n_structural"]
    aside = (
        f", {n} line{'s' if n > 1 else ''} that {'are' if n > 1 else 'is'} no record (total, title or description)" if n else ""
    )
    return f"{row['state']}{aside}{refused}"


if __name__ == "__main__":
    samples = Path(__file__).resolve().parents[3] / "shared" / "exports"
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(as_markdown(one_night(samples, Path(place)), samples))
