"""Processes of our own, told from all others: by a mark in their environment, which their children inherit, and by their start.

A process id alone says nothing: it comes again. A mark is a random text that only we know, so whoever carries it was started
by us, directly or not, also when its parent is dead and gone.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARK = "PILASTER_UP"
_PROC = Path("/proc")
# Fields of /proc/<pid>/stat behind the command's name: state is the first, the moment of its start (in ticks) the 20th.
_STATE, _STARTED = 0, 19
_POLL_SECONDS = 0.2
_KILL_SECONDS = 10.0


@dataclass(frozen=True)
class Process:
    """One process; the same id with another start or command is another process."""

    pid: int
    started: str
    command: str


def look_at(pid: int) -> Process | None:
    """The process with this id; None if there is none, or only what is left of one that has ended."""
    return _look_in_proc(pid) if _PROC.is_dir() else _ask_ps(pid)


def marked(mark: str) -> list[Process]:
    """Every process that carries this mark."""
    pids = _marked_in_proc(mark) if _PROC.is_dir() else _marked_in_ps(mark)
    return [found for pid in pids if pid != os.getpid() and (found := look_at(pid))]


def launch(
    command: Sequence[str], environment: Mapping[str, str], mark: str, log: Path, folder: Path
) -> "subprocess.Popen[bytes]":
    """Start a process in a group of its own, marked, private, with its output in `log`."""
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as out:
        return subprocess.Popen(  # noqa: S603 - our own command line
            command,
            env={**environment, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
            umask=0o077,
        )


def end(mark: str, grace_seconds: float) -> list[Process]:
    """End every process that carries this mark: asked first, killed after the grace; returns those that were met.

    It looks again after each round, so that a child which was born meanwhile is met too.
    """
    met: dict[int, Process] = {}
    deadline = time.monotonic() + grace_seconds
    while (alive := marked(mark)) and time.monotonic() < deadline + _KILL_SECONDS:
        is_late = time.monotonic() >= deadline
        for process in alive:
            if is_late or process.pid not in met:
                _signal(process, signal.SIGKILL if is_late else signal.SIGTERM)
            met[process.pid] = process
        time.sleep(_POLL_SECONDS)
    return list(met.values())


def _signal(process: Process, number: signal.Signals) -> None:
    # Looked at once more, for between the list and the signal it may have ended and its number may be somebody else's.
    if look_at(process.pid) == process:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


def _look_in_proc(pid: int) -> Process | None:
    try:
        fields = (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        command = (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[_STATE] in "ZX" else Process(pid, fields[_STARTED], command)


def _marked_in_proc(mark: str) -> list[int]:
    told = f"{MARK}={mark}".encode()
    found = []
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            # Other people's processes cannot be read, and are not ours.
            with suppress(OSError):
                if told in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
    return found


def _ask_ps(pid: int) -> Process | None:
    line = _ps("-ww", "-o", "state=,lstart=,command=", "-p", str(pid)).strip()
    state, *words = line.split()[:6] or ["Z"]
    return None if state.startswith("Z") else Process(pid, " ".join(words), " ".join(line.split()[6:]))


def _marked_in_ps(mark: str) -> list[int]:
    # -E shows the environment, of one's own processes alone.
    listing = _ps("-A", "-E", "-ww", "-o", "pid=,command=")
    return [int(line.split()[0]) for line in listing.splitlines() if f"{MARK}={mark}" in line.split()]


def _ps(*options: str) -> str:
    return subprocess.run(["/bin/ps", *options], capture_output=True, check=False, text=True).stdout  # noqa: S603 - fixed words
