"""The Prefect flow of a night: a thin skin over `flows.night`. Prefect schedules and shows; correctness never rests on it."""

from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.tasks import task

from flows import stages
from flows.artifacts import leave
from flows.night import night
from flows.run import Run
from flows.settings import read_settings
from flows.summary import Summary
from transforms.errors import PilasterError
from warehouse.workspace import Workspace


@task(task_run_name="{verb}", cache_policy=NO_CACHE, persist_result=False)
def stage(verb: str, workspace: str, run_id: str) -> dict[str, Any]:
    """One verb of one run. Tasks hand on paths and keys, never frames."""
    return stages.STAGES[verb](Run(workspace, run_id))


def as_task(verb: str, run: Run) -> dict[str, Any]:
    """Run a stage as a Prefect task."""
    return stage(verb, run.root, run.run_id)


def day_of_run() -> str:
    """The day of a run: the one it was asked for, else that of its scheduled time. It names the run and decides nothing."""
    asked = flow_run.parameters.get("day")
    scheduled = flow_run.scheduled_start_time or datetime.now(UTC)
    return f"{asked or scheduled.astimezone(_zone(flow_run.parameters.get('workspace', '.'))).date()}"


def _zone(workspace: str) -> tzinfo:
    """Whose clock the schedules go by. Wrong settings are told by the run itself, not by its name."""
    try:
        return ZoneInfo(read_settings(Workspace(Path(workspace))).schedule_zone)
    except (PilasterError, OSError):
        return UTC


def finished(kind: str, summary: Summary) -> State[dict[str, Any]]:
    """Completed, under another name where somebody should look; with its artifacts left behind."""
    leave(kind, summary)
    return completed(summary.last_line, summary.as_dict(), has_findings=summary.has_findings)


def completed(last_line: str, told: dict[str, Any], *, has_findings: bool) -> State[dict[str, Any]]:
    """The state of a run that went through; its name says whether somebody should look."""
    name = "CompletedWithFindings" if has_findings else "Completed"
    return Completed(name=name, message=last_line, data=told)


@flow(
    name="nightly",
    flow_run_name=lambda: f"nightly-{day_of_run()}",
    persist_result=False,
    result_serializer="json",
    validate_parameters=True,
)
def nightly(workspace: str = ".", day: date | None = None, brands: list[str] | None = None) -> State[dict[str, Any]]:  # noqa: ARG001 - `day` names the run
    """Carry everything that lies in landing/ to the reports.

    Args:
        workspace: folder with pilaster.toml.
        day: day of the run; its scheduled day if not given.
        brands: brands to look at; all of them if not given.
    """
    return finished("nightly", night(workspace, brands, runner=as_task))
