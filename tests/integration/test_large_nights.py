"""More waits than one publication should carry: a night carries it in portions, and ends where one of them would have ended."""

import sqlite3
from contextlib import closing

import pytest

from flows import portions
from flows.batching import Limits
from flows.night import as_it_is, monthly_reports, night
from tests.builders import instagram, x
from tests.builders.receiver import receiver
from tests.builders.workspace import BRAND
from tests.integration.archived_months import archive, published
from transforms.errors import DataError
from warehouse.ledger import alerting

HELD = b"hello\n"
OTHER = "bakery"


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """What one publication leaves of three months and a file that nobody can read."""
    made = waiting(tmp_path_factory.mktemp("whole"))
    assert made.night().parts == []
    return published(made)


@pytest.fixture
def small_portions(monkeypatch):
    monkeypatch.setattr(portions, "LIMITS", Limits(files=4))


def waiting(root, **settings):
    made = archive(root)
    made.land(HELD, "hello.csv")
    if settings:
        lines = [f'{name} = "{value}"' for name, value in settings.items()]
        (root / "pilaster.toml").write_text("\n".join(["settle_s = 0", "threads = 1", *lines]), "utf-8")
    return made


def failing_at(nth):
    """A runner of stages whose n-th publication fails."""
    publications = iter(range(1, 100))

    def run(verb, run):
        if verb == "publish" and next(publications) == nth:
            raise DataError(where="here", expected="a whole night", found="half of one", remedy="run it again")
        return as_it_is(verb, run)

    return run


def only_land(made):
    """A night that took what lay in landing/, and could carry nothing of it."""
    with pytest.raises(DataError):
        night(str(made.root), runner=failing_at(1))


def test_portions_end_in_the_bytes_of_one_publication_and_are_told_as_one_night(small_portions, expected, tmp_path):
    made = waiting(tmp_path)
    verbs = []

    told = night(str(made.root), progress=lambda verb, *_: verbs.append(verb))
    before = made.mtimes()
    again = made.night()

    assert published(made) == expected
    assert [len(told.landed), len(told.taken), len(told.held), len(told.parts)] == [10, 9, 1, 3]
    assert set(told.published) == {name for name in before if name.startswith("warehouse/")}
    assert told.notes == ["carried in 3 portions: one publication should not carry all that was waiting"]
    assert {"land", "portion 1 of 3: extract", "portion 3 of 3: publish"} <= set(verbs)
    assert (again.parts, again.published, made.mtimes()) == ([], [], before)


def test_a_portion_that_fails_leaves_what_was_published_and_the_next_night_does_the_rest(small_portions, expected, tmp_path):
    with receiver() as phone:
        made = waiting(tmp_path, alert_url=phone.url)
        with pytest.raises(DataError):
            night(str(made.root), runner=failing_at(2))
        half = made.ledger("SELECT count(*) AS n FROM files WHERE state = 'taken'")[0]["n"]
        told = made.night()
        heard = len(phone.messages)

    assert half == 3
    assert (len(told.taken), published(made)) == (6, expected)
    assert heard == 2, "one of the failure, one of the file that is held: not one more of each portion"


def test_a_brand_that_has_to_be_left_out_is_in_no_portion(tmp_path, monkeypatch):
    """One of its exports was damaged before it was read for the first time: none of the others is published without it."""
    made = archive(tmp_path)
    made.strategy(OTHER)
    made.land(x.content(x.post(1)), "x.csv", OTHER)
    only_land(made)
    sha = made.ledger("SELECT sha FROM files WHERE name = 'x-9.csv'")[0]["sha"]
    (made.root / "raw" / BRAND / sha).write_bytes(b"something else")
    monkeypatch.setattr(portions, "LIMITS", Limits(files=1))

    told = made.night()

    assert (told.left_out, len(told.taken), made.files("fact_post_snapshot")) == ({BRAND}, 1, [])
    assert made.files("fact_post_snapshot", OTHER) == ["2026-10"]


@pytest.mark.slow
def test_a_strategy_that_breaks_meanwhile_holds_what_was_not_carried(tmp_path, monkeypatch):
    made = archive(tmp_path)
    monkeypatch.setattr(portions, "LIMITS", Limits(files=1))

    def break_it(verb, run):
        told = as_it_is(verb, run)
        if verb == "publish":
            (made.root / "strategy" / f"{BRAND}.yaml").write_text("brand: [", "utf-8")
        return told

    made.strategy(OTHER)
    told = night(str(made.root), runner=break_it)

    assert (len(told.taken), len(told.held), len(told.strategy_errors)) == (1, 8, 1)


@pytest.mark.slow
def test_what_was_mended_before_a_portion_failed_is_told_with_the_failure_and_what_was_told_is_handed_on(tmp_path, monkeypatch):
    with receiver() as phone:
        made = waiting(tmp_path, alert_url=phone.url)
        made.night()
        before = phone.titles
        snapshot = next(
            path for path in (made.root / "warehouse" / "fact_post_snapshot").iterdir() if path.stem.endswith("2026-08")
        )
        snapshot.write_bytes(snapshot.read_bytes()[:-9])
        for month in (8, 9, 10):
            late = x.content(x.post(20 + month, instagram.at(2026, month, 9, 12)))
            made.land(late, f"late-{month}.csv")
        monkeypatch.setattr(portions, "LIMITS", Limits(files=1))
        monkeypatch.setattr(alerting, "_RECENT_RUNS", 2)
        with pytest.raises(DataError):
            night(str(made.root), runner=failing_at(2))
        made.night()

    assert before == ["Pilaster: 1 file held"]
    assert phone.titles[1:] == ["Pilaster: the run failed, 1 damaged file built again"]


@pytest.mark.slow
def test_what_partitions_to_rebuild_were_made_from_is_not_divided(small_portions, expected, tmp_path):
    made = waiting(tmp_path)
    made.night()
    with closing(sqlite3.connect(made.root / "ledger.db")) as ledger:
        ledger.execute("UPDATE partitions SET state = 'rebuild' WHERE table_name = 'fact_post_snapshot'")
        ledger.commit()

    rebuilt = made.night()

    assert (rebuilt.parts, len(rebuilt.taken)) == ([], 6)
    assert published(made) == expected


@pytest.mark.slow
def test_monthly_reports_divide_what_a_night_took_and_could_not_carry(small_portions, expected, tmp_path):
    made = waiting(tmp_path)

    only_land(made)

    told = monthly_reports(str(made.root))

    assert (len(told.parts), len(told.taken), published(made)) == (3, 9, expected)
