"""`pilaster repair`: what verify found, mended from raw/."""

from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, JsonOption, WorkspaceOption

AllOption = Annotated[bool, Parameter(name="--all", help="mend everything that verify finds and that can be mended", negative="")]
LedgerOption = Annotated[bool, Parameter(name="--ledger", help="make the ledger anew first", negative="")]


def repair(
    *names: str,
    workspace: WorkspaceOption = HERE,
    everything: AllOption = False,
    ledger: LedgerOption = False,
    json: JsonOption = False,
) -> int:
    """Build partitions again from raw/, move foreign files to quarantine/foreign/, make a lost ledger anew. Deletes nothing.

    Exit code 0: all well now; 1: something is left that needs somebody; 2: nothing could run.

    Parameters
    ----------
    names:
        TABLE/BRAND/MONTH, a file, or the start of a sha, as `pilaster verify` tells them.

    """
    from flows.repairing import repair as mend
    from flows.showing.console import progress_line
    from flows.showing.verified import show_repaired
    from transforms.errors import SettingsError

    if not (names or everything or ledger) or (names and everything):
        raise SettingsError(
            where="pilaster repair",
            expected="names of what to repair, or --all, or --ledger",
            found="both names and --all" if names else "neither",
            remedy="`pilaster verify` tells what can be repaired",
        )
    with progress_line(quiet=json) as progress:
        repaired = mend(workspace, names, progress, ledger_too=ledger)
    show_repaired(repaired.as_dict(), as_json=json)
    return repaired.exit_code
