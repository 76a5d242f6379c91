"""A ledger on PostgreSQL does what one on SQLite does: the same bytes and rows, after kills, after races, and when it is lost."""

import random
import signal
import time

import pytest

from tests.faults import killing, states
from tests.faults.on_postgres import name_ledger


@pytest.fixture
def published(on_postgres, tmp_path):
    """A workspace after its second night, and its database."""
    return on_postgres.copy_done(tmp_path / "published")


def test_a_night_leaves_the_same_bytes_and_rows_on_postgresql_as_on_sqlite(on_postgres, second_night):
    states.require_same(on_postgres.after, second_night.after)


def test_a_second_run_on_the_same_day_changes_no_byte_and_no_mtime(published, zygote):
    root, _ = published
    before = states.mtimes(root)

    again = zygote.run(root)

    assert again.told["published"] == []
    assert states.mtimes(root) == before


def test_row_36_a_lost_database_is_rebuilt_into_an_empty_one_and_the_next_night_changes_nothing(published, on_postgres, zygote):
    root, _ = published
    before = states.mtimes(root)
    name_ledger(root, on_postgres.server.url(on_postgres.server.database()))

    rebuilt = zygote.run(root, deed="rebuild")
    night = zygote.run(root)

    assert rebuilt.told == 1, rebuilt.trace  # it finds the refused record again
    assert night.told["published"] == night.told["landed"] == []
    assert states.mtimes(root) == before
    states.require_same(states.settled(states.state(root)), states.settled(on_postgres.after))


def test_row_36_a_ledger_that_is_there_is_rebuilt_in_its_place(published, on_postgres, zygote):
    root, _ = published
    before = states.mtimes(root)

    rebuilt = zygote.run(root, deed="rebuild")

    assert rebuilt.told == 1, rebuilt.trace
    assert states.mtimes(root) == before
    states.require_same(states.settled(states.state(root)), states.settled(on_postgres.after))


def test_row_36_a_database_that_lost_a_table_is_refused_with_its_remedy_and_stays_as_it_is(published, on_postgres, zygote):
    root, database = published
    on_postgres.server.run("DROP TABLE contributions", database)

    night, rebuild = zygote.run(root), zygote.run(root, deed="rebuild")
    served = states.files(root / "warehouse")
    name_ledger(root, on_postgres.server.url(on_postgres.server.database()))
    elsewhere = zygote.run(root, deed="rebuild")

    for refused in (night, rebuild):
        assert (refused.error, refused.code) == ("IntegrityError", 2), refused.trace
        assert "name an empty schema or database in ledger_url and run `pilaster rebuild-ledger`" in refused.text
    assert served == on_postgres.after.warehouse
    assert on_postgres.server.run("SELECT count(*) > 0 FROM files", database) == [(True,)]
    assert elsewhere.told == 1, elsewhere.trace


def kill_and_run_again(scene, on_every, folder, numbers):
    """The loop over copies of a scene, each with a database of its own."""
    ended = killing.kill_and_run_again(scene, lambda n: scene.copy(folder / f"killed-at-{n}")[0], on_every, numbers)
    assert {each.signal for each in ended} == {signal.SIGKILL}


@pytest.mark.slow
def test_rows_1_to_5_a_night_killed_before_every_sixth_step_is_made_good_by_the_next(on_postgres, on_every, tmp_path):
    kill_and_run_again(on_postgres, on_every, tmp_path, range(1, len(on_postgres.steps), 6))


def test_rows_1_to_5_a_night_killed_just_before_the_commits_of_publishing_is_made_good_by_the_next(
    on_postgres, on_every, tmp_path
):
    intent = on_postgres.intent()

    kill_and_run_again(on_postgres, on_every, tmp_path, on_postgres.commits()[intent - 1 : intent + 1])


def race(zygotes, scene, target, delay, expected):
    """Two nights at the same moment, or nearly so, and one more for a file that gave way to a longer one meanwhile."""
    root, _ = scene.copy(target)
    first = zygotes[0].start(root)
    time.sleep(delay)
    second = zygotes[1].start(root)
    ended = (zygotes[0].wait(first), zygotes[1].wait(second))
    assert [each.code for each in ended] == [0, 0], ended[0].trace + ended[1].trace
    assert zygotes[0].run(root).code == 0
    states.require_same(states.settled(states.state(root)), expected)


@pytest.mark.parametrize("night", ["on_postgres_first", pytest.param("on_postgres", marks=pytest.mark.slow)])
def test_row_12_two_nights_at_once_leave_what_one_leaves(night, request, zygotes, tmp_path):
    """The first night of a new workspace: both find no ledger, and make it."""
    scene = request.getfixturevalue(night)

    race(zygotes, scene, tmp_path / "w", 0, states.settled(scene.after))


@pytest.mark.slow
def test_row_12_ten_times_two_nights_at_nearly_the_same_moment_leave_what_one_leaves(on_postgres, zygotes, tmp_path):
    chance = random.Random(12)

    for turn in range(10):
        delay = chance.choice([0, 0, chance.uniform(0, 1.2)])
        race(zygotes, on_postgres, tmp_path / f"turn-{turn}", delay, states.settled(on_postgres.after))
