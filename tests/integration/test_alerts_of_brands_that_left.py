"""A brand that left is in no memory of alerts: neither in what earlier runs remember nor in what later ones hand on."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.offboarding import offboard
from tests.builders import x
from tests.builders.receiver import receiver
from tests.builders.workspace import BRAND, OWN, team
from warehouse.ledger.alerting import Memory, recall, remember
from warehouse.ledger.open import open_ledger

LEAVES = "noord"
HELD = b"hello\n"


@pytest.fixture
def phone():
    with receiver() as found:
        yield found


@pytest.fixture
def made(tmp_path, phone):
    """Two brands, of each an export that is late and a file that is held; two nights know of it."""
    found = team(tmp_path / "workspace")
    (found.root / "pilaster.toml").write_text(f'settle_s = 0\nthreads = 1\nalert_url = "{phone.url}"\n', "utf-8")
    expected = {"format": "x_content", "every": "month", "within_days": 0}
    long_ago = datetime.now(UTC) - timedelta(days=100)
    for brand in (BRAND, LEAVES):
        found.strategy(brand, accounts=[OWN[0], {**OWN[1], "exports": [expected]}])
        found.land(x.content(x.post(1, long_ago)), brand=brand, taken=long_ago + timedelta(days=1))
        found.land(HELD, "notes.csv", brand=brand)
    for _ in range(2):
        found.night()
    return found


def ledger_of(made):
    return open_ledger(f"sqlite:///{made.root / 'ledger.db'}")


def known(made):
    ledger = ledger_of(made)
    try:
        return recall(ledger).known
    finally:
        ledger.dispose()


def test_a_brand_that_leaves_is_forgotten_and_the_next_night_brings_nothing_back(made, phone):
    before = known(made)
    assert {key.partition(" ")[0] for key in before if LEAVES in key} == {"held", "late"}

    offboard(made.root, LEAVES)
    assert known(made) == tuple(key for key in before if LEAVES not in key)
    made.night()

    assert LEAVES.encode() not in (made.root / "ledger.db").read_bytes()
    assert known(made) == tuple(key for key in before if LEAVES not in key)
    assert len(phone.messages) == 1  # and what is known of the other brand is still known


def test_a_brand_that_had_left_before_its_memory_was_cleared_is_handed_on_no_more(made, phone):
    offboard(made.root, LEAVES)
    stays = known(made)
    ledger = ledger_of(made)
    with ledger.connect() as connection:
        (run_id,) = connection.exec_driver_sql("SELECT max(run_id) FROM runs WHERE kind = 'nightly'").scalars()
    remember(ledger, run_id, Memory(99, (*stays, f"late 2026-10-31 {LEAVES} x atelierlumen x_content")))
    ledger.dispose()

    made.night()

    assert known(made) == stays
    assert len(phone.messages) == 1
