"""Running a flow from the command line: through Prefect's engine, or its stages alone with `--direct`."""

import os
from pathlib import Path
from typing import Any

from flows.showing.console import progress_line

# The embedded server needs 14 to 24 s to start; Prefect gives up after 20 by default.
_SERVER_START_SECONDS = "120"


def run_flow(name: str, workspace: Path, brands: list[str] | None, *, direct: bool, quiet: bool) -> dict[str, Any]:
    """Run `nightly` or `monthly_reports`; returns the summary as plain JSON.

    Raises:
        PilasterError: what the run raised.
    """
    root = str(workspace.absolute())
    if direct:
        from flows import night

        runs = {"nightly": night.night, "monthly_reports": night.monthly_reports}
        with progress_line(quiet=quiet) as progress:
            return runs[name](root, brands, progress=progress).as_dict()
    try:
        prepare_prefect(workspace)
    except Exception as error:
        # The run would tell it, and there will be none.
        from flows.alerting.telling import tell_of_no_start

        tell_of_no_start(root, name, error)
        raise
    from flows.monthly_reports import monthly_reports
    from flows.nightly import nightly

    flow: Any = {"nightly": nightly, "monthly_reports": monthly_reports}[name]
    # Only the schedule closes months by itself; people close them with `pilaster close`.
    more = {"close": False} if name == "monthly_reports" else {}
    with progress_line(quiet=quiet) as progress:
        progress("run Prefect flow", 0, 0)
        state: Any = flow(workspace=root, brands=brands, return_state=True, **more)
    summary: dict[str, Any] = state.result(raise_on_failure=True)
    return summary


def prepare_prefect(workspace: Path) -> None:
    """A patient, quiet Prefect; no workspace, or a ledger that refuses, is told at once, not after the server's start."""
    from flows.commands.opening import open_workspace

    _, ledger = open_workspace(workspace)
    ledger.dispose()
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", _SERVER_START_SECONDS)
    # How a run ends is told once, by us: Prefect would show how it came there first, a screen for each task and flow.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
