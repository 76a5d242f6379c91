"""A ledger on PostgreSQL: how it is reached, and how its writers take turns.

SQLite gives a reader one picture of the whole ledger, and writers their turns from the first moment on. Here the same has to be
asked for: readers are REPEATABLE READ and may not write, writers take one lock per ledger before they look at anything. They are
READ COMMITTED, for a snapshot that was taken before the lock was free would be yesterday's.
"""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from transforms.errors import SettingsError
from warehouse.ledger.address import SECRETS, WHERE, shown

LOCK_SECONDS = 300
# A server that is silent is given up in about a minute or two, not after the operating system's two hours.
_PATIENCE: dict[str, Any] = {
    "connect_timeout": 15,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 6,
    "tcp_user_timeout": 90_000,
    "application_name": "pilaster",
}
# The same seen from the server: the lock of a writer whose machine is gone must not outlive it by hours. And a committed intent
# survives a power cut, which is what recovery builds on, whatever the server's default is.
_SESSION = f"""
SELECT set_config('TimeZone', 'UTC', false),
    set_config('lock_timeout', '{LOCK_SECONDS}s', false),
    set_config('tcp_keepalives_idle', '30', false),
    set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '6', false),
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
"""
_REPEATABLE_READ = 3  # psycopg's own number, so that nothing is imported for a ledger on SQLite
WRITING = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}
# Several ledgers may share a database, each in a schema of its own. The lock ends with its transaction, however that ends.
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('pilaster ledger ' || current_schema(), 0))"


def make_engine(url: URL) -> Engine:
    """An engine that connects anew for every transaction: one that died between two of them is never met again."""
    given = {name: url.query[name] for name in SECRETS if name in url.query}
    return create_engine(
        url.difference_update_query(SECRETS),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={name: value for name, value in _PATIENCE.items() if name not in url.query} | given,
    )


def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a raw DBAPI connection
    """What every new connection is told: it reads, until a writer says otherwise."""
    connection.autocommit = True
    connection.execute(_SESSION)
    connection.autocommit = False
    connection.isolation_level = _REPEATABLE_READ
    connection.read_only = True


def take_turn(connection: Connection) -> None:
    """Wait until every other writer of this ledger is done, those included whose client has died in the middle of a commit."""
    connection.exec_driver_sql(_TURN)


def require_fit(engine: Engine) -> None:
    """Refuse a database that could not hold a ledger.

    Raises:
        SettingsError: its encoding cannot hold every name, or the search path names no schema.
    """
    with engine.connect() as connection:
        schema, encoding = connection.execute(text("SELECT current_schema(), current_setting('server_encoding')")).one()
    if encoding != "UTF8":
        raise SettingsError(
            where=shown(engine.url),
            expected="a database in UTF8, for files may have any name",
            found=str(encoding),
            remedy="make one with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0",
        )
    if schema is None:
        raise SettingsError(
            where=f"{WHERE}, {shown(engine.url)}",
            expected="a schema that is there and may be used",
            found="a search_path that names none such",
            remedy="CREATE SCHEMA ... AUTHORIZATION (the ledger's role), or name another in ?options=-csearch_path%3D...",
        )
