"""What a database says when it refuses, in our own words: it does not answer, may not be used, or is no ledger (any more)."""

import re
import sqlite3

from sqlalchemy import URL, ExceptionContext
from sqlalchemy.exc import InterfaceError, OperationalError

from transforms.errors import IntegrityError, LedgerBusyError, PilasterError, SettingsError
from warehouse.ledger.address import WHERE, shown, without_secrets

# What SQLite says of a file that is damaged, or was never a ledger.
_UNUSABLE = re.compile("not a database|malformed|no such (table|column)")
_AS_WRITTEN = "the ledger as this version wrote it"
_SET_ASIDE = "run `pilaster rebuild-ledger`: it sets this file aside and makes a new one from raw/ and journal/"
_ELSEWHERE = "name an empty schema or database in ledger_url and run `pilaster rebuild-ledger`; what lies here stays as it is"
_OWN_SCHEMA = "give the ledger a schema of its own, CREATE SCHEMA ... AUTHORIZATION (its role), and name it in ledger_url: "
_OWN_SCHEMA += "?options=-csearch_path%3D..."
_PRIMARY = "name the primary server, not a standby (with several hosts: target_session_attrs=read-write)"
_RIGHTS = "a role that may make and write tables here"
_ALONE = "a schema with nothing in it but the ledger"
# What PostgreSQL says, by its codes: the error of ours, what was expected, what to do.
_ANSWERS: dict[str, tuple[type[PilasterError], str, str]] = {
    "42P01": (IntegrityError, _AS_WRITTEN, _ELSEWHERE),  # undefined table
    "42703": (IntegrityError, _AS_WRITTEN, _ELSEWHERE),  # undefined column
    "42501": (SettingsError, _RIGHTS, _OWN_SCHEMA),  # insufficient privilege
    "3F000": (SettingsError, _RIGHTS, _OWN_SCHEMA),  # no schema to create in
    "42P07": (SettingsError, _ALONE, _OWN_SCHEMA),  # a table of that name is there already
    "42710": (SettingsError, _ALONE, _OWN_SCHEMA),  # or something else
    "25006": (SettingsError, "a database that may be written", _PRIMARY),  # read-only
}
# The server ended a transaction that took too long; its driver calls neither an operational error.
_CUT_OFF = {"25P03", "25P04"}
_RUNS = "see that it runs, may be written and is not full, then run the night again: what was begun is finished then"
_LETS_IN = "see that it runs, and that ledger_url names its host, port, database, user and password; then run this again"


def explain(context: ExceptionContext) -> None:
    """Raise every refusal as one of our errors; anything else is a mistake of ours and stays what it is."""
    if context.engine is None:
        return
    found = _explained(context, context.engine.url)
    if found:
        # Not `from` SQLAlchemy's error: the database's own says it, without the statement.
        raise found from context.original_exception


def _explained(context: ExceptionContext, url: URL) -> PilasterError | None:
    error, where = context.original_exception, shown(url)
    found = without_secrets(" ".join(str(error).split()), url)
    state = getattr(error, "sqlstate", None)
    is_connecting = context.connection is None
    if isinstance(error, sqlite3.DatabaseError) and _UNUSABLE.search(str(error)):
        return IntegrityError(where=where, expected=_AS_WRITTEN, found=found, remedy=_SET_ASIDE)
    if state in _ANSWERS:
        kind, expected, remedy = _ANSWERS[state]
        return kind(where=where, expected=expected, found=found, remedy=remedy)
    if isinstance(context.sqlalchemy_exception, OperationalError | InterfaceError) or state in _CUT_OFF:
        remedy = _LETS_IN if is_connecting and url.get_backend_name() != "sqlite" else _RUNS
        return LedgerBusyError(where=where, expected="a database that answers", found=found, remedy=remedy)
    if is_connecting:
        remedy = "correct the part of the URL that is named here"
        return SettingsError(where=f"{WHERE}, {where}", expected="a URL that its driver takes", found=found, remedy=remedy)
    return None
