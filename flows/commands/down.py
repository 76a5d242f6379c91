"""`pilaster down`: ends what `pilaster up` started, and nothing else."""

from flows.commands.options import HERE, WorkspaceOption


def down(*, workspace: WorkspaceOption = HERE) -> int:
    """End the server, the worker and the runs that `pilaster up` started. A night that is ended so is made good by the next."""
    from flows.serving.stop import stop
    from warehouse.workspace import Workspace

    place = Workspace(workspace.absolute())
    place.require()
    ended = stop(place)
    if ended is None:
        print("nothing was up")
    else:
        print(f"ended {len(ended)} processes" if ended else "its processes had ended already; cleared away what they left")
    return 0
