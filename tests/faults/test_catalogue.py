"""What two runs know of each other: the ledger's partitions, as one of them planned and the other left them."""

from typing import Any

import pytest

from transforms.errors import PartitionMovedError, RetryError
from warehouse.ledger import intents
from warehouse.ledger.open import open_ledger, writing
from warehouse.ledger.partitions import STALE, Catalogue, Slot, read_partitions
from warehouse.ledger.runs import close_run, enter_run
from warehouse.ledger.schema import contributions, partitions
from warehouse.ledger.updates import apply
from warehouse.ledger.upsert import upsert
from warehouse.partitions import Build
from warehouse.publishing import publish
from warehouse.workspace import Workspace

OCTOBER = Slot("fact_post_snapshot", "atelier", "2026-10")
PLACE = {"table_name": OCTOBER.table, "brand": OCTOBER.brand, "month": OCTOBER.month}


@pytest.fixture
def ledger(tmp_path):
    found = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield found
    found.dispose()


def partition(state="published", content="c1"):
    told = {"key": "k", "content_hash": content, "transform_version": 1, "n_rows": 1, "n_unsettled": 0}
    return PLACE | {"state": state} | told


def enter(ledger, row, *shas):
    with writing(ledger) as connection:
        upsert(connection, partitions, [row])
        upsert(connection, contributions, [PLACE | {"sha": sha} for sha in shas])


def catalogue(ledger, planned=(), shas=()):
    with ledger.connect() as connection:
        return Catalogue(connection, ["atelier"], planned, {("atelier", sha) for sha in shas})


def test_row_14_what_somebody_published_where_the_merge_never_looked_makes_it_merge_again(ledger, tmp_path):
    """No file of this build moved; a post of it may have found a home in the new month all the same."""
    build = Build(Workspace(tmp_path), tmp_path / ".staging" / "run", catalogue(ledger), "snappy")
    enter(ledger, partition())

    with pytest.raises(PartitionMovedError):
        publish(Workspace(tmp_path), ledger, "run", build, {})


@pytest.mark.parametrize(
    ("planned", "shas", "state"),
    [
        ([OCTOBER], ["a", "b"], "rebuild"),
        ([OCTOBER], ["a"], STALE),  # b joined after the night was planned
        ([], ["a", "b"], STALE),  # it was marked after the night was planned
    ],
)
def test_a_marked_partition_is_built_from_raw_only_by_a_night_that_has_all_its_files(planned, shas, state, ledger):
    enter(ledger, partition("rebuild"), "a", "b")

    assert catalogue(ledger, planned, shas).published[OCTOBER].state == state


@pytest.mark.parametrize(("rebuilt", "state"), [([list(PLACE.values())], "published"), ([], "rebuild")])
def test_a_mark_stays_until_a_night_has_rebuilt_the_partition(rebuilt, state, ledger):
    enter(ledger, partition("rebuild"))

    with writing(ledger) as connection:
        apply(connection, {"partitions": [partition(content="c2")], "rebuilt": rebuilt})

    assert read_partitions(ledger)[OCTOBER].state == state


NOTHING: dict[str, Any] = {"files": [], "updates": {}}


def test_a_publication_waits_for_an_intent_that_came_in_after_it_had_looked_for_one(ledger):
    """Two open intents would be rolled forward one after the other, the older perhaps over the newer."""
    enter_run(ledger, "first", "nightly")
    enter_run(ledger, "second", "nightly")
    intents.enter(ledger, "first", NOTHING)

    with pytest.raises(PartitionMovedError):
        intents.enter(ledger, "second", NOTHING)

    assert intents.open_intents(ledger) == [("first", NOTHING)]


def test_a_run_whose_row_a_rebuild_took_away_publishes_nothing(ledger):
    with pytest.raises(RetryError, match="rebuilt meanwhile"):
        intents.enter(ledger, "unknown", NOTHING)


def test_a_publication_that_is_told_twice_is_entered_once(ledger):
    """The answer to the first commit was lost; what came in since must not be undone by the second."""
    enter_run(ledger, "run", "nightly")
    told = {"files": [], "updates": {"partitions": [partition(content="c2")]}}
    intents.enter(ledger, "run", told)
    intents.complete(ledger, "run", told)
    enter(ledger, partition("rebuild", content="c3"))

    intents.complete(ledger, "run", told)

    assert catalogue(ledger, [OCTOBER]).published[OCTOBER].content_hash == "c3"


@pytest.mark.parametrize(("state", "is_dead"), [("running", True), ("failed", True), (None, True), ("intent", False)])
def test_a_dead_run_is_swept_unless_its_intent_is_open(state, is_dead, ledger):
    if state:
        enter_run(ledger, "run", "nightly")
    if state == "failed":
        close_run(ledger, "run", "failed", {})
    if state == "intent":
        intents.enter(ledger, "run", NOTHING)

    assert intents.bury(ledger, "run") == is_dead
