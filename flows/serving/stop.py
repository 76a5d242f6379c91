"""`pilaster down`: exactly the processes of `pilaster up`; the worker first, so that the server hears how its runs end."""

from flows.serving.home import Home, Serving
from flows.serving.processes import Process, end
from warehouse.workspace import Workspace

# A worker that is asked to stop asks its runs, and they tell the server that they were ended.
_GRACE_SECONDS = {"worker": 20.0, "server": 15.0}


def stop(workspace: Workspace) -> list[Process] | None:
    """End what `pilaster up` started; returns the processes that were met, None if nothing was up."""
    home = Home(workspace)
    with home.locked():
        serving = home.read()
        return None if serving is None else end_all(home, serving)


def end_all(home: Home, serving: Serving) -> list[Process]:
    """End every process that carries the mark of one `up`, dead parents' children too, and forget it."""
    met = [process for role, grace in _GRACE_SECONDS.items() for process in end(serving.mark_of(role), grace)]
    home.forget()
    return met
