"""`pilaster report`: bring the monthly reports up to date and show them."""

from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, BrandOption, DirectOption, JsonOption, WorkspaceOption


def report(
    *,
    workspace: WorkspaceOption = HERE,
    month: Annotated[str | None, Parameter(name="--month", help="show this month only, such as 2026-10")] = None,
    brand: BrandOption = None,
    direct: DirectOption = False,
    json: JsonOption = False,
) -> int:
    """Bring the monthly reports up to date and show them. Takes nothing from landing/."""
    from flows.commands.running import run_flow
    from flows.showing import night, reports

    summary = run_flow("monthly_reports", workspace, brand, direct=direct, quiet=json)
    root = workspace.absolute()
    if json:
        from json import dumps

        print(dumps(reports.as_json(root, month), ensure_ascii=False, indent=1, default=str))
    else:
        reports.show(root, month)
        night.show(summary)
    return int(summary["exit_code"])
