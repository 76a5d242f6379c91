"""Retention: exports leave landing/ once they have been in the archive for long enough. raw/ and journal/ are kept by rule."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine, Row, select

from transforms.errors import IntegrityError
from warehouse.faultpoints import step
from warehouse.journal import Event
from warehouse.ledger.schema import files, landing
from warehouse.raw import sha_of
from warehouse.receipts import SIDECAR_SUFFIX, receipts_of
from warehouse.workspace import Workspace

TakenRow: TypeAlias = Row[tuple[str, str, int, str, str, str]]
"""A row of `landing`: brand, path, size, mtime_ns, sidecar, sha"""


@dataclass
class Cleaned:
    """What left landing/, and what should have but could not, with the reason."""

    removed: list[str] = field(default_factory=list)
    """path below landing/ of each export"""
    kept: list[tuple[str, str]] = field(default_factory=list)


def clean_landing(workspace: Workspace, ledger: Engine, before: datetime, brands: Collection[str] | None = None) -> Cleaned:
    """Remove exports that were received before a moment, with their sidecars.

    Only what was taken goes: the file is still as its receipt describes it, its records are in the facts, and the archived
    copy has just been read and found whole. Held, changed and unknown files stay.
    """
    cleaned = Cleaned()
    for brand, rows in groupby(_taken(ledger, brands), key=lambda row: row.brand):
        due = [row for row in rows if _may_be_due(workspace, row, before)]
        # The folder of a brand's receipts grows for ever: it is listed once.
        receipts = _receipts(workspace, brand, due, cleaned)
        for row in due:
            try:
                if _is_due(row, receipts[row.sha], before) and sha_of(workspace.raw_file(brand, row.sha)) == row.sha:
                    _remove(workspace.landing / brand / row.path)
                    cleaned.removed.append(f"{brand}/{row.path}")
            except OSError as error:
                cleaned.kept.append((f"{brand}/{row.path}", f"it should leave landing/ by now, but: {error.strerror}"))
    return cleaned


def _receipts(workspace: Workspace, brand: str, due: Sequence[TakenRow], cleaned: Cleaned) -> Mapping[str, list[Event]]:
    try:
        return receipts_of(workspace, brand, {row.sha for row in due}) if due else {}
    except IntegrityError as error:
        # Who cannot read the receipts cannot know what is due.
        cleaned.kept += [(f"{brand}/{row.path}", f"it might leave landing/ by now, but: {error.where} is damaged") for row in due]
        return defaultdict(list)


def _taken(ledger: Engine, brands: Collection[str] | None) -> Iterator[TakenRow]:
    """Every path that was taken and whose file is in the facts."""
    is_it = (files.c.brand == landing.c.brand) & (files.c.sha == landing.c.sha)
    query = select(landing).join(files, is_it).where(files.c.state == "taken").order_by(landing.c.brand, landing.c.path)
    with ledger.connect() as connection:
        rows = connection.execute(query).all()
    return (row for row in rows if brands is None or row.brand in brands)


def _may_be_due(workspace: Workspace, row: TakenRow, before: datetime) -> bool:
    """What can be said without a receipt. Nothing is received before it is archived, so the archive's own time says a lot."""
    archived = workspace.raw_file(row.brand, row.sha)
    is_there = _looks_as_taken(workspace.landing / row.brand / row.path, row)
    return is_there and archived.is_file() and archived.stat().st_mtime <= before.timestamp()


def _is_due(row: TakenRow, receipts: Sequence[Event], before: datetime) -> bool:
    """Every receipt of the file as it lies there is old enough, and there is one."""
    told = [
        datetime.fromisoformat(event["received_at"])
        for event in receipts
        if (event["path"], event["size"], str(event["mtime_ns"])) == (row.path, row.size, row.mtime_ns)
    ]
    return bool(told) and max(told) < before


def _looks_as_taken(place: Path, row: TakenRow) -> bool:
    """The file is the one that was taken. Of one that a killed night had removed already, its sidecar may be left."""
    if place.is_symlink() or not place.parent.is_dir():
        return False
    if not place.exists():
        return bool(row.sidecar) and _sidecar(place).is_file() and _sidecar(place).read_text("utf-8").strip() == row.sidecar
    state = place.stat()
    told = _sidecar(place).read_text("utf-8").strip() if _sidecar(place).is_file() else ""
    return (state.st_size, str(state.st_mtime_ns), told) == (row.size, row.mtime_ns, row.sidecar)


def _remove(place: Path) -> None:
    """The export first: a sidecar without its export says nothing, an export without its sidecar is another arrival."""
    for path in (place, _sidecar(place)):
        if path.exists():
            step(f"clean {path.name}")
            path.unlink()


def _sidecar(place: Path) -> Path:
    return place.with_name(place.name + SIDECAR_SUFFIX)
