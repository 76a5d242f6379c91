"""What the ledger remembers of alerts: enough to tell nothing twice, and no more."""

import pytest

from flows.alerting.telling import _MAX_EVENTS, _with
from warehouse.ledger import intents
from warehouse.ledger.alerting import Memory, recall, remember
from warehouse.ledger.open import open_ledger
from warehouse.ledger.runs import close_run, enter_run

FIRST = Memory(3, ("held a/1 strategy", "late 2026-10-31 a"))


@pytest.fixture
def ledger(tmp_path):
    found = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield found
    found.dispose()


def test_what_is_over_is_forgotten_and_told_again_should_it_return():
    assert _with(FIRST, [], []) == Memory(4, ("late 2026-10-31 a",))


def test_a_late_export_is_known_for_good():
    """Once for each export and month, though its file comes and is held again."""
    assert _with(Memory(1, ("late 2026-10-31 a",)), [], []) == Memory(1, ("late 2026-10-31 a",))


def test_nothing_new_is_the_same_memory():
    assert _with(FIRST, [], FIRST.known) is FIRST


def test_events_are_forgotten_when_there_are_too_many():
    told = _with(FIRST, [f"volume a/{number}" for number in range(_MAX_EVENTS)], FIRST.known)

    assert len(told.known) == _MAX_EVENTS + 1
    assert told.known[0] == "held a/1 strategy"
    assert told.known[-1] == f"volume a/{_MAX_EVENTS - 1}"


def test_a_new_ledger_remembers_nothing(ledger):
    assert recall(ledger) == Memory()


def test_the_latest_memory_counts_whichever_run_began_or_ended_last(ledger):
    for run_id in ("a", "b", "c"):
        enter_run(ledger, run_id, "nightly")
    remember(ledger, "a", Memory(5, ("held x",)))
    close_run(ledger, "b", "published", {"alerts": {"memory": {"turn": 4, "known": ["held y"]}}})
    close_run(ledger, "c", "published", {"alerts": {}})

    assert recall(ledger) == Memory(5, ("held x",))


def test_two_runs_that_learned_in_the_same_moment_are_both_heard(ledger):
    for run_id in ("a", "b"):
        enter_run(ledger, run_id, "nightly")
        remember(ledger, run_id, Memory(2, ("held x", f"failed {run_id}")))

    assert set(recall(ledger).known) == {"held x", "failed a", "failed b"}


def test_row_10_a_run_that_was_killed_after_it_told_has_told(ledger):
    enter_run(ledger, "a", "nightly")
    remember(ledger, "a", FIRST)

    intents.bury(ledger, "a")

    assert recall(ledger) == FIRST
