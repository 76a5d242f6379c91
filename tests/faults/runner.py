"""The zygote seen from a test: start a run, stop it, wait for it."""

import itertools
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How one run ended: its result if it lived to write one."""

    signal: int | None
    code: int | None
    told: Any = None
    error: str | None = None
    text: str = ""
    steps: tuple[str, ...] = ()
    trace: str = ""


class Zygote:
    """One helper process that has imported everything; runs are its children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count()
        self.outs: dict[int, Path] = {}
        # Without jemalloc's own thread a fork copies the whole process.
        env = os.environ | {"JE_ARROW_MALLOC_CONF": "background_thread:false", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT,
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.threads = self._read()["threads"]

    def start(self, root: Path, *, fault: str = "", deed: str = "night", **arguments: object) -> int:
        """Start one run; returns its process id."""
        out = self.folder / f"{next(self.numbers)}.json"
        job = {"root": str(root), "fault": fault, "deed": deed, "arguments": arguments, "out": str(out)}
        pid: int = self._ask(job)["pid"]
        self.outs[pid] = out
        return pid

    def wait(self, pid: int) -> Ended:
        """How a run ended."""
        status = self._ask({"wait": pid, "until_stopped": False})["status"]
        out = self.outs.pop(pid)
        told: dict[str, Any] = json.loads(out.read_text("utf-8")) if out.exists() else {}
        killed_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        steps = tuple(told.pop("steps", ()))
        return Ended(killed_by, code, steps=steps, **told)

    def wait_until_stopped(self, pid: int) -> None:
        """Wait until a run has stopped itself."""
        assert os.WIFSTOPPED(self._ask({"wait": pid, "until_stopped": True})["status"])

    def run(self, root: Path, *, fault: str = "", deed: str = "night", **arguments: object) -> Ended:
        """Start one run and wait for it."""
        return self.wait(self.start(root, fault=fault, deed=deed, **arguments))

    def has_ended(self, pid: int) -> bool:
        """Whether a run is over: nobody has waited for it yet, so it is still in the list of processes."""
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"

    def kill(self, pid: int) -> None:
        """Kill a run; one that has ended already does not mind, for nobody has waited for it yet."""
        os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """End the helper."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer
