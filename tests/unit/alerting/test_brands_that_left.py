"""A brand that left is forgotten by what alerts remember, and no other brand is."""

from datetime import date

import pytest

from flows.alerting import rules
from flows.alerting.telling import _without_gone
from transforms.errors import DataError
from warehouse.ledger.alert_keys import brand_of, is_about
from warehouse.ledger.alerting import Memory, recall, remember
from warehouse.ledger.forgetting import forget
from warehouse.ledger.open import open_ledger
from warehouse.ledger.runs import close_run, enter_run

TODAY = date(2026, 11, 20)
OF_A_BRAND = (
    "held two/1f00 file_check",
    "quarantined two/1f00 3",
    "volume two/1f00",
    "late 2026-10-31 two instagram atelier lumen instagram_content",
)
OF_ANOTHER = (
    "held one/1f00 two",
    "quarantined twofold/1f00 3",
    "volume one-two/1f00",
    "late 2026-10-31 one instagram two two",
    "late 2026-10-31 one two a.b x_content",
    "unread 2026-11-20 sources.social a database that answers",
)


@pytest.fixture
def ledger(tmp_path):
    found = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield found
    found.dispose()


def test_a_failure_is_of_no_one_brand_but_may_be_about_one():
    lost = DataError(where="warehouse/rpt_post/rpt_post__two__2026-09.parquet", expected="a", found="b", remedy="c")
    key = rules.failed("nightly", lost, TODAY).key

    assert brand_of(key) is None
    assert is_about(key, "two")
    assert is_about("unread 2026-11-20 sources.social (brand two) a table", "two")
    assert not is_about(key, "rpt")


def test_who_leaves_is_forgotten_in_every_run_that_remembers_and_nobody_else_is(ledger):
    memory = Memory(7, (*OF_A_BRAND, *OF_ANOTHER))
    for run_id in ("a", "b"):
        enter_run(ledger, run_id, "nightly")
        remember(ledger, run_id, memory)
    told = {
        "alerts": {"memory": {"turn": 7, "known": list(memory.known)}, "told": "1 export late"},
        "landed": [["two", "1", "a"]],
    }
    close_run(ledger, "b", "published", told)

    with ledger.begin() as connection:
        forget(connection, "two")

    assert recall(ledger) == Memory(7, OF_ANOTHER)


def test_a_memory_drops_brands_that_were_gone_before_it_knew_how_to():
    memory = Memory(7, (*OF_A_BRAND, *OF_ANOTHER))

    assert _without_gone(memory, {"one", "twofold", "one-two"}) == Memory(8, OF_ANOTHER)


def test_a_memory_of_brands_that_are_here_stays_the_same_one():
    memory = Memory(7, (*OF_A_BRAND, *OF_ANOTHER))

    assert _without_gone(memory, {"one", "two", "twofold", "one-two"}) is memory
