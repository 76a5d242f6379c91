"""A ledger on PostgreSQL: writers take turns, readers see one moment, and a database that cannot be used says why."""

import subprocess
import sys
import threading
import traceback

import pytest
from sqlalchemy import func, insert, select, text

from flows.__main__ import build
from tests.builders.postgres import CANARY, ROLE
from tests.conftest import ROOT
from transforms.errors import IntegrityError, LedgerBusyError, SettingsError
from warehouse.ledger.open import ledger_of, open_ledger, writing
from warehouse.ledger.runs import enter_run
from warehouse.ledger.schema import HEAD, runs
from warehouse.workspace import Workspace


@pytest.fixture
def database(postgres):
    return postgres.database()


@pytest.fixture
def ledger(postgres, database):
    return open_ledger(postgres.url(database))


def workspace(folder, url=""):
    folder.mkdir()
    (folder / "pilaster.toml").write_text(f'ledger_url = "{url}"\n', "utf-8")
    return Workspace(folder)


def count(connection):
    return connection.execute(select(func.count()).select_from(runs)).scalar()


def test_a_second_writer_waits_for_the_first_and_sees_what_it_wrote(ledger):
    seen = []

    def second():
        with writing(ledger) as connection:
            seen.append(count(connection))

    waiting = threading.Thread(target=second)
    with writing(ledger) as connection:
        waiting.start()
        waiting.join(0.5)
        is_waiting = waiting.is_alive()
        connection.execute(insert(runs).values(run_id="r", kind="nightly", state="running", started_at=func.now()))
    waiting.join(30)

    assert is_waiting
    assert seen == [1]


def test_a_reader_sees_one_moment_and_cannot_write(ledger):
    with ledger.connect() as connection:
        before = count(connection)
        enter_run(ledger, "r", "nightly")
        after = count(connection)
    with pytest.raises(SettingsError, match="read-only"), ledger.connect() as connection:
        connection.execute(text("DELETE FROM runs"))

    assert (before, after) == (0, 0)


def test_names_sort_by_their_bytes_whatever_the_locale_of_the_database(ledger):
    for name in ("b", "B", "a-c", "ab", "é", "a"):
        enter_run(ledger, name, "nightly")

    with ledger.connect() as connection:
        found = list(connection.execute(select(runs.c.run_id).order_by(runs.c.run_id)).scalars())
    assert found == sorted(found)


def test_a_commit_is_durable_even_where_the_server_would_not_have_it_so(postgres, database):
    postgres.run(f"ALTER DATABASE {database} SET synchronous_commit = off")

    with open_ledger(postgres.url(database)).connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_a_ledger_of_the_first_version_keeps_what_it_knows(postgres, database, ledger):
    enter_run(ledger, "r", "nightly")
    postgres.run(
        "DROP TABLE workspace; DROP TABLE own_formats; DROP TABLE closes;"
        "ALTER TABLE partitions DROP COLUMN file_sha; ALTER TABLE files DROP COLUMN covers",
        database,
    )
    postgres.run("UPDATE alembic_version SET version_num = '0001'", database)

    with open_ledger(postgres.url(database)).connect() as connection:
        assert count(connection) == 1
    assert postgres.run("SELECT version_num FROM alembic_version", database) == [(HEAD,)]


def test_another_workspace_is_refused_and_gets_a_schema_of_its_own(postgres, database, tmp_path):
    ours, theirs = workspace(tmp_path / "ours"), workspace(tmp_path / "theirs")
    ledger_of(ours, postgres.url(database))

    with pytest.raises(SettingsError, match="the ledger of another workspace"):
        ledger_of(theirs, postgres.url(database))
    postgres.run(f"CREATE SCHEMA theirs AUTHORIZATION {ROLE}", database)
    own = ledger_of(theirs, f"{postgres.url(database)}?options=-csearch_path%3Dtheirs")
    enter_run(own, "r", "nightly")

    with ledger_of(ours, postgres.url(database)).connect() as connection:
        assert count(connection) == 0
    assert not (tmp_path / "ours" / "ledger.db").exists()


def test_the_same_holds_for_a_file_that_lies_elsewhere(tmp_path):
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    ledger_of(workspace(tmp_path / "ours"), url).dispose()

    with pytest.raises(SettingsError, match="the ledger of another workspace"):
        ledger_of(workspace(tmp_path / "theirs"), url)
    ledger_of(Workspace(tmp_path / "ours"), url).dispose()


def without_rights(server, name):
    server.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", name)
    server.run("ALTER SCHEMA public OWNER TO postgres", name)


def occupied(server, name):
    server.run(f"SET ROLE {ROLE}; CREATE TABLE files (a int)", name)


def of_another_program(server, name):
    server.run(
        f"SET ROLE {ROLE}; CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('f00')", name
    )


def of_a_newer_version(server, name):
    open_ledger(server.url(name))
    server.run("UPDATE alembic_version SET version_num = '9999'", name)


def without_tables(server, name):
    open_ledger(server.url(name))
    server.run("DROP TABLE runs, files, partitions", name)


@pytest.mark.parametrize(
    ("prepared", "error", "told"),
    [
        (without_rights, SettingsError, "permission denied for schema public"),
        (occupied, SettingsError, 'relation "files" already exists'),
        (of_another_program, SettingsError, "version f00"),
        (of_a_newer_version, SettingsError, "version 9999"),
        (without_tables, IntegrityError, "does not exist"),
    ],
)
def test_a_database_that_cannot_hold_the_ledger_says_why_and_stays_as_it_is(prepared, error, told, postgres, database):
    prepared(postgres, database)
    tables = postgres.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", database)

    with pytest.raises(error) as refused:
        enter_run(open_ledger(postgres.url(database)), "r", "nightly")

    assert told in refused.value.found
    assert refused.value.remedy
    assert postgres.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", database) == tables


def test_a_database_in_another_encoding_is_refused(postgres):
    postgres.run(f"CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0 OWNER {ROLE}")

    with pytest.raises(SettingsError, match="LATIN1"):
        open_ledger(postgres.url("latin"))


def test_a_writer_that_never_gets_its_turn_says_so(postgres, database, ledger, monkeypatch):
    monkeypatch.setattr("warehouse.ledger.postgresql._SESSION", "SET lock_timeout = '300ms'")

    with writing(ledger), pytest.raises(LedgerBusyError, match="lock timeout"):
        enter_run(ledger, "r", "nightly")


REFUSALS = ("wrong password", "no such database", "nobody listens", "no such parameter", "no url", "no such dialect")


def refusing(server, name):
    """Why a ledger may refuse → a URL that it refuses."""
    secret = f"{CANARY}-wrong"
    return {
        "wrong password": server.url(name, password=secret),
        "no such database": server.url("nowhere"),
        "nobody listens": server.url(name, port=1),
        "no such parameter": f"{server.url(name)}?colour=red",
        "no url": f"postgresql:{secret}",
        "no such dialect": f"oracle://u:{secret}@h/d",
    }


@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.parametrize("command", ["status", "nightly --direct", "nightly", "rebuild-ledger", "quarantine list"])
def test_every_command_says_which_ledger_refuses_and_leaves_nothing_half_done(why, command, postgres, database, tmp_path):
    root = workspace(tmp_path / "w", refusing(postgres, database)[why]).root

    with pytest.raises((SettingsError, LedgerBusyError)) as refused:
        build()([*command.split(), "--workspace", str(root)], result_action="return_value")

    told = refused.value
    assert all((told.where, told.expected, told.found, told.remedy))
    assert CANARY not in "".join(traceback.format_exception(told))
    assert [path.name for path in root.iterdir()] == ["pilaster.toml"]


def test_a_ledger_that_refuses_ends_the_command_with_2(postgres, database, tmp_path):
    root = workspace(tmp_path / "w", refusing(postgres, database)["wrong password"]).root

    ended = subprocess.run(
        [sys.executable, "-m", "flows", "status", "--workspace", root], check=False, cwd=ROOT, capture_output=True, text=True
    )

    assert ended.returncode == 2
    assert "password authentication failed" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert CANARY not in ended.stdout + ended.stderr
