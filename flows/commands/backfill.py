"""`pilaster backfill`: archived exports of many months, or a rebuild of them, as a Prefect flow or direct."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from flows.commands.options import HERE, BrandOption, DirectOption, JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from flows.outlook import Asked


def backfill(  # noqa: PLR0913 - options, each named where it is given
    *,
    from_: Annotated[str, Parameter(name="--from", help="first month, such as 2023-01")],
    to: Annotated[str, Parameter(name="--to", help="last month, such as 2026-10; months without data cost nothing")],
    workspace: WorkspaceOption = HERE,
    brand: BrandOption = None,
    table: Annotated[str | None, Parameter(name="--table", help="with --replay: this table and what is made from it")] = None,
    dry_run: Annotated[bool, Parameter(name="--dry-run", help="print the plan and do nothing", negative="")] = False,
    replay: Annotated[bool, Parameter(name="--replay", help="rebuild the whole range from raw files", negative="")] = False,
    direct: DirectOption = False,
    json: JsonOption = False,
) -> int:
    """Carry archived exports of a range of months to the reports, or rebuild what was made of them.

    Takes everything from landing/, then carries the exports that wait and were taken in the range or hold days of it, and
    rebuilds its partitions that are marked or were made by earlier code. Works in batches, each published by itself: after a
    kill or Ctrl-C the same command does what is missing.

    Exit code 0: all well; 1: something is held or quarantined, known of before or not, left or left out; 2: nothing could run.
    """
    from flows import outlook
    from flows.showing.backfill import show, show_plan
    from warehouse.workspace import Workspace

    asked = outlook.ask(Workspace(workspace.absolute()), from_, to, brand, table, replay=replay)
    if dry_run:
        from flows.backfilling import plan

        planned = plan(str(workspace), asked).as_dict()
        show_plan(planned, as_json=json)
        return 1 if planned["strategy_errors"] else 0
    try:
        told = _run(workspace, asked, direct=direct, quiet=json)
    except KeyboardInterrupt:
        print("stopped at once; nothing is lost: run the same command again to go on")
        return 1
    show(told, as_json=json)
    return int(told["exit_code"])


def _run(workspace: Path, asked: "Asked", *, direct: bool, quiet: bool) -> dict[str, Any]:
    root = str(workspace.absolute())
    if direct:
        from flows.backfilling import backfill as run
        from flows.showing.backfill import progress

        with progress(quiet=quiet) as teller:
            return run(root, asked, teller=teller).as_dict()
    from flows.commands.running import prepare_prefect

    prepare_prefect(workspace)
    from flows.backfill import backfill as flow

    state: Any = flow(
        from_month=asked.months.first,
        to_month=asked.months.last,
        workspace=root,
        brands=list(asked.brands) or None,
        table=asked.table,
        replay=asked.replay,
        shows_progress=not quiet,
        return_state=True,
    )
    told: dict[str, Any] = state.result(raise_on_failure=True)
    return told
