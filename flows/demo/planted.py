"""What is planted among the demo's exports: a night has to find exactly this, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.demo import instagram
from flows.demo.shop import LAST_DAY, Post

_AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAMAGED = "Oct-01-2026_Oct-31-2026_cut-off.csv"
UNKNOWN = "loyalty-cards.csv"
BAD_RECORD = "Oct-20-2026_Oct-31-2026_bad-cell.csv"
DUPLICATE = "Oct-01-2026_Oct-31-2026_731 (1).csv"

# (name, code) of the files that must be held, and (name, number) of the records that must be refused.
HELD = {(UNKNOWN, "unrecognised_format")}
REFUSED = {(BAD_RECORD, 1), (DAMAGED, 1)}


def exports(feed: list[Post]) -> Iterator[tuple[str, datetime, bytes]]:
    """(path, when it was taken, bytes) of one duplicated, one damaged and one unknown file, and one with a bad record."""
    latest = [post for post in feed if post.published_at.date() >= LAST_DAY.replace(day=1)]
    whole = instagram.lifetime(latest, _AT)
    # Cut inside a quoted caption, as an upload that broke off leaves it.
    yield f"instagram/{DAMAGED}", _AT, whole[: whole.rindex(b'"Ask us') + 20 if b'"Ask us' in whole else len(whole) // 2]
    yield f"crm/{UNKNOWN}", _AT, b"card;customer since;points\n4711;2024-03-01;120\n4712;2025-07-19;35\n"
    week = [post for post in latest if post.published_at.date() >= LAST_DAY.replace(day=20)]
    lines = instagram.lifetime(week, _AT).decode("utf-8-sig").split("\n")
    yield f"instagram/{BAD_RECORD}", _AT, ("\ufeff" + "\n".join([lines[0], _spoiled(lines[1]), *lines[2:]])).encode()


def _spoiled(line: str) -> str:
    """A spreadsheet made a date out of the last number of the line."""
    return line[: line.rindex(",")] + ",3-Aug"


def found_as_planted(summary: dict[str, Any]) -> bool:
    """Whether a night found exactly what was planted."""
    held = {(file["name"], file["hold"]["code"]) for file in [*summary["files"], *summary["orphans"]] if file["state"] == "held"}
    refused = {(file["name"], file["n_quarantined"]) for file in summary["files"] if file["n_quarantined"]}
    duplicates = [Path(path).name for path, _ in summary["duplicates"]]
    is_exact = held == HELD and refused == REFUSED and duplicates == [DUPLICATE]
    return is_exact and not summary["strategy_errors"] and not summary["format_errors"] and not summary["left"]
