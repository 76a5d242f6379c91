"""One message for a night: short, calm, and nobody's name in it is a command to the receiver."""

from typing import Any

from flows.alerting.message import MAX_SHOWN, RULES, compose, headline, plain
from flows.alerting.rules import Alert


def alert(code="held", number=1, **overrides):
    told: dict[str, Any] = {
        "where": f"atelier/{number}.csv",
        "what": "empty export",
        "remedy": "export it again",
        "n": 1,
    } | overrides
    return Alert(code, f"{code} {number}", **told)


def test_a_message_says_what_where_what_to_do_and_where_to_look():
    told = compose(
        [alert(), alert("quarantined", n=3, what="3 of 9 records refused", remedy="see why")], "nightly", "/srv/social"
    )

    assert told.title == "Pilaster: 1 file held, 3 records refused"
    assert told.body == (
        "Files held\n- atelier/1.csv: empty export\n  What to do: export it again\n\n"
        "Records refused\n- atelier/1.csv: 3 of 9 records refused\n  What to do: see why\n\n"
        "Workspace /srv/social (nightly). Pages: /srv/social/reports/quality/index.html"
    )
    assert not told.is_failure


def test_a_failure_is_told_first_and_marked():
    told = compose([alert(), alert("failed")], "nightly", "/w")

    assert told.title == "Pilaster: the run failed, 1 file held"
    assert told.is_failure


def test_the_same_advice_is_given_once():
    told = compose([alert(number=number) for number in range(3)], "nightly", "/w")

    assert told.body.count("What to do") == 1


def test_a_thousand_held_files_are_one_short_message():
    told = compose([alert(number=number, what="x" * 5_000, remedy="y" * 5_000) for number in range(1_000)], "nightly", "/w")

    assert told.title == "Pilaster: 1,000 files held"
    assert f"- and {1_000 - MAX_SHOWN} more" in told.body
    assert len(told.body) < 5_000


def test_every_rule_has_words_for_one_and_for_many():
    told = {code: (headline([alert(code)]), headline([alert(code)] * 1_200)) for code in RULES}

    assert told["late"] == ("1 export late", "1,200 exports late")
    assert not [words for words in told.values() if not all(words) or "{" in "".join(words)]


def test_no_name_of_a_file_calls_everybody_or_breaks_the_line():
    told = plain("<!channel> @everyone\n- all is well\u202e.csv")

    assert not set("<>@\n\u202e") & set(told)
    assert "all is well" in told
