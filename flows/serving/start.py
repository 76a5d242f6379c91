"""`pilaster up`: server, schedules, worker; each waited for, and all ended again if one of them does not come."""

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flows.serving import answering
from flows.serving.environment import environment, speaking_with
from flows.serving.home import Home, Serving
from flows.serving.processes import launch
from flows.serving.stop import end_all
from transforms.errors import SettingsError
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from subprocess import Popen

# Both import Prefect, which takes seconds, and on a busy machine many: these are the times of patience, not of waiting.
_SERVER_SECONDS, _WORKER_SECONDS, _SCHEDULE_SECONDS = 180.0, 120.0, 120.0


@dataclass(frozen=True)
class Schedule:
    """One deployment as the server knows it, and its next run if a schedule makes any."""

    name: str
    next_run: datetime | None


def start(workspace: Workspace, port: int, tell: Callable[[str], None]) -> tuple[Serving, list[Schedule]]:
    """Start everything and return when it works.

    Raises:
        SettingsError: it is up already, the port is taken, or the settings are wrong.
        RetryError: a process ended or did not answer; nothing is left running.
    """
    home = Home(workspace)
    with home.locked():
        _clear(home, tell)
        serving = home.new(_free(port))
        try:
            return _start(workspace, home, serving, tell)
        except BaseException:
            end_all(home, home.read() or serving)
            raise


def _start(workspace: Workspace, home: Home, serving: Serving, tell: Callable[[str], None]) -> tuple[Serving, list[Schedule]]:
    home.turn_logs()
    tell("starting the server")
    serving, server = _begin(home, serving, "server", "--host", "127.0.0.1", "--port", str(serving.port))
    answering.wait("the Prefect server", _SERVER_SECONDS, lambda: answering.answers(serving.port), server, home.log("server"))
    with speaking_with(home, serving):
        from flows.deployments import POOL, name_of, register

        tell("registering the schedules")
        registered = register(workspace)
        tell("starting the worker")
        name = f"{name_of(workspace)}-{serving.mark[:8]}"
        serving, worker = _begin(home, serving, "worker", "--pool", POOL, "--type", "process", "--name", name)
        answering.wait("the worker", _WORKER_SECONDS, lambda: answering.is_online(name), worker, home.log("worker"))
        tell("waiting for the first scheduled runs")
        due = _scheduled(workspace, registered)
        answering.wait("the schedules", _SCHEDULE_SECONDS, lambda: answering.has_runs(due), server, home.log("server"))
        runs = answering.next_runs(due)
    return serving, [Schedule(name, runs.get(number)) for name, number in registered.items()]


def _begin(home: Home, serving: Serving, role: str, *words: str) -> "tuple[Serving, Popen[bytes]]":
    command = [sys.executable, "-m", "prefect", role, "start", *words]
    told = environment(home, serving, os.environ)
    process = launch(command, told, serving.mark_of(role), home.log(role), home.root)
    return home.enter(serving, role, process.pid, " ".join(command)), process


def _scheduled(workspace: Workspace, registered: dict[str, str]) -> set[str]:
    from flows.deployments import cron_of, present
    from flows.settings import read_settings

    settings = read_settings(workspace)
    timed = {each.flow for each in present() if cron_of(each, settings)}
    return {number for name, number in registered.items() if name.partition("/")[0] in timed}


def _clear(home: Home, tell: Callable[[str], None]) -> None:
    """Refuse a second `up`; end what a crash has left of the first."""
    old = home.read()
    if old is None:
        return
    alive = old.alive()
    if alive == ["server", "worker"] and answering.answers(old.port):
        raise SettingsError(
            where=str(home.root.parent),
            expected="a workspace whose schedules do not run yet",
            found=f"they are up since {old.since}, at {old.ui}",
            remedy="nothing to do; end them with `pilaster down`, or bring new settings to them with `pilaster schedule`",
        )
    tell(f"the last start is not whole any more ({' and '.join(alive) or 'nothing'} alive); clearing it away")
    end_all(home, old)


def _free(port: int) -> int:
    """The port, if nobody listens there; with 0 one that is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise SettingsError(
                where=f"--port {port}",
                expected="a port of 127.0.0.1 that nobody uses",
                found=getattr(error, "strerror", None) or str(error),
                remedy="name another with --port, or end the program that has it",
            ) from error
        chosen: int = probe.getsockname()[1]
    return chosen
