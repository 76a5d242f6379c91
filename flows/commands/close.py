"""`pilaster close MONTH --brand B`: from here on its reports stay as they are."""

from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, WorkspaceOption


def close(
    month: str,
    /,
    *,
    brand: Annotated[str, Parameter(name="--brand", help="whose month it is", negative="")],
    workspace: WorkspaceOption = HERE,
    reopen: Annotated[bool, Parameter(name="--reopen", help="let a closed month follow the facts again", negative="")] = False,
    reason: Annotated[str, Parameter(name="--reason", help="why it is opened again; kept in the journal", negative="")] = "",
) -> int:
    """Close a month, such as 2026-10: no run writes its reports any more, and what they would say is told beside them.

    A month can be closed when an export was taken after its last day and nothing waits to be carried.
    Exit code 0: it is closed, or open again; 2: it is not, and the message says what is missing.
    """
    from flows import closing
    from transforms.errors import SettingsError

    if reason and not reopen:
        raise SettingsError(where="--reason", expected="--reopen beside it", found="a reason alone", remedy="closing needs none")
    if reopen:
        closing.reopen(workspace, brand, month, reason)
        print(f"{brand} {month} is open again; `pilaster report` builds its reports from what is known now")
        return 0
    closed = closing.close(workspace, brand, month)
    files = sum(told is not None for told in closed.tables.values())
    print(f"{brand} {month} is closed: {files} reports stay as they are; later changes appear in rpt_restatements")
    return 0
