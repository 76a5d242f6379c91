"""Generated histories against plain Python: facts, counts, labels and the reports of one night."""

from collections import Counter, defaultdict
from fractions import Fraction
from math import isclose

import pytest
from hypothesis import example, given

from tests.properties.histories import every_kind, histories, sequence
from tests.properties.nights import FEW, at_once
from tests.properties.oracle import FACTS, tell
from tests.properties.reported import balance, engagement, own_posts, pillars_of
from tests.properties.strategies import PILLARS, ZONES
from transforms.contracts.tables import TABLES


@pytest.mark.slow
@FEW
@given(history=histories())
@example(history=sequence([10, 12, 10]) + every_kind())
def test_a_night_says_what_plain_python_says(tmp_path_factory, history):
    told = tell(history)

    made = at_once(tmp_path_factory.mktemp("night"), history)

    assert files(made) == told.files
    assert dispositions(made) == accepted(told)
    for brand in ZONES:
        for name in FACTS:
            assert sums(made.rows(name, brand), name) == expected_sums(told.rows(name, brand), name)
            assert len(made.rows(name, brand)) == len(told.rows(name, brand))
        expected = engagement(told, brand)
        assert reported(made, brand, expected[0] if expected else ()) == expected
        assert_pillars(made, told, brand)
        assert quality(made.rows("rpt_quality", brand)) == expected_quality(told, brand)
        assert creators_months(made.rows("rpt_influencer_performance", brand)) == expected_creators_months(told, brand)


def reported(made, brand, names):
    """rpt_engagement in the columns that follow from records alone; test_recomputed.py tells all of them from facts."""
    found = made.rows("rpt_engagement", brand, "platform, month, account, basis")
    return [{name: row[name] for name in names} for row in found]


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
    return Counter((seen.export.brand, seen.export.sha, seen.table) for seen in told.accepted)


def sums(rows, name):
    """Every additive measure over a whole fact table; None where no row supplies it."""
    found = {}
    for measure in TABLES[name].select(("A", "A-p")):
        supplied = [row[measure] for row in rows if row[measure] is not None]
        found[measure] = sum(supplied) if supplied else None
    return found


def expected_sums(winners, name):
    # What the builders write into an overview beside the measures under test.
    beside = {"unfollows": 0, "posts_published": 0}
    rows = [seen.measures | (beside if seen.export.format == "x_overview" else {}) for seen in winners]
    return sums([{measure: row.get(measure) for measure in TABLES[name].columns} for row in rows], name)


def assert_pillars(made, told, brand):
    """Credits of a post sum to 1; shares are the exact fractions, sum to 1, and lie as far from the plan as the drift says."""
    credit: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in made.rows("bridge_post_label", brand):
        credit[row["platform"], row["post_id"]] += Fraction(row["credit_numerator"], row["credit_denominator"])
    assert set(credit.values()) <= {1}
    labelled = [post for post in own_posts(told, brand) if pillars_of(brand, post)]
    assert len(credit) >= len(labelled)

    rows, expected = made.rows("rpt_pillar_balance", brand), balance(told, brand)
    assert {(row["month"], row["pillar"]) for row in rows} == expected.keys()
    for basis in ("posts", "impressions", "engagements"):
        shares = {(row["month"], row["pillar"]): share(row, basis) for row in rows}
        assert shares == {key: row[f"{basis}_share"] for key, row in expected.items()}
        for month in {month for month, _ in shares}:
            of_month = {pillar: found for (each, pillar), found in shares.items() if each == month}
            drift = next(row[f"{basis}_drift"] for row in rows if row["month"] == month)
            if None in of_month.values():
                assert (set(of_month.values()), drift) == ({None}, None)
            else:
                assert sum(of_month.values()) == 1
                assert isclose(drift, distance(of_month, brand), abs_tol=1e-9)
                assert 0 <= drift <= 1
    for row in rows:
        whole = expected[row["month"], row["pillar"]]
        assert (row["n"], row["label_coverage_denominator"]) == (whole["n"], whole["label_coverage_denominator"])


def share(row, basis):
    whole = row[f"{basis}_share_denominator"]
    return Fraction(row[f"{basis}_share_numerator"], whole) if whole else None


def distance(shares, brand):
    """Total variation distance from the plan (METRICS 1.4)."""
    return float(sum(abs(shares[each["name"]] - Fraction(str(each["weight"]))) for each in PILLARS[brand]) / 2)


def quality(rows):
    """Files and records over all months, accounts and formats: each counts in one row."""
    names = ("files_taken", "files_held", "records", "records_accepted", "records_quarantined", "records_duplicate")
    return {name: sum(row[name] for row in rows) for name in names}


def expected_quality(told, brand):
    of_brand = [file for (each, _), file in told.files.items() if each == brand]
    taken = [file for file in of_brand if file["state"] == "taken"]
    return {
        "files_taken": len(taken),
        "files_held": len(of_brand) - len(taken),
        "records": sum(file["n_records"] for file in taken),
        "records_accepted": sum(file["n_accepted"] for file in taken),
        "records_quarantined": sum(file["n_quarantined"] for file in taken),
        "records_duplicate": sum(file["n_duplicates"] for file in taken),
    }


def creators_months(rows):
    """(month, creator) → posts, of those that have any."""
    return {(row["month"], row["account_handle"]): row["n_posts"] for row in rows if row["n_posts"]}


def expected_creators_months(told, brand):
    published = told.published(brand, "fact_creator_post")
    return Counter((f"{moment:%Y-%m}", creator) for (_, creator, *_), moment in published.items())
