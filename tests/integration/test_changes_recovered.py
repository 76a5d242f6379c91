"""fact_post_change follows from the snapshots: whatever becomes of it or of them, the next night makes it what it should be."""

import pytest
from sqlalchemy import create_engine, text

from flows.commands.rebuild_ledger import rebuild_ledger
from tests.builders import instagram, x
from tests.builders.workspace import team
from transforms.facts import post_change

TABLE = "fact_post_change"
DAYS = ((2026, 10, 6), (2026, 10, 13), (2026, 10, 27), (2026, 11, 9))


def export(number, likes, day):
    moved = instagram.published(instagram.at(2026, 9, 12, 12), by_id=day == DAYS[-1])
    return instagram.content(instagram.post(1, Likes=likes, **moved), instagram.post(2, Likes=number))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Four observations of three posts; one post moves to another file, and a month is known by X alone."""
    made = team(tmp_path_factory.mktemp("changes") / "w")
    for number, day in enumerate(DAYS):
        made.land(export(number, 10 * number, day), f"{number}.csv", taken=instagram.at(*day))
        made.land(x.content(x.post(1, Likes=number)), f"x-{number}.csv", taken=instagram.at(*day))
    made.night()
    return made


@pytest.fixture
def made(template, tmp_path):
    return template.again(tmp_path)


def mark(made, where):
    """Mark partitions to be built again, as recovery does where it finds a torn file."""
    engine = create_engine(f"sqlite:///{made.root / 'ledger.db'}")
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE partitions SET state = 'rebuild' WHERE {where}"))
    engine.dispose()


def state(made):
    rows = f"SELECT month, state, key, content_hash, n_rows FROM partitions WHERE table_name = '{TABLE}' ORDER BY month"
    return {path: data for path, data in made.bytes().items() if TABLE in path}, made.ledger(rows)


@pytest.mark.slow
def test_one_night_and_four_give_the_same_changes(made, tmp_path_factory):
    other = team(tmp_path_factory.mktemp("four"))
    for number, day in reversed(list(enumerate(DAYS))):
        other.land(export(number, 10 * number, day), f"{number}.csv", taken=instagram.at(*day))
        other.land(x.content(x.post(1, Likes=number)), f"x-{number}.csv", taken=instagram.at(*day))
        other.night()

    assert made.files(TABLE) == ["2026-10", "2026-11"]
    assert state(other)[0] == state(made)[0]
    assert [row for row in state(other)[1] if row["n_rows"]] == [row for row in state(made)[1] if row["n_rows"]]


def test_a_torn_partition_of_changes_is_built_again_from_the_snapshots(made):
    before = state(made)
    next((made.root / "warehouse" / TABLE).glob("*2026-10*")).write_bytes(b"torn")
    mark(made, f"table_name = '{TABLE}' AND month = '2026-10'")

    summary = made.night()

    assert [path for path in summary.published if "rpt_" not in path] == [f"warehouse/{TABLE}/{TABLE}__atelier__2026-10.parquet"]
    assert state(made) == before


def test_changes_of_snapshots_that_were_built_again_are_what_they_were(made):
    before = state(made)
    mark(made, "table_name = 'fact_post_snapshot'")

    made.night()

    assert state(made) == before


def test_changes_come_back_with_a_lost_ledger(made, capsys):
    before = state(made)
    for path in [*made.root.glob("ledger.db*"), next((made.root / "warehouse" / TABLE).glob("*2026-11*"))]:
        path.unlink()

    rebuild_ledger(workspace=made.root)

    # A month without changes is known only where a night has looked at it.
    assert (state(made)[0], [row for row in state(made)[1] if row["n_rows"]]) == (
        before[0],
        [row for row in before[1] if row["n_rows"]],
    )


def test_changes_of_an_older_version_are_built_anew_where_new_data_touches_them(made, monkeypatch):
    october, version = f"warehouse/{TABLE}/{TABLE}__atelier__2026-10.parquet", post_change.VERSION
    monkeypatch.setattr(post_change, "VERSION", version + 1)
    made.land(export(9, 99, DAYS[0]), "more.csv", taken=instagram.at(2026, 11, 16))

    summary = made.night()

    versions = made.ledger(f"SELECT month, transform_version FROM partitions WHERE table_name = '{TABLE}' AND n_rows ORDER BY 1")
    assert october not in summary.published
    assert versions == [
        {"month": "2026-10", "transform_version": version},
        {"month": "2026-11", "transform_version": version + 1},
    ]
    n_rows = len(made.rows(TABLE))
    assert n_rows == 3 * 3 + 2


def test_a_warehouse_from_before_there_were_changes_gets_all_of_them(made):
    before = state(made)
    for path in (made.root / "warehouse" / TABLE).glob("*"):
        path.unlink()
    engine = create_engine(f"sqlite:///{made.root / 'ledger.db'}")
    with engine.begin() as connection:
        connection.execute(text(f"DELETE FROM partitions WHERE table_name = '{TABLE}'"))
    engine.dispose()

    made.land(x.content(x.post(1, Likes=3, Impressions=1001)), "x-again.csv", taken=instagram.at(2026, 11, 9, 9))
    made.night()

    assert {path: data for path, data in state(made)[0].items() if "2026-10" in path} == {
        path: data for path, data in before[0].items() if "2026-10" in path
    }
    n_rows = len(made.rows(TABLE))
    assert n_rows == 9
