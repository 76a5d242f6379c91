"""Nights over messages and hits: the two reports follow what they read, and nothing else; order and repetition leave no trace."""

import shutil
from datetime import UTC, datetime

import pytest

from tests.builders import conversation as told
from tests.builders.workspace import Team, team

OWN = ({"platform": "instagram", "handle": "atelier.lumen"},)
HOURS = {"days": ["Mon..Fri"], "from": "09:00", "to": "18:00"}
MORE = {"business_hours": HOURS, "competitors": ["Rival"]}
OCTOBER, NOVEMBER = datetime(2026, 11, 2, 7, tzinfo=UTC), datetime(2026, 11, 9, 7, tzinfo=UTC)


def asked(number, day, **cells):
    return told.message(number, sent_at=f"2026-{day}T09:30:00Z", needs_reply="yes", **cells)


def answer(number, to, day):
    return told.message(
        number, sent_at=f"2026-{day}T11:30:00Z", direction="out", kind="reply", author="atelier.lumen", answers=f"c-{to}"
    )


FILES = (
    ("messages.csv", OCTOBER, told.messages(asked(1, "10-12"), answer(2, 1, "10-12"), asked(3, "10-30"), asked(4, "10-13"))),
    ("later.csv", NOVEMBER, told.messages(answer(5, 3, "11-03"), asked(6, "11-04"))),
    ("mentions.csv", OCTOBER, told.mentions(told.mention(1), told.mention(2, subject="Atelier", sentiment="negative"))),
    ("more.csv", NOVEMBER, told.mentions(told.mention(3), told.mention(2, subject="Atelier", sentiment="positive"))),
)


def land(made, *numbers):
    for number in numbers:
        name, taken, data = FILES[number]
        made.land(data, name, taken=taken)


@pytest.fixture(scope="module")
def after_all(tmp_path_factory):
    made = team(tmp_path_factory.mktemp("care") / "w", accounts=OWN, **MORE)
    land(made, 0, 1, 2, 3)
    made.night()
    return made.root


@pytest.fixture
def made(after_all, tmp_path):
    return Team(shutil.copytree(after_all, tmp_path / "w"))


def tables(made, before):
    return {path.split("/")[1] for path, mtime in made.mtimes("warehouse").items() if before.get(path) != mtime}


def outcomes(made):
    names = ("n_answered", "n_unanswered", "n_censored")
    return {row["month"]: tuple(row[name] for name in names) for row in made.rows("rpt_conversation")}


def test_a_later_inbox_tells_what_was_too_young(tmp_path):
    made = team(tmp_path / "w", accounts=OWN, **MORE)
    land(made, 0)
    made.night()
    before = outcomes(made)

    land(made, 1)
    made.night()

    assert before == {"2026-10": (1, 1, 1)}
    assert outcomes(made) == {"2026-10": (2, 1, 0), "2026-11": (0, 0, 1)}


@pytest.mark.parametrize("nights", [((1, 3), (0, 2)), pytest.param(((2,), (1,), (3, 0)), marks=pytest.mark.slow)], ids=str)
def test_any_order_of_nights_ends_with_the_same_bytes(after_all, tmp_path, nights):
    made = team(tmp_path / "w", accounts=OWN, **MORE)
    shutil.copy(after_all / ".people_key", made.root / ".people_key")

    for numbers in nights:
        land(made, *numbers)
        made.night()

    assert made.bytes("warehouse") == Team(after_all).bytes("warehouse")


def test_a_second_night_writes_nothing(made):
    before = made.mtimes("warehouse")

    assert made.night().published == []
    assert made.mtimes("warehouse") == before


@pytest.mark.parametrize(
    ("change", "rebuilt"),
    [
        ({"business_hours": HOURS | {"to": "17:00"}}, "rpt_conversation"),
        ({"response_window_days": 3}, "rpt_conversation"),
        ({"accounts": [OWN[0] | {"business_hours": HOURS | {"days": ["Mon"], "closed": ["2026-10-12"]}}]}, "rpt_conversation"),
        ({"competitors": ["Rival", "Noord"]}, "rpt_share_of_voice"),
        ({"our_names": ["Lumen"], "competitors": []}, "rpt_share_of_voice"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else value,
)
def test_only_the_report_that_reads_a_part_of_the_strategy_is_built_again(made, change, rebuilt):
    before = made.mtimes("warehouse")

    made.strategy(**{"accounts": OWN} | MORE | change)
    made.night()

    assert tables(made, before) == {rebuilt}


def test_an_inbox_without_the_column_has_no_rate_but_a_reason(tmp_path):
    made = team(tmp_path / "w", accounts=OWN)
    made.land(told.messages(asked(1, "10-12"), answer(2, 1, "10-12"), missing=("needs_reply",)), "m.csv", taken=NOVEMBER)
    made.night()

    (row,) = made.rows("rpt_conversation")

    assert (row["response_rate"], row["n_needing_reply"], row["needs_reply_n_missing"]) == (None, None, 1)
    assert "needs_reply in messages.csv would" in row["reason"]


def test_hits_without_counts_have_shares_by_number_alone(made):
    found = {row["subject"]: row for row in made.rows("rpt_share_of_voice") if row["month"] == "2026-10"}

    assert {name: row["share_of_voice"] for name, row in found.items()} == {"atelier": 0.333333333333, "Rival": 0.666666666667}
    assert {row["impressions_share_of_voice"] for row in found.values()} == {None}
    assert (found["atelier"]["n_positive"], found["atelier"]["sentiment_classifier"]) == (1, "mentions"), "the later word counts"
