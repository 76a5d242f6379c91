"""`pilaster up`: a Prefect server, a worker and the schedules of one workspace, on this machine alone."""

import sys
from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, WorkspaceOption

PORT = 4200


def up(
    *,
    workspace: WorkspaceOption = HERE,
    port: Annotated[int, Parameter(name="--port", help="port of the server on 127.0.0.1; 0 takes a free one")] = PORT,
) -> int:
    """Start a Prefect server, a worker and the schedules on this machine; returns when they work.

    Exit code 0: everything answers and the schedules have made their first runs; 2: nothing was started, or all of it was
    ended again. A second `pilaster up` changes nothing and ends with 2.
    """
    from flows.commands.opening import open_workspace
    from flows.serving.home import Home
    from flows.serving.start import start
    from warehouse.ledger.lost import require_ledger

    # No schedule is started whose nights could not begin.
    place, ledger = open_workspace(workspace)
    try:
        require_ledger(place, ledger, lands=True)
    finally:
        ledger.dispose()
    serving, schedules = start(place, port, lambda text: print(f"{text} ...", file=sys.stderr))
    home = Home(place)
    print(f"pages      {serving.ui}   (asks for the text in {home.secret_file})")
    print(f"API        {serving.api}")
    for each in schedules:
        print(f"schedule   {each.name}: {f'next {each.next_run:%Y-%m-%d %H:%M %Z}' if each.next_run else 'on demand'}")
    print(f"logs       {home.logs}")
    print(f"to stop    pilaster down --workspace {place.root}")
    return 0
