"""The folder .prefect/ of a workspace: Prefect's own data, the secret of its server, logs, and what `pilaster up` started."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flows.serving.processes import Process, look_at
from transforms.errors import SettingsError
from warehouse.locks import exclusive
from warehouse.storage import make_folder, write_private
from warehouse.workspace import Workspace

ROLES = ("server", "worker")


@dataclass(frozen=True)
class Serving:
    """One `pilaster up`: written before its first process starts, so that none of them is ever unknown."""

    mark: str
    port: int
    since: str
    server: Process | None = None
    worker: Process | None = None

    @property
    def api(self) -> str:
        """Address of the API."""
        return f"{self.ui}/api"

    @property
    def ui(self) -> str:
        """Address of the pages."""
        return f"http://127.0.0.1:{self.port}"

    def mark_of(self, role: str) -> str:
        """The mark that processes of one role carry."""
        return f"{self.mark}:{role}"

    def alive(self) -> list[str]:
        """The roles whose first process lives: same id, same start, same command."""
        told = {"server": self.server, "worker": self.worker}
        return [role for role in ROLES if (process := told[role]) and look_at(process.pid) == process]


class Home:
    """.prefect/ of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.root = workspace.root.absolute() / ".prefect"
        self.logs = self.root / "logs"
        self._state = self.root / "up.json"
        self._secret = self.root / "auth"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One `up` or `down` at a time; the others wait."""
        make_folder(self.root)
        with exclusive(self.root / "up.lock"):
            yield

    def read(self) -> Serving | None:
        """What the last `pilaster up` left; None if there was none or it was ended.

        Raises:
            SettingsError: somebody else wrote there.
        """
        try:
            told = json.loads(self._state.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            # Torn by a power cut, after which no process is left to be known.
            return None
        try:
            processes = {role: Process(**told[role]) if told[role] else None for role in ROLES}
            return Serving(**told | processes)
        except (TypeError, KeyError) as error:
            raise SettingsError(
                where=str(self._state),
                expected="what `pilaster up` wrote there",
                found="something else",
                remedy="end its server and worker by hand if they still run, then remove the file",
            ) from error

    def new(self, port: int) -> Serving:
        """Begin an `up`: nothing is started yet."""
        serving = Serving(mark=secrets.token_hex(16), port=port, since=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        self._write(serving)
        return serving

    def enter(self, serving: Serving, role: str, pid: int, command: str) -> Serving:
        """Note the first process of a role, by the command that it was given: just after its birth it may show none yet."""
        found = look_at(pid)
        process = found and replace(found, command=command)
        entered = replace(serving, server=process) if role == "server" else replace(serving, worker=process)
        self._write(entered)
        return entered

    def forget(self) -> None:
        """Everything has ended."""
        self._state.unlink(missing_ok=True)

    def log(self, role: str) -> Path:
        """Where a role writes."""
        return self.logs / f"{role}.log"

    def turn_logs(self) -> None:
        """Put the logs of the last `up` aside; the ones before it go."""
        make_folder(self.logs)
        for role in ROLES:
            if self.log(role).exists():
                self.log(role).replace(self.logs / f"{role}.1.log")

    def secret(self) -> str:
        """`user:password` of the server's API, made once per workspace; only the owner can read it."""
        # A power cut may leave an empty one, which no server takes.
        if not self._secret.exists() or not self._secret.read_text("utf-8").strip():
            new = self._secret.with_name(f"auth.{os.getpid()}")
            write_private(new, f"pilaster:{secrets.token_urlsafe(24)}\n".encode())
            new.replace(self._secret)
        return self._secret.read_text("utf-8").strip()

    @property
    def secret_file(self) -> Path:
        """Where the secret lies."""
        return self._secret

    def _write(self, serving: Serving) -> None:
        new = self._state.with_name("up.new.json")
        write_private(new, json.dumps(asdict(serving)).encode())
        new.replace(self._state)
