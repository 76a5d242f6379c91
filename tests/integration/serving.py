"""`pilaster up` and its server, seen from a test: commands in processes of their own, questions to the API."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.serving.processes import Process, marked

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Served:
    """One workspace and the environment in which its commands run."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def pilaster(self, *words: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """One command of pilaster about this workspace."""
        told = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        return subprocess.run(
            [sys.executable, "-m", "flows", *words, "--workspace", str(self.root)],
            cwd=ROOT,
            env={**told, "PYTHONPATH": str(ROOT), **self.env, **env},
            capture_output=True,
            check=False,
            text=True,
            timeout=400,
        )

    @property
    def state(self) -> dict[str, Any]:
        """What `pilaster up` wrote down."""
        told: dict[str, Any] = json.loads((self.root / ".prefect" / "up.json").read_text("utf-8"))
        return told

    @property
    def secret(self) -> str:
        """The server's secret."""
        return (self.root / ".prefect" / "auth").read_text("utf-8").strip()

    def processes(self, role: str, mark: str | None = None) -> list[Process]:
        """Every process of one role, runs included."""
        return marked(f"{mark or self.state['mark']}:{role}")

    def schedule_in_a_minute(self) -> None:
        """Let the next night begin at the next full minute that leaves time to say so."""
        moment = datetime.now(UTC) + timedelta(seconds=80)
        done = self.pilaster("schedule", PILASTER_NIGHTLY_CRON=f"{moment.minute} {moment.hour} * * *")
        assert done.returncode == 0, done.stderr

    @contextmanager
    def client(self) -> Iterator[Any]:
        """Prefect's own client of this server."""
        from prefect.client.orchestration import get_client
        from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

        api = f"http://127.0.0.1:{self.state['port']}/api"
        with (
            temporary_settings({PREFECT_API_URL: api, PREFECT_API_AUTH_STRING: self.secret}),
            get_client(sync_client=True) as client,
        ):
            yield client

    def nights(self) -> list[Any]:
        """The nights that have begun, in their order."""
        with self.client() as client:
            runs = [run for run in client.read_flow_runs() if run.start_time]
        return sorted(runs, key=lambda run: run.start_time)

    def artifacts(self, run: Any) -> Mapping[str, Any]:
        """What a run left to be seen: key → data."""
        with self.client() as client:
            found = client.request("POST", "/artifacts/filter", json={}).json()
        return {each["key"]: each["data"] for each in found if each["flow_run_id"] == str(run.id)}


def wait(is_so: Callable[[], Any], seconds: float, told: Callable[[], object] = lambda: "") -> Any:
    """Wait until something is so; returns it."""
    deadline = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < deadline, told()
        time.sleep(0.5)
    return found
