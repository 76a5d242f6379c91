"""Offboarding as a run: export, intent, and then only forward until nothing of the brand is left."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.checking import require_brand
from flows.describing import describe
from flows.run import Run, begin, conclude
from transforms.errors import RetryError, SettingsError
from warehouse import engagement_pages, offboarding, parting, quality_pages
from warehouse.workspace import Workspace


@dataclass
class Offboarded:
    """What a brand had here, and what became of it."""

    brand: str
    holdings: dict[str, int]
    """files in each place"""
    is_done: bool = False
    exported: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def last_line(self) -> str:
        """What went."""
        n_files = sum(self.holdings.values())
        return f"{self.brand} has left: {n_files:,} files" if self.is_done else f"{self.brand} has {n_files:,} files here"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return vars(self) | {"last_line": self.last_line}


def look(root: Path, brand: str) -> Offboarded:
    """What would go. Changes nothing.

    Raises:
        SettingsError: the workspace does not know the brand.
    """
    workspace = Workspace(root.absolute())
    workspace.require()
    require_brand(workspace, brand)
    found = offboarding.holdings(workspace, brand)
    told = Offboarded(brand, {name: len(paths) for name, paths in found.items()})
    if offboarding.begun(workspace, brand) is not None:
        told.notes.append("it was begun before and not finished")
    told.notes += [
        f"{path.name} was set aside as unusable and may still hold the brand's rows: remove it yourself"
        for path in sorted(workspace.root.glob("ledger.db.unusable-*"))
    ]
    return told


def offboard(root: Path, brand: str, export: Path | None = None) -> Offboarded:
    """Remove everything of a brand; `export` takes its exports, journal and strategy along first. Killed, it is run again.

    Raises:
        SettingsError: the workspace does not know the brand, or the place for the archive is not free.
        RetryError: a run is at work, or something of the brand arrived meanwhile.
        IntegrityError: an export is damaged, so the archive would be; or a dimension is.
    """
    told = look(root, brand)
    workspace = Workspace(root.absolute())
    if export is not None:
        _require_exportable(workspace, brand, export)
    run, _ = begin(str(workspace.root), "offboard")
    try:
        _require_quiet(run)
        if export is not None:
            n_exports = parting.write_archive(workspace, brand, export.absolute())
            told.exported = f"{export} holds {n_exports:,} exports, their journal and the strategy"
        event = offboarding.enter_intent(workspace, brand, datetime.now(UTC))
        offboarding.stop_arrivals(workspace, brand)
        # A run that began a moment before would still plan the brand.
        _require_quiet(run)
        offboarding.unpublish(workspace, run.ledger, run.run_id, brand, run.settings.compression)
        quality_pages.refresh(workspace, run.ledger)
        engagement_pages.refresh(workspace, run.ledger)
        describe(workspace, run.ledger)
        offboarding.clear(workspace, run.ledger, brand)
        offboarding.finish(workspace, event)
    except BaseException:
        conclude(run, "failed", {"error": "a brand is leaving and not yet gone: run `pilaster offboard` once more"})
        raise
    conclude(run, "published", {"last_line": "a brand has left"})
    told.is_done = True
    return told


def _require_exportable(workspace: Workspace, brand: str, export: Path) -> None:
    if offboarding.begun(workspace, brand) is not None:
        raise SettingsError(
            where=f"--export {export}",
            expected="a brand that is still whole",
            found="an offboarding that was begun: part of it is gone",
            remedy="run it without --export; the archive of the first time, if there was one, is whole",
        )
    parting.require_free(workspace, export)


def _require_quiet(run: Run) -> None:
    living = offboarding.others_at_work(run.workspace, run.run_id)
    if living:
        raise RetryError(
            where=str(run.workspace.root),
            expected="no other run at work in this workspace",
            found=", ".join(living),
            remedy="wait until it has ended, then run the same command once more",
        )
