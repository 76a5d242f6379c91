"""Whether what was started really works: the API answers, the worker is online, and the schedules have made runs."""

import http.client
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flows.deployments import POOL
from transforms.errors import RetryError

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

_POLL_SECONDS = 0.5
_LAST_LINES = 8


def wait(what: str, seconds: float, is_there: Callable[[], bool], started: "subprocess.Popen[bytes]", log: "Path") -> None:
    """Wait until something is there, as long as the process that brings it lives.

    Raises:
        RetryError: the process ended, or took longer than `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not is_there():
        code = started.poll()
        if code is not None or time.monotonic() > deadline:
            found = f"its process ended with code {code}" if code is not None else f"not yet after {seconds:.0f} seconds"
            raise RetryError(
                where=what,
                expected="an answer",
                found="\n    ".join([f"{found}; the end of its log:", *_last_lines(log)]),
                remedy=f"read {log}, mend what it says, and run `pilaster up` again; nothing was left running",
            )
        time.sleep(_POLL_SECONDS)


def answers(port: int) -> bool:
    """Whether a Prefect API on this machine says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_online(worker: str) -> bool:
    """Whether the server hears this worker."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    with get_client(sync_client=True) as client:
        try:
            found = client.read_workers_for_work_pool(POOL)
        except ObjectNotFound:
            return False
    return any(each.name == worker and each.status == "ONLINE" for each in found)


def next_runs(deployments: Iterable[str]) -> dict[str, datetime]:
    """Deployment id → the next run that its schedule has made. A health page may say that all is well while there is none."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        runs = client.get_scheduled_flow_runs_for_deployments([UUID(each) for each in deployments])
    found: dict[str, datetime] = {}
    for run in sorted(runs, key=lambda run: str(run.expected_start_time)):
        moment = run.next_scheduled_start_time or run.expected_start_time
        if moment:
            found.setdefault(str(run.deployment_id), moment)
    return found


def has_runs(deployments: set[str]) -> bool:
    """Whether each schedule has made its next run."""
    return deployments <= next_runs(deployments).keys()


def _last_lines(log: "Path") -> list[str]:
    try:
        return log.read_text("utf-8", "replace").strip().splitlines()[-_LAST_LINES:]
    except FileNotFoundError:
        return ["(no log)"]
