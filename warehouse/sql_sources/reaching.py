"""Reaching the database of a source: read only, one picture for all questions, and errors that show no password."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from transforms.errors import DatabaseSourceError
from warehouse.ledger import postgresql
from warehouse.ledger.address import shown, without_secrets
from warehouse.sql_sources.source import Source

_POSTGRES = ("postgres", "postgresql")
_NO_RIGHT = "42501"
_LONGEST = 300


@contextmanager
def connected(source: Source) -> Iterator[Connection]:
    """A connection in one reading transaction.

    Raises:
        DatabaseSourceError: the URL is none, its driver is not installed, or the database does not answer.
    """
    url = _parse(source)
    with asking(source, url):
        engine = _engine(source, url)
        connection = engine.connect()
    # Outside of it: what else goes wrong meanwhile is not the source's.
    try:
        yield connection
    finally:
        with asking(source, url):
            connection.close()
        engine.dispose()


@contextmanager
def asking(source: Source, url: URL, table: str = "") -> Iterator[None]:
    """Turn what drivers and SQLAlchemy raise into our own error, without the secrets of the URL.

    Raises:
        DatabaseSourceError: in their place.
    """
    try:
        yield
    except (SQLAlchemyError, ImportError, ValueError) as error:
        said = getattr(error, "orig", None) or error
        found = without_secrets(" ".join(str(said).split()), url)[:_LONGEST] or type(said).__name__
        expected, remedy = _what_to_do(error, source)
        raise DatabaseSourceError(where=place(source, url, table), expected=expected, found=found, remedy=remedy) from None


def place(source: Source, url: URL, table: str = "") -> str:
    """Where an error happened, for people."""
    return f"sources.{source.name} ({shown(url)}){f', {table}' if table else ''}"


def url_of(connection: Connection) -> URL:
    """The URL behind a connection."""
    return connection.engine.url


def _parse(source: Source) -> URL:
    try:
        url = make_url(source.url)
    except (ArgumentError, ValueError):
        raise DatabaseSourceError(
            where=f"sources.{source.name}, url",
            expected="postgresql://user:password@host:5432/database, sqlite:////folder/file.db or another URL of SQLAlchemy",
            found="text that is no URL (it is not shown, for it may hold a password)",
            remedy="correct it: a password has @ as %40, / as %2F and : as %3A",
        ) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRES else url


def _engine(source: Source, url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(source, url)
    if url.drivername == "postgresql+psycopg":
        return postgresql.make_engine(url).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def _sqlite(source: Source, url: URL) -> Engine:
    """A file that is read as it is: SQLite would make a new one where there is none."""
    if not url.database or not Path(url.database).is_file():
        raise DatabaseSourceError(
            where=place(source, url), expected="a database file", found="no such file", remedy="correct the url of this source"
        )
    address = URL.create("sqlite", database=f"file:{quote(url.database)}", query={"mode": "ro", "uri": "true"})
    engine = create_engine(address, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a raw DBAPI connection
    connection.isolation_level = None


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _what_to_do(error: Exception, source: Source) -> tuple[str, str]:
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _NO_RIGHT:
        schema = source.schema or "the schema"
        return (
            f"a role that may read the tables of {source.connector}",
            f"GRANT USAGE ON SCHEMA {schema} TO the role; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO the role",
        )
    if isinstance(error, NoSuchModuleError | ImportError):
        return "a database whose driver is installed", "install the driver of this database beside Pilaster, or correct the url"
    if isinstance(error, DBAPIError) and type(error).__name__ in {"OperationalError", "InterfaceError"}:
        return (
            "a database that answers",
            "see whether it runs and whether url, user and password are right; nothing is lost meanwhile",
        )
    return f"tables as the connector {source.connector} lands them", "see what changed at the source; the next night tries again"
