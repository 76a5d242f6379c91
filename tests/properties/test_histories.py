"""Generated histories against plain Python: facts, counts and the report of one night."""

import pytest
from hypothesis import example, given

from tests.properties.histories import ZONES, histories, sequence
from tests.properties.nights import FEW, at_once
from tests.properties.oracle import engagement, tell
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT

FACTS = (FACT_POST_SNAPSHOT, FACT_POST_DAILY, FACT_ACCOUNT_DAILY)


@pytest.mark.slow
@FEW
@given(history=histories())
@example(history=sequence([10, 12, 10]))
def test_a_night_says_what_plain_python_says(tmp_path_factory, history):
    told = tell(history)

    made = at_once(tmp_path_factory.mktemp("night"), history)

    assert files(made) == told.files
    assert dispositions(made) == accepted(told)
    for brand in ZONES:
        for fact in FACTS:
            assert sums(made.rows(fact.name, brand), fact) == expected_sums(told.rows(fact.name, brand), fact)
            assert len(made.rows(fact.name, brand)) == len(told.rows(fact.name, brand))
        assert made.rows("rpt_engagement", brand, "platform, month, account, basis") == engagement(told, brand)


def files(made):
    """State and counts of every file in the ledger."""
    counts = ("n_records", "n_quarantined", "n_duplicates", "n_accepted")
    told = {}
    for row in made.ledger("SELECT * FROM files"):
        names = ("state", *(counts if row["state"] == "taken" else counts[:1]))
        told[row["brand"], row["sha"]] = {name: row[name] for name in names}
    return told


def dispositions(made):
    """Accepted records per file and table: new, changes_latest, same_value and older together."""
    rows = made.ledger("SELECT * FROM dispositions")
    meanings = ("n_new", "n_changes_latest", "n_same_value", "n_older")
    return {(row["brand"], row["sha"], row["table_name"]): sum(row[name] for name in meanings) for row in rows}


def accepted(told):
    found: dict[tuple[str, str, str], int] = {}
    for seen in told.accepted:
        key = (seen.export.brand, seen.export.sha, seen.table)
        found[key] = found.get(key, 0) + 1
    return found


def sums(rows, fact):
    """Every additive measure over a whole fact table; None where no row supplies it."""
    found: dict[str, int | None] = {}
    for name in fact.select(("A", "A-p")):
        supplied = [row[name] for row in rows if row[name] is not None]
        found[name] = sum(supplied) if supplied else None
    return found


def expected_sums(winners, fact):
    # What the builders write into an overview beside the measures under test.
    rows = [
        seen.record.measures | ({"unfollows": 0, "posts_published": 0} if "x_o" in seen.export.format else {}) for seen in winners
    ]
    components = ("likes", "comments", "shares", "saves")
    for row in rows:
        if supplied := [row[name] for name in components if name in row]:
            row["engagements"] = sum(supplied)
    return sums([{name: row.get(name) for name in fact.columns} for row in rows], fact)
