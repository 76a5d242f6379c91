"""More waits than one publication should carry: a night carries it in portions, and ends where one of them would have ended."""

import sqlite3
from contextlib import closing

import pytest

from flows import portions
from flows.batching import Limits
from flows.night import as_it_is, monthly_reports, night
from tests.builders.receiver import receiver
from tests.integration.archived_months import archive, published
from transforms.errors import DataError

HELD = b"hello\n"


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
        published_by: list[str] = []

        def fails_in_the_second(verb, run):
            if verb == "publish" and published_by:
                raise DataError(where="here", expected="a whole night", found="half of one", remedy="run it again")
            told = as_it_is(verb, run)
            published_by.extend([run.run_id] * (verb == "publish"))
            return told

        with pytest.raises(DataError):
            night(str(made.root), runner=fails_in_the_second)
        half = made.ledger("SELECT count(*) AS n FROM files WHERE state = 'taken'")[0]["n"]
        told = made.night()
        heard = len(phone.messages)

    assert half == 3
    assert (len(told.taken), published(made)) == (6, expected)
    assert heard == 2, "one of the failure, one of the file that is held: not one more of each portion"


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

    def fails_at_once(_verb, _run):
        raise DataError(where="here", expected="a night", found="none", remedy="run it again")

    with pytest.raises(DataError):
        night(str(made.root), runner=fails_at_once)

    told = monthly_reports(str(made.root))

    assert (len(told.parts), len(told.taken), published(made)) == (3, 9, expected)
