"""Opening the ledger: engine, fault points and migrations."""

import itertools
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text

from transforms.errors import SettingsError
from warehouse.faultpoints import step
from warehouse.ledger import address, postgresql
from warehouse.ledger.refusals import explain
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
_MIGRATIONS = Path(__file__).parent / "migrations"
# What others call the ledger without knowing what it is made of.
Ledger = Engine


def open_ledger(url: str | URL) -> Engine:
    """An engine on a ledger that is at the newest migration.

    Raises:
        SettingsError: the URL names nothing that can hold a ledger.
        LedgerBusyError: the database does not answer.
        IntegrityError: it answers, and is no ledger.
    """
    parsed = address.parse(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    event.listen(engine, "commit", _before_commit)
    event.listen(engine, "handle_error", explain)
    if engine.dialect.name == "postgresql":
        postgresql.require_fit(engine)
    _migrate(engine)
    return engine


def _sqlite(url: URL) -> Engine:
    if url.database:
        _make_private(Path(url.database))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL) -> Engine:
    engine = postgresql.make_engine(url)
    event.listen(engine, "connect", postgresql.prepare)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def set_aside_if_unusable(workspace: Workspace, url: str) -> Path | None:
    """Move a ledger file that is damaged, or is none, out of the way; returns where it is now. Nothing is deleted.

    On a server there is nothing to move: what is no ledger is refused when it is opened.
    """
    told = address_of(workspace, url)
    if told.get_backend_name() != "sqlite" or not told.database:
        return None
    ledger = Path(told.database)
    if not ledger.exists() or is_usable(ledger):
        return None
    numbers = itertools.count(1)
    while (aside := ledger.with_name(f"{ledger.name}.unusable-{next(numbers)}")).exists():
        pass
    # With its log, which SQLite would else play into the new ledger.
    for suffix in ("-wal", "-shm", ""):
        part = ledger.with_name(ledger.name + suffix)
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
        SettingsError: the settings name no database that can be reached from here, or the ledger of another workspace.
    """
    ledger = open_ledger(address_of(workspace, url))
    if url:
        # Only here: it writes to the ledger too.
        from warehouse.ledger.identity import require_own

        require_own(workspace, ledger)
    return ledger


def address_of(workspace: Workspace, url: str) -> URL:
    """Where the ledger of a workspace lies."""
    return address.parse(url) if url else URL.create("sqlite", database=str(workspace.ledger.absolute()))


def writing(engine: Engine) -> Any:  # noqa: ANN401 - SQLAlchemy's own context manager type is private
    """One writing transaction. Writers take turns from its beginning on, so two of them wait instead of failing."""
    options = postgresql.WRITING if engine.dialect.name == "postgresql" else {}
    return engine.execution_options(**{WRITES: True}, **options).begin()


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


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        postgresql.take_turn(connection)


def _before_commit(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        step("ledger commit")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if inspect(connection).has_table("alembic_version"):
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            if found == HEAD:
                return
            _require_known(engine, found)
    # Imported here: 0.2 s that only a new or an old ledger needs.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _require_known(engine: Engine, version: str | None) -> None:
    """Other programs keep their version in a table of this name too; and a newer Pilaster may have been here."""
    known = {path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")}
    if version is None or version in known:
        return
    raise SettingsError(
        where=address.shown(engine.url),
        expected=f"a ledger of this version of Pilaster or an earlier one (up to {HEAD}), or an empty database or schema",
        found=f"version {version}",
        remedy="install the Pilaster that wrote it; if another program did, give the ledger a database or schema of its own",
    )
