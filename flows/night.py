"""The table of contents of a night and of a report run: plain functions, so that they run with and without an orchestrator."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flows import presenting, stages
from flows.batching import Batch
from flows.mending import mend, settle
from flows.portions import cut, plan_of
from flows.run import Run
from flows.running import running
from flows.summary import LOST, Summary
from transforms.errors import IntegrityError
from warehouse.ledger.holding import hold_orphans
from warehouse.ledger.lost import require_ledger
from warehouse.ledger.planning import Plan, from_json, to_json
from warehouse.raw import require_unchanged
from warehouse.retention import clean_landing
from warehouse.workspace import read_strategies

# Each one finds all damaged files of the brands that it knows of; few can be needed until it knows of all.
MAX_BEGINNINGS = 5
# Runs one verb of one run: `--direct` calls the stage, the Prefect flow makes it a task.
Runner = Callable[[str, Run], dict[str, Any]]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Kind:
    """What a run is called, and what it does besides carrying what waits."""

    name: str
    lands: bool = False
    """takes what lies in landing/ first"""
    needs_all: bool = False
    """refuses to begin while an archived export is damaged, instead of leaving out its brand"""
    divides: bool = False
    """carries what waits in portions if it is more than one publication should carry"""


NIGHT = Kind("nightly", lands=True, divides=True)
REPORTS = Kind("monthly_reports", divides=True)
REPAIR = Kind("repair")
# Published files of a brand that a new ledger does not know would look foreign; it knows one again only by all of its exports.
REBUILD = Kind("rebuild-ledger", needs_all=True)
REPLAY = Kind("replay", needs_all=True)


def as_it_is(verb: str, run: Run) -> dict[str, Any]:
    """Run a stage without an orchestrator."""
    return stages.STAGES[verb](run)


def silent(_verb: str, _done: int, _total: int) -> None:
    """No progress to show."""


def night(root: str, brands: list[str] | None = None, runner: Runner = as_it_is, progress: Progress = silent) -> Summary:
    """Carry everything that lies in landing/ to the reports.

    Raises:
        SettingsError: nothing could run.
        DataError: an identity broke, or more published files are damaged than a run mends; nothing of this night was published.
        RetryError: somebody else was faster, again and again, or a disk was full.
    """
    return _run(root, NIGHT, brands, runner, progress)


def monthly_reports(
    root: str, brands: list[str] | None = None, runner: Runner = as_it_is, progress: Progress = silent
) -> Summary:
    """Make the reports of everything that is in the warehouse already; takes nothing from landing/."""
    return _run(root, REPORTS, brands, runner, progress)


def read_again(root: str, progress: Progress = silent) -> Summary:
    """Read every archived export that a rebuilt ledger has entered, and adopt the published files that still hold.

    Raises:
        IntegrityError: an archived export is damaged.
    """
    return _run(root, REBUILD, None, as_it_is, progress)


def replay(root: str) -> None:
    """Carry what a workspace that was made for a while knows; nobody is told of it.

    Raises:
        IntegrityError: an archived export is damaged.
    """
    with running(root, REPLAY.name, is_part=True) as (run, summary):
        _verbs(run, summary, REPLAY, stages.plan(run, None), as_it_is, silent)


def build_marked(root: str, progress: Progress = silent) -> Summary:
    """Build every partition that is marked again from raw files, and whatever else was waiting; takes nothing from landing/."""
    return _run(root, REPAIR, None, as_it_is, progress)


def _run(root: str, kind: Kind, brands: list[str] | None, runner: Runner, progress: Progress) -> Summary:
    with running(root, kind.name) as (run, summary):
        require_ledger(run.workspace, run.ledger, lands=kind.lands)
        if kind.lands:
            land(run, summary, brands, progress)
        planned = stages.plan(run, brands)
        portions = cut(run, planned) if kind.divides else []
        summary.is_part = bool(portions)
        if not portions:
            _rest(run, summary, kind, planned, brands, runner, progress)
    return _in_portions(root, kind, portions, summary, brands, runner, progress) if portions else summary


def _in_portions(
    root: str, kind: Kind, portions: list[Batch], first: Summary, brands: list[str] | None, runner: Runner, progress: Progress
) -> Summary:
    """A run and a publication for each portion; the last run does whatever is left, and tells what all of them did."""
    parts = [first]
    for n, portion in enumerate(portions, start=1):
        with running(root, kind.name, is_part=True, before=parts) as (run, summary):
            planned = plan_of(run, portion)
            if not planned.is_empty:
                run.hand_on("plan", to_json(planned))
                carry(run, summary, planned, runner, _numbered(progress, n, len(portions) + 1))
        parts.append(summary)
    with running(root, kind.name, before=parts) as (run, summary):
        last = _numbered(progress, len(portions) + 1, len(portions) + 1)
        _rest(run, summary, kind, stages.plan(run, brands), brands, runner, last)
        summary.notes.append(f"carried in {len(parts)} portions: one publication should not carry all that was waiting")
    return summary


def _numbered(progress: Progress, n: int, of: int) -> Progress:
    return lambda verb, done, total: progress(f"portion {n} of {of}: {verb}", done, total)


def _rest(
    run: Run, summary: Summary, kind: Kind, planned: Plan, brands: list[str] | None, runner: Runner, progress: Progress
) -> None:
    """Whatever was planned, and what a night does once that is published."""
    _verbs(run, summary, kind, planned, runner, progress)
    if kind.lands:
        _clean_landing(run, summary, brands)


def _clean_landing(run: Run, summary: Summary, brands: list[str] | None) -> None:
    """Let exports leave landing/ whose time there is over. What cannot be removed is told, and stays."""
    days = run.settings.landing_retention_days
    if days is not None:
        before = datetime.now(UTC) - timedelta(days=days)
        cleaned = clean_landing(run.workspace, run.ledger, before, frozenset(brands) if brands else None)
        summary.cleaned = cleaned.removed
        summary.left += cleaned.kept


def _verbs(run: Run, summary: Summary, kind: Kind, planned: Plan, runner: Runner, progress: Progress) -> None:
    if kind.needs_all:
        require_unchanged(run.workspace, planned.files)
    summary.orphans = hold_orphans(run.ledger, planned.orphans, read_strategies(run.workspace)[1])
    if planned.is_empty:
        add_shown(summary, presenting.show(run))
    else:
        carry(run, summary, planned, runner, progress)


def land(run: Run, summary: Summary, brands: list[str] | None, progress: Progress) -> None:
    """Take what lies in landing/."""
    with _clocked("land", summary, progress):
        landed = stages.land(run, brands, lambda done, total: progress("land", done, total))
    summary.landed, summary.left = landed["taken"], landed["left"]
    summary.skipped, summary.notes = landed["skipped"], landed["notes"]


def carry(run: Run, summary: Summary, planned: Plan, runner: Runner, progress: Progress) -> dict[str, Any]:
    """Carry what was planned through the verbs after land; returns what the last one told."""
    run.hand_on("left_out", [])
    run.hand_on("mended", [])
    for beginning in range(1, MAX_BEGINNINGS + 1):
        try:
            told = _stages(run, summary, runner, progress)
        except IntegrityError as error:
            if beginning == MAX_BEGINNINGS:
                raise
            mend(run, error)
        else:
            break
    summary.published = told["files"]
    add_shown(summary, told)
    _tell(run, summary, planned)
    return told


def _stages(run: Run, summary: Summary, runner: Runner, progress: Progress) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for verb in stages.STAGES:
        with _clocked(verb, summary, progress):
            told = runner(verb, run)
    return told


def add_shown(summary: Summary, shown: dict[str, Any]) -> None:
    """What kept a page from being made or written, into the summary."""
    summary.notes += shown["notes"]
    summary.skipped += shown["skipped"]


@contextmanager
def _clocked(verb: str, summary: Summary, progress: Progress) -> Iterator[None]:
    progress(verb, 0, 0)
    started = time.monotonic()
    yield
    summary.seconds[verb] = round(time.monotonic() - started, 3)


def _tell(run: Run, summary: Summary, planned: Plan) -> None:
    """What the ledger now says of the files that this night judged."""
    from warehouse.ledger.reading import judged
    from warehouse.lost_files import lost_files

    summary.skipped += run.take("left_out")
    summary.skipped += settle(run, summary.left_out)
    summary.skipped += [{"code": LOST, **each.told(run.workspace)} for each in lost_files(run.take("build")["left"])]
    asked = {(file.brand, file.sha) for file in planned.files}
    # Files that were read once more for the sake of their partitions are news only where that failed.
    read = asked | {(file.brand, file.sha) for file in from_json(run.take("plan")).files}
    found = judged(run.ledger, sorted(key for key in read if key[0] not in summary.left_out))
    summary.files = [file for file in found if (file["brand"], file["sha"]) in asked or file["state"] == "held"]
    summary.warnings = [
        {"table": check["table_name"], "check": check["expectation"], "n": check["n_unexpected"], "why": check["why"]}
        for check in run.take("checks") + run.take("report_checks")
        if not check["success"] and check["severity"] == "warning"
    ]
