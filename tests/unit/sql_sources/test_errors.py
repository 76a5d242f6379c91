"""A source that cannot be read says what, where and what to do, shows no password, and stops no other."""

import pytest
from sqlalchemy import text

from tests.builders.connectors import later
from tests.builders.postgres import CANARY
from warehouse.sql_sources import landing


@pytest.fixture
def instagram(reader):
    source = reader("instagram_business")
    source.landed.add("media_history", {"id": 5, "user_id": 7, "username": "atelier"})
    source.landed.add("media_insights", {"id": 5, "reel_views": 1})
    return source


def told(reading):
    (error,) = reading.skipped
    assert error.code == "database_source"
    assert CANARY not in str(error)
    assert error.remedy
    return error


def test_an_unknown_connector_names_those_that_there_are(instagram):
    error = told(instagram.read(connector="instagram"))

    assert error.where == "sources.social, connector"
    assert "facebook_pages, instagram_business, twitter_organic, linkedin_pages, youtube_analytics" in error.expected


def test_a_missing_table_names_those_that_there_are(reader):
    source = reader("instagram_business", "media_insights")

    error = told(source.read())

    assert "a table media_insights in" in error.expected
    assert error.found == "tables media_history, user_history"


def test_a_missing_column_names_those_that_there_are(reader):
    source = reader("instagram_business", "media_insights.id", "media_insights._fivetran_synced")

    error = told(source.read())

    assert error.where.endswith("media_insights")
    assert error.expected.startswith("columns _fivetran_synced, id")
    assert "like_count" in error.found


def test_row_46_a_name_in_the_settings_is_never_sql(instagram, place):
    error = told(instagram.read(schema='x"; DROP TABLE media_insights; --'))

    assert error.where.endswith("media_insights")
    assert len(instagram.read().taken) == 1, "the table is still there"


def test_columns_that_only_carry_a_figure_may_be_missing(reader):
    source = reader("instagram_business", "media_insights.like_count", "media_insights.story_views", "user_history")
    source.landed.add("media_history", {"id": 5, "user_id": 7, "username": "atelier"})
    source.landed.add("media_insights", {"id": 5, "reel_views": 1})

    (row,) = source.staged(source.read())["staging_post"]

    assert (row["impressions"], row.get("likes"), row["account_handle"]) == (1, None, "atelier")


def test_a_sync_column_that_is_no_moment_is_refused(instagram, place):
    table = instagram.landed.table("media_insights")
    with instagram.landed.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} DROP COLUMN _fivetran_synced"))
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN _fivetran_synced TEXT"))

    error = told(instagram.read())

    assert error.expected == "a timestamp, which says what is new"
    assert error.found == "a column of type TEXT"


def test_one_source_that_fails_stops_no_other(instagram):
    lost = instagram.source(url="sqlite:////nowhere/at/all.db")

    reading = landing.land_sources(instagram.workspace, instagram.ledger, [lost, instagram.source()])

    assert told(reading).found == "no such file"
    assert len(reading.taken) == 1


def test_a_url_that_is_none_is_never_shown(instagram):
    error = told(instagram.read(url=f"postgresql//me:{CANARY}@host"))

    assert error.found == "text that is no URL (it is not shown, for it may hold a password)"


def test_a_driver_that_is_not_there_is_named(instagram):
    error = told(instagram.read(url=f"snowflake://me:{CANARY}@account/db"))

    assert error.expected == "a database whose driver is installed"


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
class TestPostgres:
    """What only a server can do."""

    def test_a_server_that_does_not_answer(self, instagram, postgres):
        url = postgres.url("ledger_1", port=1)

        error = told(instagram.read(url=url))

        assert error.where == "sources.social (postgresql://pilaster@127.0.0.1:1/ledger_1)"
        assert error.expected == "a database that answers"
        assert "refused" in error.found

    def test_a_wrong_password(self, instagram, postgres):
        database = instagram.url.rpartition("/")[2]

        error = told(instagram.read(url=postgres.url(database, password="wrong-" + CANARY)))

        assert "password authentication failed" in error.found

    def test_a_role_that_may_not_read(self, instagram, postgres):
        database = instagram.url.rpartition("/")[2]
        postgres.run("ALTER TABLE landed.media_insights OWNER TO postgres", database)
        postgres.run("REVOKE ALL ON landed.media_insights FROM pilaster", database)

        error = told(instagram.read())

        assert "permission denied for table media_insights" in error.found
        assert "GRANT SELECT ON ALL TABLES IN SCHEMA landed" in error.remedy

    def test_a_source_that_dies_in_the_middle_leaves_whole_files_and_the_next_night_reads_the_rest(
        self, instagram, postgres, monkeypatch
    ):
        for number in range(6, 30):
            instagram.landed.add("media_insights", {"id": number, "reel_views": number}, synced=later(number - 60))
        monkeypatch.setattr(landing, "ROWS_AT_ONCE", 2)
        database = instagram.url.rpartition("/")[2]
        take = landing.Table._take
        seen = []

        def severing(self, told_of, chunk, n_through):
            take(self, told_of, chunk, n_through)
            seen.append(chunk.n_rows)
            if len(seen) == 3:
                postgres.sever(database)

        monkeypatch.setattr(landing.Table, "_take", severing)
        # What the client has received already it still hands on, so the rows have to be more than one message holds.
        instagram.landed.engine.dispose()
        died = instagram.read(chunk_bytes=1)
        monkeypatch.undo()
        rest = instagram.read(chunk_bytes=1)

        assert told(died).expected == "a database that answers"
        assert 3 <= len(died.taken) < 25
        assert len(died.taken) + len(rest.taken) == 25
        assert rest.skipped == []
        assert not list(instagram.workspace.staging.iterdir())
