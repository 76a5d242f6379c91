"""Opening the ledger: engine, pragmas, fault points and migrations."""

import itertools
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from transforms.errors import IntegrityError, LedgerBusyError, SettingsError
from warehouse.faultpoints import step
from warehouse.ledger.schema import HEAD, metadata
from warehouse.storage import PRIVATE_FILE
from warehouse.workspace import Workspace

_BUSY_SECONDS = 300
# FULL: a committed intent survives a power cut, which is what recovery builds on.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}",
)
WRITES = "writes"
# What SQLite says of a file that is damaged, or was never a ledger.
_UNUSABLE = re.compile("not a database|malformed|no such (table|column)")
# What others call the ledger without knowing what it is made of.
Ledger = Engine


def open_ledger(url: str | URL) -> Engine:
    """An engine on a ledger that is at the newest migration.

    Raises:
        LedgerBusyError: the database does not answer.
        IntegrityError: it answers, and is no ledger.
    """
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database:
        _make_private(Path(parsed.database))
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS} if is_sqlite else {})
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "commit", _before_commit)
    event.listen(engine, "handle_error", _explain)
    _migrate(engine)
    return engine


def _explain(context: ExceptionContext) -> None:
    """Every error of the database in our own words: it does not answer, or its file is no ledger (any more)."""
    where = context.engine.url.render_as_string(hide_password=True) if context.engine else "the ledger"
    if isinstance(context.original_exception, sqlite3.DatabaseError) and _UNUSABLE.search(str(context.original_exception)):
        raise IntegrityError(
            where=where,
            expected="the ledger as this version wrote it",
            found=str(context.original_exception),
            remedy="run `pilaster rebuild-ledger`: it sets this file aside and makes a new one from raw/ and journal/",
        ) from context.original_exception
    if isinstance(context.sqlalchemy_exception, OperationalError):
        raise LedgerBusyError(
            where=where,
            expected="a database that answers",
            found=str(context.original_exception),
            remedy="see that it runs, may be written and is not full, then run the night again",
        ) from context.original_exception


def set_aside_if_unusable(workspace: Workspace) -> Path | None:
    """Move a ledger.db that is damaged, or is none, out of the way; returns where it is now. Nothing is deleted."""
    if not workspace.ledger.exists() or is_usable(workspace.ledger):
        return None
    numbers = itertools.count(1)
    while (aside := workspace.ledger.with_name(f"{workspace.ledger.name}.unusable-{next(numbers)}")).exists():
        pass
    # With its log, which SQLite would else play into the new ledger.
    for suffix in ("-wal", "-shm", ""):
        part = workspace.ledger.with_name(workspace.ledger.name + suffix)
        if part.exists():
            step(f"set aside {part.name}")
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def is_usable(path: Path) -> bool:
    """Whether a file is a ledger of SQLite that can be read, of this version or an earlier one."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            versions = connection.execute("SELECT version_num FROM alembic_version").fetchall() if tables else []
    except sqlite3.DatabaseError:
        return False
    # An older ledger lacks what its migrations will bring; an empty one lacks everything.
    return verdict == "ok" and (versions != [(HEAD,)] or tables >= set(metadata.tables))


def ledger_of(workspace: Workspace, url: str) -> Engine:
    """The ledger that the settings name, else `ledger.db` in the workspace, whatever characters its path has.

    Raises:
        SettingsError: the settings name no database that can be reached from here.
    """
    try:
        return open_ledger(make_url(url) if url else URL.create("sqlite", database=str(workspace.ledger.absolute())))
    except (ArgumentError, ModuleNotFoundError) as error:
        raise SettingsError(
            where="ledger_url (or PILASTER_LEDGER_URL)",
            expected="a SQLAlchemy URL such as postgresql+psycopg://user@host/name, with its driver installed",
            found=str(error).splitlines()[0].replace(url, "..."),
            remedy="correct it, or remove it to get ledger.db in the workspace",
        ) from error


def writing(engine: Engine) -> Any:  # noqa: ANN401 - SQLAlchemy's own context manager type is private
    """One writing transaction. It takes SQLite's write lock at once, so two writers wait instead of failing."""
    return engine.execution_options(**{WRITES: True}).begin()


def _make_private(path: Path) -> None:
    if not path.exists():
        step(f"create {path.name}")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a raw DBAPI connection
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


def _before_commit(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        step("ledger commit")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if inspect(connection).has_table("alembic_version"):
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if found == HEAD:
                return
    # Imported here: 0.2 s that only a new or an old ledger needs.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
