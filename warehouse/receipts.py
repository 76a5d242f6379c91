"""Receipts: what the journal says of one export's arrivals, and the one identity that follows from all of them."""

import os
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from transforms.exports.stamps import downloaded_at
from transforms.sources import SourceFile
from warehouse import journal
from warehouse.journal import Event
from warehouse.raw import Copied
from warehouse.workspace import Workspace

SIDECAR_SUFFIX = ".observed"
# What tells when an export was taken, best first.
SOURCES = ("content", "name", "sidecar", "mtime")
_CLOCKS_APART = timedelta(days=2)


def receipt(copied: Copied, path: str, observed: str | None, received_at: datetime) -> Event:
    """The event of one arrival. `observed` is the text of a sidecar, already checked."""
    return {
        "kind": "receipt",
        "brand": copied.brand,
        "sha": copied.sha,
        "path": path,
        "size": copied.size,
        "mtime_ns": copied.mtime_ns,
        "mtime": datetime.fromtimestamp(copied.mtime_ns / 1e9, UTC).isoformat(timespec="microseconds"),
        "observed": observed,
        "received_at": received_at.isoformat(timespec="microseconds"),
    }


def receipts_of(workspace: Workspace, brand: str, shas: Collection[str]) -> dict[str, list[Event]]:
    """Every receipt of some exports of a brand, in the order of their names. The folder is listed once: it grows for ever."""
    folder = workspace.journal / "receipt" / brand
    found: dict[str, list[Event]] = {sha: [] for sha in shas}
    beginnings = {sha[:16] for sha in shas}
    names = os.listdir(folder) if folder.is_dir() else ()  # noqa: PTH208 - plain names: it grows for ever
    for name in sorted(name for name in names if name[:16] in beginnings and name.endswith(".json")):
        event = journal.read(folder / name)
        if event["sha"] in found:
            found[event["sha"]].append(event)
    return found


def source_file(receipts: Sequence[Event], assigned_account: str | None = None) -> SourceFile:
    """The one source file that all receipts of a sha describe, whatever order they came in.

    What the records say beats what the platform wrote into the name, that a sidecar, and that the file's mtime; among equals
    the earliest counts: an export cannot have been taken later than the first time that it was seen.
    """
    first = min(receipts, key=lambda event: (*_observed(event), event["path"]))
    path = PurePosixPath(first["path"])
    rank, observed_at = _observed(first)
    return SourceFile(
        brand=first["brand"],
        sha=first["sha"],
        name=path.name,
        folders=path.parts[:-1],
        observed_at=observed_at,
        observed_on=observed_at.date(),
        observed_on_source=SOURCES[rank],
        assigned_account=assigned_account,
    )


def observed(path: str, sidecar: str | None, mtime: datetime) -> tuple[int, datetime]:
    """When an export was taken, and the place in SOURCES of what tells it.

    A name that tells a moment well after the file's mtime was given by somebody else than the platform.
    """
    named = downloaded_at(PurePosixPath(path).name)
    if named and named <= mtime + _CLOCKS_APART:
        return SOURCES.index("name"), named
    return (SOURCES.index("sidecar"), parse_observed(sidecar)) if sidecar else (SOURCES.index("mtime"), mtime)


def _observed(event: Event) -> tuple[int, datetime]:
    if event.get("observed_by") == "content":  # rows of a database say themselves when they were written
        return SOURCES.index("content"), parse_observed(event["observed"])
    return observed(event["path"], event["observed"], datetime.fromisoformat(event["mtime"]))


def read_sidecar(path: Path) -> str | None:
    """The moment that `<export>.observed` tells, as text; None without a sidecar.

    Raises:
        ValueError: the sidecar holds something else than an ISO date or time.
    """
    sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
    if not sidecar.is_file():
        return None
    told = sidecar.read_text("utf-8").strip()
    parse_observed(told)
    return told


def parse_observed(told: str) -> datetime:
    """ISO date or time in UTC; a time without a zone is UTC."""
    if len(told) == len("2026-10-31"):
        day = date.fromisoformat(told)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment = datetime.fromisoformat(told)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def as_row(source: SourceFile, size: int) -> dict[str, Any]:
    """The ledger's columns that follow from receipts alone."""
    return {
        "brand": source.brand,
        "sha": source.sha,
        "name": source.name,
        "folders": list(source.folders),
        "size": size,
        "observed_at": source.observed_at.replace(tzinfo=None),
        "observed_on": source.observed_on,
        "observed_on_source": source.observed_on_source,
    }
