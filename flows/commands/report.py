"""`pilaster report`: bring the monthly reports up to date and show them."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, BrandOption, DirectOption, JsonOption, WorkspaceOption


def report(
    *,
    workspace: WorkspaceOption = HERE,
    month: Annotated[str | None, Parameter(name="--month", help="show this month only, such as 2026-10")] = None,
    brand: BrandOption = None,
    as_of: Annotated[
        str | None, Parameter(name="--as-of", help="make them as they were known on this day, or `close`: what a close knew")
    ] = None,
    out: Annotated[
        Path | None, Parameter(name="--out", help="folder for --as-of; reports/as-of/ if not given", negative="")
    ] = None,
    direct: DirectOption = False,
    json: JsonOption = False,
) -> int:
    """Bring the monthly reports up to date and show them. Takes nothing from landing/.

    With --as-of nothing in warehouse/ changes: the reports are made anew from the exports that were taken up to that day.

    Exit code 0: all well; 1: a source, a strategy or a page needs somebody; 2: nothing could run.
    """
    if as_of is not None:
        return _as_of(workspace, as_of, month, brand, out, as_json=json)
    if out is not None:
        from transforms.errors import SettingsError

        raise SettingsError(where="--out", expected="--as-of beside it", found="a folder alone", remedy="add --as-of DATE")
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


def _as_of(workspace: Path, as_of: str, month: str | None, brands: list[str] | None, out: Path | None, *, as_json: bool) -> int:
    from flows.as_of import report_as_of

    told = [vars(each) for each in report_as_of(workspace, as_of, month, brands, out)]
    if as_json:
        from json import dumps

        print(dumps(told, ensure_ascii=False, indent=1))
        return 0
    for each in told:
        used = each["used"]
        print(f"{each['brand']} as of {each['as_of']}: {len(each['files'])} files in {each['folder']}")
        print(
            f"  made from {used['exports']:,} exports ({used['taken']:,} taken, {used['held']:,} held), the latest of "
            f"{used['latest_observed_on'] or 'no day'}; strategy {used['strategy_sha256'][:12]}, "
            f"{', '.join(f'{name} {version}' for name, version in used['versions'].items())}"
        )
    return 0
