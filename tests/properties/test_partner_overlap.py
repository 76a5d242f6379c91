"""rpt_partner_overlap equals a plain recomputation over any lists: symmetric, 0..1, jaccard at most containment (METRICS 3)."""

import datetime as dt
import os
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.builders.care import BRAND, SEEN, reported, strategy

OURS = {"instagram": ("atelier.lumen", "atelier.outlet"), "x": ("atelierlumen",)}
PARTNERS = ("rival.studio", "noord")
MONTHS = ("2026-09", "2026-10")
ACCOUNTS = "accounts:\n" + "".join(f"  - {{platform: {name}, handle: {each}}}\n" for name, own in OURS.items() for each in own)
# Swapped: what was ours is theirs, and theirs is ours.
SWAPPED = "accounts:\n" + "".join(f"  - {{platform: {name}, handle: {each}}}\n" for name in OURS for each in PARTNERS)
SAID = st.tuples(
    st.sampled_from(sorted(OURS)),
    st.sampled_from((*OURS["instagram"], *OURS["x"], *PARTNERS)),
    st.integers(1, 8).map(lambda number: f"{number:08x}"),
    st.dates(dt.date(2026, 9, 20), dt.date(2026, 10, 12)),
    st.sampled_from(("followers", "another_list")),
)
LISTS = st.lists(SAID, max_size=60)


def rows_of(told, ours=OURS):
    """Rows of fact_audience_member: one per account, member, month and format, the day that was told last."""
    found = {}
    for number, (platform, account, member, day, format_) in enumerate(told):
        row = {
            "seen_on": day, "month": f"{day:%Y-%m}", "brand": BRAND, "platform": platform, "account": account, "format": format_,
            "member_key": member, "is_own": account in ours.get(platform, ()), "account_handle": account, "observed_at": SEEN,
            "observed_on": SEEN.date(), "source_sha": "5c1f", "source_line": number + 2,
        }  # fmt: skip
        found[platform, account, member, row["month"], format_] = row
    return list(found.values())


def expected(rows):
    """(month, platform, account, partner) → its figures, from sets."""
    lists = defaultdict(set)
    for row in rows:
        lists[row["month"], row["platform"], row["account"], row["is_own"]].add(row["member_key"])
    found = {}
    for (month, platform, partner, is_own), theirs in lists.items():
        for account in () if is_own else OURS[platform]:
            own = lists.get((month, platform, account, True))
            everyone = [each for of, each in lists.items() if of[:2] == (month, platform) and of[3]]
            found[month, platform, account, partner] = figures(own, theirs) | {
                "incremental_reach": len(theirs - set().union(*everyone)) if everyone else None
            }
    return found


def figures(own, theirs):
    if own is None:
        return {"n_own": None, "n_partner": len(theirs), "n_shared": None, "jaccard": None, "containment": None}
    both, either = len(own & theirs), len(own | theirs)
    return {
        "n_own": len(own),
        "n_partner": len(theirs),
        "n_shared": both,
        "n_union": either,
        "jaccard": divided(both, either),
        "containment": divided(both, min(len(own), len(theirs))),
        "own_unique_ratio": divided(len(own - theirs), len(own)),
        "partner_unique_ratio": divided(len(theirs - own), len(theirs)),
        "own_contribution": divided(len(own - theirs), either),
        "partner_contribution": divided(len(theirs - own), either),
    }


def divided(top, bottom):
    return float(f"{top / bottom:.11e}")


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(LISTS, st.randoms(use_true_random=False))
@example(
    [
        ("instagram", account, member, dt.date(2026, 10, 1), "followers")
        for account, members in (("atelier.lumen", "123"), ("atelier.outlet", "4"), ("rival.studio", "345"))
        for member in members
    ],
    None,
)
def test_overlaps_equal_sets_and_do_not_ask_who_is_who(tmp_path_factory, told, random):
    spill, rows = tmp_path_factory.mktemp("spill"), rows_of(told)

    found = report(rows, spill, ACCOUNTS)

    wanted = expected(rows)
    assert {key(row) for row in found} == wanted.keys()
    for row in found:
        assert {name: row[name] for name in wanted[key(row)]} == wanted[key(row)]
        assert row["jaccard"] is None or 0 <= row["jaccard"] <= row["containment"] <= 1
        assert row["n"] == (row["n_partner"] if row["n_union"] is None else row["n_union"])
    shuffled = random.sample(rows, len(rows)) if random else rows[::-1]
    assert report(shuffled, spill, ACCOUNTS, threads=4) == found
    assert_symmetric(found, told, spill)


def assert_symmetric(found, told, spill):
    """Whichever of the two is ours: what both share is the same, and what each has alone changes sides."""
    theirs = dict.fromkeys(OURS, PARTNERS)
    swapped = {
        (row["month"], row["platform"], row["partner"], row["account"]): row
        for row in report(rows_of(told, theirs), spill, SWAPPED)
    }
    for row in (row for row in found if row["n_own"] is not None and row["partner"] in PARTNERS):
        other = swapped[key(row)]
        assert [row[name] for name in ("n_shared", "n_union", "jaccard", "containment")] == [
            other[name] for name in ("n_shared", "n_union", "jaccard", "containment")
        ]
        assert (row["own_unique_ratio"], row["own_contribution"]) == (
            other["partner_unique_ratio"],
            other["partner_contribution"],
        )


def report(rows, spill, accounts, threads=1):
    return reported("rpt_partner_overlap", {"fact_audience_member": rows}, spill, strategy(accounts), MONTHS, threads)


def key(row):
    return row["month"], row["platform"], row["account"], row["partner"]
