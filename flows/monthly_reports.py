"""The Prefect flow of the monthly reports: what is in the warehouse, told anew. Takes nothing from landing/."""

from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import night
from flows.closing import close_due
from flows.nightly import as_task, day_of_run, finished


@flow(
    name="monthly_reports",
    flow_run_name=lambda: f"monthly-reports-{day_of_run()}",
    persist_result=False,
    result_serializer="json",
    validate_parameters=True,
)
def monthly_reports(
    workspace: str = ".",
    day: date | None = None,  # noqa: ARG001 - `day` names the run
    brands: list[str] | None = None,
    close: bool | None = None,  # noqa: FBT001 - a parameter of the flow, which people set by its name
) -> State[dict[str, Any]]:
    """Make every report whose facts or strategy changed, and close the month that is over for long enough.

    Args:
        workspace: folder with pilaster.toml.
        day: day of the run; its scheduled day if not given.
        brands: brands to look at; all of them if not given.
        close: whether to close that month; if not given, it is closed where `close_after_days` is set.
    """
    summary = night.monthly_reports(workspace, brands, runner=as_task)
    summary.closed = close_due(workspace, brands, close)
    return finished("monthly_reports", summary)
