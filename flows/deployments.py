"""What Prefect runs and when: one deployment per flow and workspace, and the automation that notices a run that died."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from flows.settings import Settings, read_settings
from transforms.errors import RetryError
from warehouse.workspace import Workspace, read_strategies

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.deployments.runner import RunnerDeployment
    from prefect.events.schemas.automations import AutomationCore


@dataclass(frozen=True)
class Scheduled:
    """One flow, and when it runs: a cron line with names of settings in braces, or nothing for a flow that people start."""

    entrypoint: str
    cron: str = ""

    @property
    def module(self) -> str:
        """Where the flow lives."""
        return self.entrypoint.rpartition(".")[0]

    @property
    def flow(self) -> str:
        """The flow's name, which is its function's."""
        return self.entrypoint.rpartition(".")[2]


DEPLOYMENTS = (
    Scheduled("flows.nightly.nightly", cron="{nightly_cron}"),
    # After the night of the same day, whose default is a quarter past three.
    Scheduled("flows.monthly_reports.monthly_reports", cron="45 5 {reports_day} * *"),
    Scheduled("flows.verify.verify", cron="{verify_cron}"),
    Scheduled("flows.backfill.backfill"),
)
POOL = "pilaster"
TAG = "pilaster"

# A run says every 30 seconds that it lives. One that has said so and then neither that nor how it ended for 90 is dead:
# without this, Prefect shows a killed night as running for ever. (30 is the least that Prefect takes.)
HEARTBEAT_SECONDS = 30
CRASHED_AFTER_SECONDS = 90
AUTOMATION = "pilaster: a run whose heartbeat stopped has crashed"
_HEARTBEAT = "prefect.flow-run.heartbeat"
_ENDS = ("Completed", "CompletedWithFindings", "Failed", "Cancelled", "Crashed", "TimedOut")


def name_of(workspace: Workspace) -> str:
    """The name of a workspace's deployments: `nightly/social` is the night of the workspace in the folder social."""
    return workspace.root.absolute().name


def tags_of(workspace: Workspace) -> list[str]:
    """One tag per brand with a strategy, readable or not."""
    strategies, errors = read_strategies(workspace)
    return [TAG, *(f"brand:{brand}" for brand in sorted({*strategies, *errors}))]


def cron_of(scheduled: Scheduled, settings: Settings) -> str:
    """When a flow runs under these settings; empty if people start it."""
    return scheduled.cron.format(**settings.model_dump())


def present() -> list[Scheduled]:
    """The deployments whose flow is part of this installation."""
    return [each for each in DEPLOYMENTS if find_spec(each.module)]


def deployments(workspace: Workspace) -> "list[RunnerDeployment]":
    """The deployments of one workspace. No concurrency limit: a killed run would keep its slot, and publishing has its own lock.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
    """
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    workspace.require()
    settings, tags = read_settings(workspace), tags_of(workspace)
    made = []
    for each in present():
        flow: Flow[..., Any] = getattr(import_module(each.module), each.flow)
        cron = cron_of(each, settings)
        made.append(
            RunnerDeployment.from_flow(
                flow,
                name=name_of(workspace),
                schedule=Cron(cron, timezone=settings.schedule_zone) if cron else None,
                parameters={"workspace": str(workspace.root.absolute())},
                tags=tags,
                work_pool_name=POOL,
                job_variables={"env": {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS)}},
                entrypoint_type=EntrypointType.MODULE_PATH,
            )
        )
    return made


def automation() -> "AutomationCore":
    """Marks a run whose heartbeat stopped as crashed, so that a killed night is seen and not shown as running."""
    from prefect.events.schemas.automations import AutomationCore

    return AutomationCore.model_validate(
        {
            "name": AUTOMATION,
            "description": f"No heartbeat for {CRASHED_AFTER_SECONDS} seconds: its process is gone. The next run mends it.",
            "trigger": {
                "type": "event",
                "posture": "Proactive",
                "match": {"prefect.resource.id": "prefect.flow-run.*"},
                "match_related": {"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"},
                "for_each": ["prefect.resource.id"],
                "after": [_HEARTBEAT, "prefect.flow-run.Running"],
                "expect": [_HEARTBEAT, *(f"prefect.flow-run.{end}" for end in _ENDS)],
                "threshold": 1,
                "within": CRASHED_AFTER_SECONDS,
            },
            "actions": [{"type": "change-flow-run-state", "state": "CRASHED", "message": "its heartbeat stopped"}],
        }
    )


def register(workspace: Workspace) -> dict[str, str]:
    """Make the pool, the deployments and the automation known to the Prefect server of PREFECT_API_URL.

    Returns: name of each deployment → its id. Doing it again brings changed settings and brands to the server.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
        RetryError: the server does not answer, or does not let us in.
    """
    from httpx import HTTPError
    from prefect.client.orchestration import get_client
    from prefect.settings import get_current_settings

    made = deployments(workspace)
    try:
        with get_client(sync_client=True) as client:
            _make_pool(client)
            _make_automation(client)
        return {each.full_name: str(each.apply()) for each in made}
    except HTTPError as error:
        raise RetryError(
            where=f"the Prefect server at {get_current_settings().api.url}",
            expected="a server that answers, and lets us in",
            found=str(error).partition("\n")[0],
            remedy="look whether it runs, and whether PREFECT_API_AUTH_STRING is what it asks for",
        ) from error


def _make_pool(client: "SyncPrefectClient") -> None:
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectNotFound
    from prefect.workers.process import ProcessWorker

    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))


def _make_automation(client: "SyncPrefectClient") -> None:
    found = client.read_automations_by_name(AUTOMATION)
    if found:
        client.update_automation(found[0].id, automation())
    else:
        client.create_automation(automation())
