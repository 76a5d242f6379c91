"""`pilaster offboard BRAND`: everything of a brand that leaves."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, JsonOption, WorkspaceOption

YesOption = Annotated[bool, Parameter(name="--yes", help="do not ask", negative="")]
DryRunOption = Annotated[bool, Parameter(name="--dry-run", help="say what would go, and change nothing", negative="")]
ExportOption = Annotated[Path | None, Parameter(name="--export", help="take exports, journal and strategy along in this tar")]


def offboard(
    brand: str,
    /,
    *,
    workspace: WorkspaceOption = HERE,
    export: ExportOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    json: JsonOption = False,
) -> int:
    """Remove everything of a brand: landing, raw, journal, strategy, partitions, pages, ledger rows.

    There is no way back but --export. Killed half-way, the same command finishes it. The journal keeps one event that says
    which brand left, and when.
    """
    from flows.offboarding import look
    from flows.offboarding import offboard as leave

    told = look(workspace, brand)
    if not dry_run:
        if not yes:
            _show(told.as_dict(), as_json=False)
            _confirm(brand)
        told = leave(workspace, brand, export)
    _show(told.as_dict(), as_json=json)
    return 0


def _confirm(brand: str) -> None:
    from transforms.errors import SettingsError

    is_asked = sys.stdin.isatty()
    answer = input(f"Type {brand} to remove all of this for good: ") if is_asked else ""
    if answer.strip() != brand:
        raise SettingsError(
            where=f"pilaster offboard {brand}",
            expected=f"the answer {brand}" if is_asked else "--yes, where nobody can be asked",
            found=answer or "no answer",
            remedy="nothing was removed",
        )


def _show(told: dict[str, object], *, as_json: bool) -> None:
    from flows.showing.console import console, table

    if as_json:
        from json import dumps

        print(dumps(told, ensure_ascii=False, indent=1))
        return
    holdings = told["holdings"]
    shown = table(str(told["brand"]), "where", "files", numbers=("files",))
    for name, n_files in holdings.items() if isinstance(holdings, dict) else ():
        shown.add_row(f"{name}/", f"{n_files:,}")
    console().print(shown)
    notes = told["notes"] if isinstance(told["notes"], list) else []
    for line in [told["exported"], *notes]:
        if line:
            console().print(str(line))
    console().print(str(told["last_line"]), style="bold")
