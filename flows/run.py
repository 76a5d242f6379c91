"""One run: who it is, where its half-made things lie, and what its stages hand on: paths and keys, never frames."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.settings import Settings, read_settings
from transforms.exports.registry import Registry
from transforms.strategy import Strategy
from warehouse import recovery
from warehouse.faultpoints import step
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.ledger.runs import close_run, enter_run
from warehouse.workspace import Workspace, read_formats, read_strategies

if TYPE_CHECKING:
    from warehouse.partitions import Build
    from warehouse.shelf import Shelf

# A run's lock is held by an open file for as long as the process lives; whoever finds it free may sweep the run.
_claims: dict[str, int] = {}
# Rows that one stage wrote and the next one reads, where both are in this process. Of another process they are read again.
_shelves: "dict[str, Shelf]" = {}
# What one stage built and the next one builds upon, likewise; with the text that it was laid down as, by its generation.
_builds: "dict[str, tuple[str, Build]]" = {}


@dataclass(frozen=True)
class Run:
    """One run in one workspace, rebuilt by every stage from plain text."""

    root: str
    run_id: str

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace's map."""
        return Workspace(Path(self.root))

    @cached_property
    def settings(self) -> Settings:
        """The workspace's settings."""
        return read_settings(self.workspace)

    @cached_property
    def ledger(self) -> Ledger:
        """The workspace's ledger, at its newest migration."""
        return ledger_of(self.workspace, self.settings.ledger_url.get_secret_value())

    @cached_property
    def formats(self) -> Registry:
        """The formats that the workspace reads: the shipped ones and its own."""
        return read_formats(self.workspace)[0]

    @cached_property
    def strategies(self) -> dict[str, Strategy]:
        """Every brand's strategy that can be read."""
        return read_strategies(self.workspace)[0]

    @property
    def shelf(self) -> "Shelf":
        """Small files at hand, the same ones for all stages of the run in this process."""
        from warehouse.shelf import Shelf  # only a night with something to do reads any

        return _shelves.setdefault(self.run_id, Shelf())

    def at_hand(self) -> "Shelf | None":
        """The shelf, if a stage in this process has laid something down."""
        return _shelves.get(self.run_id)

    def lay_down(self, build: "Build") -> None:
        """Leave a build for the next stage: as text, and as it is for one that runs in this process."""
        from warehouse.laid_down import lay_down

        _builds[self.run_id] = (lay_down(build), build)

    def pick_up(self) -> "Build | None":
        """What the stage before laid down, if that ran in this process; once, for whoever picks it up changes it."""
        from warehouse.laid_down import laid_down

        text, build = _builds.pop(self.run_id, ("", None))
        return build if text == laid_down(self.folder) else None

    @property
    def folder(self) -> Path:
        """Where this run stages things."""
        return self.workspace.staging / self.run_id

    def hand_on(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Leave something for the next stage."""
        step(f"hand on {name}")
        (self.folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, default=str), "utf-8")

    def take(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        """What an earlier stage left."""
        return json.loads((self.folder / f"{name}.json").read_text("utf-8"))


def begin(root: str, kind: str) -> tuple[Run, list[recovery.Recovered]]:
    """Open a workspace for one run: finish what a dead run began, sweep what it left, claim a staging folder.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
        LedgerBusyError: the ledger does not answer.
    """
    run = Run(str(Path(root).absolute()), f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}")
    run.workspace.require()
    recovered = recovery.recover(run.workspace, run.ledger)
    recovery.sweep(run.workspace, run.ledger)
    _claims[run.run_id] = recovery.claim(run.workspace, run.run_id)
    enter_run(run.ledger, run.run_id, kind)
    return run, recovered


def conclude(run: Run, state: str, summary: dict[str, Any]) -> None:
    """Close a run: its summary into the ledger, its staging folder away."""
    _shelves.pop(run.run_id, None)
    _builds.pop(run.run_id, None)
    close_run(run.ledger, run.run_id, state, summary)
    handle = _claims.pop(run.run_id, None)
    if handle is not None:
        os.close(handle)
    recovery.sweep(run.workspace, run.ledger)
    # A connection that lingers would fold its log into ledger.db whenever it is collected, long after the run's end.
    run.ledger.dispose()
