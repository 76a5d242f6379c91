"""rpt_share_of_voice equals a plain recomputation over any hits, and sums to 1 over us and our competitors (METRICS 3)."""

import datetime as dt
import os
from collections import defaultdict
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.care import BRAND, hit, reported, strategy

ZONE = ZoneInfo("Asia/Kolkata")
CARE = 'our_names: [Lumen]\ncompetitors: [Rival Studio, "Noord"]\n'
# How tools write the subjects, and whom they mean; nobody tracks the last one.
WHOM = {"lumen": BRAND, " Atelier ": BRAND, "RIVAL  studio": "Rival Studio", "Noord": "Noord", "somebody": None}
MONTHS = ("2026-09", "2026-10", "2026-11")
START = dt.datetime(2026, 9, 20, tzinfo=dt.UTC)
COUNT = st.one_of(st.none(), st.integers(0, 10**6))
HITS = st.dictionaries(
    st.tuples(st.integers(1, 12).map(str), st.sampled_from(sorted(WHOM)), st.sampled_from(("mentions", "other_tool"))),
    st.fixed_dictionaries(
        {
            "published_at": st.integers(0, 55 * 24).map(lambda hours: START + dt.timedelta(hours=hours)),
            "is_about_us": st.sampled_from((None, None, None, True, False)),
            "engagements": COUNT,
            "impressions": COUNT,
            "exposure_metric": st.sampled_from(("estimated", "estimated", "views")),
            "sentiment": st.sampled_from((None, "positive", "neutral", "negative")),
            "observed_at": st.integers(1, 3).map(lambda day: dt.datetime(2026, 12, day, 7, tzinfo=dt.UTC)),
            "source_line": st.integers(2, 9),
        }
    ),
    min_size=1,
    max_size=30,
)


def whom(row):
    told = WHOM[row["subject"]]
    if row["is_about_us"] is True:
        return BRAND
    return None if row["is_about_us"] is False and told == BRAND else told


def expected(rows, month):
    """(query set, subject) → its figures."""
    year, number = map(int, month.split("-"))
    seen: defaultdict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for row in rows:
        at = row["published_at"]
        if whom(row) and abs(at.year * 12 + at.month - year * 12 - number) <= 1:
            once = seen[row["format"], whom(row)]
            before = once.get(row["mention_id"])
            if before is None or late(row) > late(before):
                once[row["mention_id"]] = row
    found: dict[Any, Any] = {}
    for tool in {tool for tool, _ in seen}:
        hits = {
            name: [row for row in seen[tool, name].values() if f"{row['published_at'].astimezone(ZONE):%Y-%m}" == month]
            if (tool, name) in seen
            else None
            for name in (BRAND, "Rival Studio", "Noord")
        }
        if any(hits.values()):
            found |= {(tool, name): row for name, row in shares(hits).items()}
    return found


def late(row):
    return row["observed_at"], -row["source_line"]


def shares(hits):
    tracked = {name: rows for name, rows in hits.items() if rows is not None}
    is_set = BRAND in tracked and len(tracked) > 1
    found = {name: {"mentions": None if rows is None else len(rows)} for name, rows in hits.items()}
    total = sum(len(rows) for rows in tracked.values())
    for name, rows in tracked.items():
        found[name]["share_of_voice"] = divided(len(rows), total) if is_set else None
        found[name] |= sentiment(rows)
    for kpi in ("engagements", "impressions"):
        sums = {name: added([row[kpi] for row in rows]) for name, rows in tracked.items()}
        kinds = {row["exposure_metric"] for rows in tracked.values() for row in rows if row["impressions"] is not None}
        is_told = is_set and None not in sums.values() and (kpi == "engagements" or len(kinds) < 2)
        for name, rows in tracked.items():
            found[name][f"{kpi}_voice"] = sums[name]
            found[name][f"{kpi}_share_of_voice"] = divided(sums[name], sum(sums.values())) if is_told else None
            found[name][f"{kpi}_mentions_n_missing"] = sum(row[kpi] is None for row in rows)
    return found


def sentiment(rows):
    told = [row["sentiment"] for row in rows]
    judged = [each for each in told if each]
    good, bad = told.count("positive"), told.count("negative")
    return {
        "n_neutral": told.count("neutral") if judged else None,
        "sentiment_n_missing": told.count(None),
        "net_sentiment": divided(good - bad, good + bad),
        "sentiment_classifier": rows[0]["format"] if judged else None,
    }


def added(values):
    known = [each for each in values if each is not None]
    return sum(known) if known or not values else None


def divided(top, bottom):
    return float(f"{top / bottom:.11e}") if bottom else None


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(HITS, st.randoms(use_true_random=False))
def test_shares_equal_a_plain_recomputation_and_sum_to_1(tmp_path_factory, told, random):
    rows = [hit(name, subject, format=tool, **known) for (name, subject, tool), known in told.items()]
    care, spill = strategy(CARE, ZONE.key), tmp_path_factory.mktemp("spill")
    # Two records of one moment and line would be one record: the file tells them apart.
    for number, row in enumerate(rows):
        row["source_line"] = number + 2

    found = reported("rpt_share_of_voice", {"fact_mention": rows}, spill, care, MONTHS)

    wanted = {(month, *key): row for month in MONTHS for key, row in expected(rows, month).items()}
    assert {(row["month"], row["query_set"], row["subject"]) for row in found} == wanted.keys()
    for row in found:
        figures = wanted[row["month"], row["query_set"], row["subject"]]
        assert {name: row[name] for name in figures} == figures
    sums_to_1(found)
    shuffled = random.sample(rows, len(rows))
    assert reported("rpt_share_of_voice", {"fact_mention": shuffled}, spill, care, MONTHS, threads=4) == found
    assert reported("rpt_share_of_voice", {"fact_mention": rows}, spill, care, MONTHS[1:2]) == [
        row for row in found if row["month"] == MONTHS[1]
    ]


def sums_to_1(rows):
    sets = defaultdict(list)
    for row in rows:
        sets[row["month"], row["query_set"]].append(row)
    for of_set in sets.values():
        for part, whole in (
            ("mentions", "share_of_voice_denominator"),
            ("engagements_voice", "engagements_voice_denominator"),
            ("impressions_voice", "impressions_voice_denominator"),
        ):
            parts = [Fraction(row[part], row[whole]) for row in of_set if row[whole] and row[part] is not None]
            assert sum(parts) in ({1} if parts else {0})


def test_three_hits_of_two_subjects(tmp_path):
    rows = [hit("m-1", "lumen"), hit("m-2", "Rival Studio"), hit("m-3", "rival studio", sentiment="positive")]

    found = reported(
        "rpt_share_of_voice", {"fact_mention": rows}, tmp_path, strategy("our_names: [Lumen]\ncompetitors: [Rival Studio]\n")
    )

    assert {row["subject"]: row["share_of_voice"] for row in found} == {"atelier": 0.333333333333, "Rival Studio": 0.666666666667}
    sums_to_1(found)


def test_without_a_competitor_there_is_no_share_but_a_reason(tmp_path):
    (row,) = reported("rpt_share_of_voice", {"fact_mention": [hit("m-1")]}, tmp_path)

    assert (row["mentions"], row["share_of_voice"]) == (1, None)
    assert "competitors in the strategy" in row["reason"]
