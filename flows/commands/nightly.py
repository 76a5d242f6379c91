"""`pilaster nightly`: one night, as a Prefect flow or direct."""

from flows.commands.options import HERE, BrandOption, DirectOption, JsonOption, WorkspaceOption


def nightly(
    *, workspace: WorkspaceOption = HERE, brand: BrandOption = None, direct: DirectOption = False, json: JsonOption = False
) -> int:
    """Carry everything that lies in landing/ to the reports.

    Exit code 0: all well; 1: something new is held or quarantined, or a source or a brand was left out; 2: nothing could run.
    """
    from flows.commands.running import run_flow
    from flows.showing.night import show

    summary = run_flow("nightly", workspace, brand, direct=direct, quiet=json)
    show(summary, as_json=json)
    return int(summary["exit_code"])
