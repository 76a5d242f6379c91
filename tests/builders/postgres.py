"""A real PostgreSQL server for the tests: its own data folder, a free port on loopback, passwords asked for."""

import contextlib
import itertools
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ADMIN = "postgres"
ROLE = "pilaster"
# What no log, no error and no file may ever show (FAULTS 48). The characters are those that URLs stumble over.
CANARY = "kAnArY-p4ss"
_STARTS = 60
_numbers = itertools.count(1)


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest of several."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name), reverse=True)
    places += sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


class Server:
    """One server, for as long as the tests run."""

    def __init__(self, bin_folder: Path) -> None:
        # Not pytest's folder: that is closed to the user under whom the server has to run when the tests run as root.
        self.folder = Path(tempfile.mkdtemp(prefix="pilaster-postgres-"))
        self.port = _free_port()
        self.user = _other_user()
        if self.user:
            shutil.chown(self.folder, self.user)
        password = self.folder / "password"
        password.write_text(CANARY, "utf-8")
        data = self.folder / "data"
        making = [
            "initdb",
            "-D",
            str(data),
            "-U",
            ADMIN,
            "-A",
            "scram-sha-256",
            f"--pwfile={password}",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        # A locale that sorts unlike SQLite would show in the bytes of what is published.
        making += ["--locale-provider=icu", "--icu-locale=en-US"] if _major(bin_folder) >= 15 else []
        log = self.folder / "log"
        with log.open("wb") as out:
            done = subprocess.run(
                [bin_folder / making[0], *making[1:], "--no-sync"],
                check=False,
                stdout=out,
                stderr=out,
                user=self.user,
                cwd=self.folder,
            )
            assert done.returncode == 0, log.read_text("utf-8")
            # The folder is thrown away: its safety from power cuts is not what is tested.
            options = [
                f"-p{self.port}",
                "-h127.0.0.1",
                f"-k{self.folder}",
                "-cfsync=off",
                "-cmax_connections=60",
                "-clog_statement=none",
            ]
            self.process = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, *options], stdout=out, stderr=out, user=self.user, cwd=self.folder
            )
        self._wait(log)
        self.run(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{CANARY}'")

    def _wait(self, log: Path) -> None:
        until = time.monotonic() + _STARTS
        while True:
            try:
                psycopg.connect(self._dsn(), connect_timeout=2).close()
            except psycopg.OperationalError:
                assert self.process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < until, log.read_text("utf-8")
                time.sleep(0.1)
            else:
                return

    def close(self) -> None:
        """Stop the server and leave nothing behind."""
        self.process.send_signal(signal.SIGINT)  # SIGTERM would wait for clients
        self.process.wait(60)
        shutil.rmtree(self.folder)

    def run(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement of the administrator."""
        with contextlib.closing(psycopg.connect(self._dsn(database), autocommit=True)) as connection:
            cursor = connection.execute(sql.SQL(statement))
            return cursor.fetchall() if cursor.description else []

    def database(self, template: str = "template1") -> str:
        """A new database, empty or a copy of another, that belongs to the ledger's role."""
        name = f"ledger_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}")
        return name

    def url(self, database: str, *, port: int | None = None, password: str = CANARY) -> str:
        """The URL of a database, for `ledger_url`."""
        return f"postgresql://{ROLE}:{password}@127.0.0.1:{port or self.port}/{database}"

    def sever(self, database: str) -> int:
        """End every connection to a database in the middle of whatever it does; returns how many there were."""
        ended = self.run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'")
        return len(ended)

    def refuse(self, database: str, *, refuses: bool) -> None:
        """Let nobody in any more, or let them in again."""
        self.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {'false' if refuses else 'true'}")

    def _dsn(self, database: str = "postgres") -> str:
        return f"host=127.0.0.1 port={self.port} user={ADMIN} password={CANARY} dbname={database}"


def _major(bin_folder: Path) -> int:
    told = subprocess.run([bin_folder / "postgres", "--version"], check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"\d+", told)[0])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
