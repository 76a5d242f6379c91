"""The Prefect flow of a backfill: a thin skin over `flows.backfilling`, with its parameters explained for Prefect's pages."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import backfilling, outlook
from flows.artifacts import leave
from flows.nightly import as_task, completed
from flows.showing.backfill import progress
from warehouse.workspace import Workspace


@flow(
    name="backfill",
    flow_run_name="backfill-{from_month}-{to_month}",
    persist_result=False,
    result_serializer="json",
    validate_parameters=True,
)
def backfill(
    from_month: str,
    to_month: str,
    workspace: str = ".",
    brands: list[str] | None = None,
    table: str | None = None,
    replay: bool = False,  # noqa: FBT001, FBT002 - a switch on Prefect's page
    shows_progress: bool = False,  # noqa: FBT001, FBT002 - likewise
) -> State[dict[str, Any]]:
    """Carry archived exports of a range of months, or rebuild what was made of them, batch by batch.

    A run that was killed or stopped is started again with the same parameters and does what is missing.

    Args:
        from_month: first month, such as 2023-01. Any range is allowed: months without data cost nothing.
        to_month: last month, such as 2026-10; it belongs to the range.
        workspace: folder with pilaster.toml.
        brands: brands to look at; all of them if not given.
        table: rebuild this table and what is made from it alone; needs replay.
        replay: rebuild every partition of the range from raw files, with the code, formats and strategies of today.
        shows_progress: write a line, or a bar on a terminal, to standard error.
    """
    asked = outlook.ask(Workspace(Path(workspace).absolute()), from_month, to_month, brands, table, replay=replay)
    with progress(quiet=not shows_progress) as teller:
        done = backfilling.backfill(workspace, asked, as_task, teller)
    leave("backfill", done.summary)
    return completed(done.last_line, done.as_dict(), has_findings=bool(done.exit_code))
