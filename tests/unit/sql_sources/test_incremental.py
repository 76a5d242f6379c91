"""What is read twice, what is not, and what is never lost: every row once, in whole moments of the sync column."""

import csv
import datetime as dt
import io
import json

import pytest
from sqlalchemy import Engine, event

from tests.builders.connectors import SYNC, later
from transforms.connectors.register import CONNECTORS
from warehouse.ledger import arrivals
from warehouse.ledger.rebuilding import enter_again
from warehouse.sql_sources.chunks import Writer

PAGE = "7"


@pytest.fixture
def posts(reader):
    """A page with a handful of posts; `posts.measure(3, synced=...)` is one more row of figures."""
    source = reader("facebook_pages", "daily_page_metrics_total", "lifetime_post_metrics_total.post_media_view")
    source.landed.add("page", {"id": PAGE, "name": "Atelier"}, synced=later(-9))
    for number in range(6):
        source.landed.add("post_history", {"id": f"{PAGE}_{number}", "page_id": PAGE}, synced=later(-9))
    return source


def measure(source, number, impressions=1, synced=SYNC, day=29):
    row = {"post_id": f"{PAGE}_{number}", "date": dt.datetime(2026, 10, day, 7), "post_impressions": impressions}  # noqa: DTZ001
    source.landed.add("lifetime_post_metrics_total", row, synced=synced)


def records(source, reading):
    """(post, impressions) of every record that was taken, in their order."""
    rows = [row for text in source.texts(reading) for row in csv.DictReader(io.StringIO(text))]
    table = "lifetime_post_metrics_total"
    return [(row[f"{table}.post_id"].removeprefix(f"{PAGE}_"), int(row[f"{table}.post_impressions"])) for row in rows]


def test_a_second_night_reads_only_what_is_new(posts):
    for number in range(3):
        measure(posts, number)
    first = posts.read()

    nothing = posts.read()
    measure(posts, 3, synced=later(1))
    measure(posts, 4, synced=later(1.5))
    second = posts.read()

    assert (len(first.taken), first.n_rows) == (1, 3)
    assert (nothing.taken, nothing.n_rows) == ([], 0)
    assert (records(posts, second), second.n_rows) == ([("3", 1), ("4", 1)], 2)


def test_a_second_night_is_handed_no_row_that_it_knows(posts):
    """Counted by the questions themselves, so that a row which is read and thrown away does not go unseen."""
    for number in range(5):
        measure(posts, number)
    posts.read()
    measure(posts, 5, synced=later(1))
    asked = []

    def note(_connection, _cursor, statement, parameters, *_):
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    reading = posts.read()
    event.remove(Engine, "before_cursor_execute", note)

    with posts.landed.engine.connect() as connection:
        handed = [len(connection.exec_driver_sql(*each).fetchall()) for each in asked if "ORDER BY records" in each[0]]
    assert (sum(handed), reading.n_rows) == (1, 1)


def test_a_row_that_changes_at_the_source_is_read_again_and_one_that_does_not_is_not(posts):
    for number in range(3):
        measure(posts, number)
    posts.read()
    table = posts.landed.table("lifetime_post_metrics_total")
    with posts.landed.engine.begin() as connection:
        changed = table.update().where(table.c.post_id == f"{PAGE}_1").values(post_impressions=9, _fivetran_synced=later(1))
        connection.execute(changed)

    reading = posts.read()

    assert records(posts, reading) == [("1", 9)]


def test_rows_that_share_a_moment_stay_together_however_small_the_files_are(posts):
    for number in range(6):
        measure(posts, number, synced=later(number // 2))

    reading = posts.read(chunk_bytes=1)

    assert [len(text.splitlines()) - 1 for text in posts.texts(reading)] == [2, 2, 2]
    assert sorted(records(posts, reading)) == [(str(number), 1) for number in range(6)]
    assert posts.read().taken == []


def test_the_same_rows_are_the_same_bytes(posts, place):
    for number in (4, 2, 3):
        measure(posts, number)
    first = posts.read()
    posts.workspace.ledger.unlink()
    for suffix in ("-wal", "-shm"):
        posts.workspace.ledger.with_name(f"ledger.db{suffix}").unlink(missing_ok=True)

    assert len(first.taken) == 1
    # Read once more as if nothing had been read: the name under which the archive keeps it is its content.
    again = posts.__class__(posts.workspace, _fresh(posts), posts.landed, posts.url)
    before = sorted(path.name for path in (posts.workspace.raw / "atelier").iterdir())
    again.read()
    assert sorted(path.name for path in (posts.workspace.raw / "atelier").iterdir()) == before


def _fresh(posts):
    from warehouse.ledger.open import ledger_of

    posts.ledger.dispose()
    return ledger_of(posts.workspace, "")


def test_a_moment_that_is_too_young_to_be_whole_waits(posts):
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    measure(posts, 0, synced=now - dt.timedelta(hours=2))
    measure(posts, 1, synced=now - dt.timedelta(minutes=1))

    reading = posts.read(settle_s=3600.0)

    assert records(posts, reading) == [("0", 1)]
    assert [note for note in reading.notes if "1 rows are younger than settle_s (3,600 s)" in note]
    assert records(posts, posts.read(settle_s=0.0)) == [("1", 1)]


def test_rows_that_come_in_behind_what_was_read_are_found(posts):
    measure(posts, 0, synced=later(-1))
    measure(posts, 1)
    posts.read()
    measure(posts, 2, synced=later(-0.5))

    late = posts.read()

    assert ("2", 1) in records(posts, late)
    assert any("1 rows came in behind what was read" in note for note in late.notes)
    assert posts.read().n_rows == 0, "and once they are found, they are not looked for again"


def test_rows_without_a_sync_moment_are_named_and_read_once_they_have_one(posts):
    measure(posts, 0)
    measure(posts, 1, synced=None)

    reading = posts.read()

    assert records(posts, reading) == [("0", 1)]
    (told,) = [error for error in reading.skipped if "without one" in error.found]
    assert told.found.startswith("1 rows without one")
    table = posts.landed.table("lifetime_post_metrics_total")
    posts.landed.run(f"UPDATE {table} SET _fivetran_synced = '{later(1)}' WHERE _fivetran_synced IS NULL")
    assert records(posts, posts.read()) == [("1", 1)]


def test_rows_that_are_deleted_at_the_source_are_counted_and_not_read(reader):
    source = reader("youtube_analytics", "channel_basic_a_2.average_view_duration_percentage")
    source.landed.run(f"ALTER TABLE {source.landed.table('channel_basic_a_2')} ADD COLUMN _fivetran_deleted BOOLEAN")
    row = {"channel_id": "UC2vW_-atelier", "video_id": "TSTbp5LSBdw", "date": dt.date(2026, 10, 28), "views": 5}
    source.landed.add("channel_basic_a_2", row, {**row, "date": dt.date(2026, 10, 27), "views": 6})
    source.landed.run(f"UPDATE {source.landed.table('channel_basic_a_2')} SET _fivetran_deleted = (views = 6)")

    reading = source.read()

    staged = source.staged(reading)["staging_post_daily"]
    assert [row["impressions"] for row in staged] == [5]
    assert any("1 rows that are marked as deleted" in note for note in reading.notes)


def test_a_record_is_read_again_when_its_post_becomes_known(posts):
    """Connectors fill one table after the other: figures may come before the post that they are of."""
    row = {"post_id": f"{PAGE}_99", "date": dt.datetime(2026, 10, 29, 7), "post_impressions": 4}  # noqa: DTZ001
    posts.landed.add("lifetime_post_metrics_total", row)
    before = posts.read()
    posts.landed.add("post_history", {"id": f"{PAGE}_99", "page_id": PAGE, "message": "here"}, synced=later(1))

    after = posts.read()

    assert posts.texts(before)[0].splitlines()[1].startswith(","), "whose it is, nothing says yet"
    (told,) = posts.staged(after)["staging_post"]
    assert (told["account_handle"], told["caption"], told["observed_on"]) == ("atelier", "here", dt.date(2026, 10, 29))


def test_a_post_whose_text_changes_wakes_none_of_its_records(posts):
    """Its figures of years would else be read again for every comment."""
    for day in range(20, 30):
        measure(posts, 0, day=day)
    posts.read()
    posts.landed.add("post_history", {"id": f"{PAGE}_0", "page_id": PAGE, "message": "edited"}, synced=later(1))
    measure(posts, 0, synced=later(2), day=30)

    reading = posts.read()

    (told,) = posts.staged(reading)["staging_post"]
    assert (reading.n_rows, told["caption"]) == (1, "edited")


def test_receipts_say_how_far_a_table_was_read_and_a_lost_ledger_forgets_nothing(posts):
    measure(posts, 0)
    measure(posts, 1, synced=later(1))
    reading = posts.read()
    (_, sha, path) = reading.taken[0]
    (receipt,) = (posts.workspace.journal / "receipt" / "atelier").glob(f"{sha[:16]}-*.json")
    told = json.loads(receipt.read_text("utf-8"))

    assert told["path"] == path == "sql:social/fivetran_facebook_posts_impressions/2026-10-31T041500.123000Z.csv"
    assert (told["observed"], told["observed_by"]) == ("2026-10-31T04:15:00.123000+00:00", "content")
    assert told["source"] == {
        "name": "social",
        "connector": "facebook_pages",
        "table": "lifetime_post_metrics_total",
        "from": "2026-10-30T04:15:00.123000+00:00",
        "until": "2026-10-31T04:15:00.123000+00:00",
        "n_rows": 2,
        "n_through": 2,
    }

    enter_again(posts.workspace, posts.ledger)

    assert posts.read().n_rows == 0


def test_a_night_that_dies_between_archive_and_ledger_reads_nothing_twice(posts, monkeypatch):
    measure(posts, 0)
    register = arrivals.register
    monkeypatch.setattr(arrivals, "register", _die)
    with pytest.raises(KeyboardInterrupt):
        posts.read()
    monkeypatch.setattr(arrivals, "register", register)
    measure(posts, 0, impressions=5, synced=later(1), day=30)

    reading = posts.read()

    # What was archived before is known again, with its own receipt; only what is new was read.
    assert records(posts, reading) == [("0", 5)]
    assert len(list((posts.workspace.raw / "atelier").iterdir())) == 2


def _die(*_args):
    raise KeyboardInterrupt


def test_a_handle_in_the_settings_stands_for_an_id_or_a_name_of_the_source(posts):
    measure(posts, 0)

    reading = posts.read(accounts={"7": "atelier.films"})

    assert posts.texts(reading)[0].splitlines()[1].split(",")[0] == "atelier.films"


def test_a_text_of_any_kind_comes_through(reader):
    source = reader("instagram_business")
    odd = 'a "quote", a\r\nbreak\r, Ünï 👍 and a tab\t' + "x" * 200_000
    source.landed.add("media_history", {"id": 5, "user_id": 7, "username": "atelier", "caption": odd})
    source.landed.add("media_insights", {"id": 5, "reel_views": 1})

    (row,) = source.staged(source.read())["staging_post"]

    assert row["caption"].startswith('a "quote", a\nbreak\n, Ünï 👍 and a tab\txxx')
    assert row["caption"].endswith("x [cut]")
    assert len(row["caption"]) < 100_100


def test_a_writer_adds_its_own_columns_in_front(posts):
    table = next(each for each in CONNECTORS["facebook_pages"].tables)
    writer = Writer(posts.source(), table, [f"{table.table}._fivetran_synced"])

    assert writer.header == [f"{table.format.id}.account", "sum.reactions", f"{table.table}._fivetran_synced"]
