"""rpt_conversation equals a plain recomputation over any messages, in any order, for one month or three, by any threads."""

import datetime as dt
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.care import BRAND, message, post, reported, strategy
from tests.properties.conversation_oracle import Month, conversation

ZONE = "Europe/Amsterdam"
MONTHS = ("2026-09", "2026-10", "2026-11")
START = dt.datetime(2026, 9, 20, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 55 * 86_400).map(lambda seconds: START + dt.timedelta(seconds=seconds, microseconds=seconds % 7))
NAMES = tuple(f"m{number}" for number in range(12))
MAYBE = st.sampled_from((None, True, False))
MESSAGES = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("messages", "messages", "other_inbox"))),
    st.fixed_dictionaries(
        {
            "sent_at": MOMENTS,
            "direction": st.sampled_from(("inbound", "outbound")),
            "account": st.sampled_from(("atelier.lumen", "atelier.lumen", "lumen.care")),
            "interaction_kind": st.sampled_from(("message", "message", "comment", "reply", "reaction", None)),
            "thread_id": st.sampled_from((None, "t1", "t2", "p1")),
            "answers": st.sampled_from((None, None, *NAMES, "unknown")),
            "is_proactive": st.sampled_from((None, None, True, False)),
            "is_automated": st.sampled_from((None, False, False, True)),
            "needs_reply": st.sampled_from((None, True, True, True, False)),
            "observed_at": st.sampled_from([dt.datetime(2026, month, 2, 7, tzinfo=dt.UTC) for month in (10, 11, 12)]),
        }
    ),
    min_size=1,
    max_size=20,
)
POSTS = st.lists(st.tuples(MOMENTS, st.sampled_from(("atelier.lumen", "lumen.care"))), max_size=4)
HOURS = (frozenset(range(5)), 9, 18)


def as_rows(told):
    rows = []
    for (name, format_), known in told.items():
        # A message that answers itself, and one that was seen before it was sent, are refused at the door.
        answers = known["answers"] if known["answers"] != name else None
        seen = max(known["observed_at"], known["sent_at"])
        rows.append(
            message(name, **known | {"format": format_, "answers": answers, "observed_at": seen, "observed_on": seen.date()})
        )
    return rows


# A query of this size takes a while to be planned, so examples are few and rich; more are for a search at leisure.
@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "10")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(MESSAGES, POSTS, st.integers(1, 21), st.booleans(), st.randoms(use_true_random=False))
def test_every_figure_equals_a_plain_recomputation(tmp_path_factory, told, published, window, has_hours, random):
    rows = as_rows(told)
    posts = [post(f"p{number}", moment, account=account) for number, (moment, account) in enumerate(published, 1)]
    text = f"response_window_days: {window}\n"
    text += 'business_hours: {days: [Mon..Fri], from: "09:00", to: 18:00}\n' if has_hours else ""
    facts, care = {"fact_interaction": rows, "dim_post": posts}, strategy(text, ZONE)
    spill = tmp_path_factory.mktemp("spill")

    found = reported("rpt_conversation", facts, spill, care, MONTHS)

    expected = {
        (month, account): row
        for month in MONTHS
        for account, row in conversation(Month(month, ZONE, window, HOURS if has_hours else None), rows, posts).items()
    }
    assert {(row["month"], row["account"]) for row in found} == expected.keys()
    for row in found:
        wanted = expected[row["month"], row["account"]]
        assert {name: row[name] for name in wanted} == wanted
        assert row["brand"] == BRAND
    shuffled = {name: random.sample(each, len(each)) for name, each in facts.items()}
    assert reported("rpt_conversation", shuffled, spill, care, MONTHS, threads=4) == found
    alone = reported("rpt_conversation", facts, spill, care, MONTHS[1:2])
    assert alone == [row for row in found if row["month"] == MONTHS[1]], "what else is read changes nothing"


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_a_message_alone_has_an_outcome(direction, tmp_path):
    (row,) = reported("rpt_conversation", {"fact_interaction": [message("m1", START.replace(month=10), direction)]}, tmp_path)

    assert (row["n_needing_reply"], row["n_unanswered"]) == ((1, 1) if direction == "inbound" else (0, 0))
