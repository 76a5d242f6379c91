"""`pilaster schedule`: makes the schedules of a workspace known to a Prefect server."""

import os
from typing import TYPE_CHECKING

from flows.commands.options import HERE, WorkspaceOption

if TYPE_CHECKING:
    from warehouse.workspace import Workspace


def schedule(*, workspace: WorkspaceOption = HERE) -> int:
    """Bring the schedules, settings and brands of this workspace to its Prefect server.

    The server is the one that `pilaster up` started here, else that of PREFECT_API_URL. Doing it again changes only what changed.
    """
    from flows.serving.environment import speaking_with
    from flows.serving.home import Home
    from flows.settings import read_settings
    from transforms.errors import SettingsError
    from warehouse.workspace import Workspace

    place = Workspace(workspace.absolute())
    place.require()
    read_settings(place)
    home = Home(place)
    serving = home.read()
    if serving and serving.alive():
        with speaking_with(home, serving):
            _register(place)
        return 0
    if not os.environ.get("PREFECT_API_URL"):
        raise SettingsError(
            where="PREFECT_API_URL",
            expected="the address of a Prefect server, such as http://127.0.0.1:4200/api",
            found="nothing, and no `pilaster up` of this workspace",
            remedy="set it, or run `pilaster up`",
        )
    _register(place)
    return 0


def _register(place: "Workspace") -> None:
    from flows.deployments import register

    for name in register(place):
        print(name)
