"""Handles that an account gave up: it is followed under the old one, and who takes that one later is somebody else."""

import datetime as dt

import pytest

from tests.builders import conversation, x
from tests.builders.workspace import team
from transforms.errors import StrategyError
from transforms.strategy import parse_strategy

RENAMED = {"platform": "x", "handle": "lumen", "aliases": [{"handle": "atelier_old", "until": dt.date(2026, 5, 1)}]}

OLD = {"platform": "x", "account": "atelier_old"}


def export(handle, month, number):
    return x.content(x.post(number, dt.datetime(2026, month, 3, 16, tzinfo=dt.UTC), handle))


def told(made):
    return {row["account_handle"]: (row["account"], row["is_own"]) for row in made.rows("fact_post_snapshot")}


def test_an_old_handle_is_ours_up_to_its_last_day_and_somebody_elses_after(tmp_path):
    made = team(tmp_path, accounts=[RENAMED])
    made.land(export("Atelier_Old", 4, 1), "before.csv", taken=dt.datetime(2026, 5, 1, 7, tzinfo=dt.UTC))
    made.land(export("lumen", 6, 2), "after.csv", taken=dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC))
    made.night()
    assert told(made) == {"atelier_old": ("lumen", True), "lumen": ("lumen", True)}

    made.land(export("atelier_old", 6, 3), "theirs.csv", taken=dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC))
    made.night()

    own = {row["post_id"]: (row["account"], row["is_own"]) for row in made.rows("fact_post_snapshot")}
    assert sorted(own.values()) == [("atelier_old", False), ("lumen", True), ("lumen", True)]
    assert sum(row["n_posts"] for row in made.rows("rpt_engagement") if row["account"] == "lumen") == 2


@pytest.mark.parametrize(
    ("fact", "one_of"),
    [
        (
            "fact_interaction",
            lambda day, name: conversation.messages(conversation.message(name, sent_at=f"{day}T09:30:00Z", **OLD)),
        ),
        ("fact_audience_member", lambda day, name: conversation.followers(conversation.follower(name, date=day, **OLD))),
    ],
)
def test_messages_and_followers_of_an_old_handle_are_told_apart_likewise(tmp_path, fact, one_of):
    made = team(tmp_path, accounts=[RENAMED])
    made.land(one_of("2026-04-03", "then"), "then.csv", taken=dt.datetime(2026, 5, 1, 7, tzinfo=dt.UTC))
    made.land(one_of("2026-06-03", "later"), "later.csv", taken=dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC))

    made.night()

    assert sorted((row["account"], row["is_own"]) for row in made.rows(fact)) == [("atelier_old", False), ("lumen", True)]


def test_a_date_added_later_is_told_anew(tmp_path):
    made = team(tmp_path, accounts=[RENAMED | {"aliases": ["atelier_old"]}])
    made.land(export("atelier_old", 6, 1), taken=dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC))
    made.night()
    assert told(made) == {"atelier_old": ("lumen", True)}

    made.strategy(accounts=[RENAMED])
    made.night()

    assert told(made) == {"atelier_old": ("atelier_old", False)}


def test_a_folder_with_the_old_name_holds_exports_of_its_time(tmp_path):
    made = team(tmp_path, accounts=[RENAMED, {"platform": "x", "handle": "second"}])
    overview = b'Date,Impressions,Unfollows\n"Thu, Apr 2, 2026",5,1\n'
    made.land(overview, "atelier_old/o.csv", taken=dt.datetime(2026, 4, 9, 7, tzinfo=dt.UTC))
    made.land(overview.replace(b"5,1", b"6,1"), "atelier_old/p.csv", taken=dt.datetime(2026, 7, 9, 7, tzinfo=dt.UTC))

    summary = made.night()

    assert [(row["account"], row["impressions"]) for row in made.rows("fact_account_daily")] == [("lumen", 5)]
    assert [file["name"] for file in summary.held] == ["p.csv"]


def test_a_date_that_is_none_is_told_with_its_line():
    text = "brand: b\ntime_zone: UTC\naccounts:\n  - platform: x\n    handle: a\n    aliases:\n      - {handle: c, until: May}\n"

    with pytest.raises(StrategyError) as caught:
        parse_strategy(text, "strategy/b.yaml", "b")

    assert caught.value.where == "strategy/b.yaml, line 7, accounts.0.aliases.0.until"
