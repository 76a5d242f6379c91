"""Several runs that are told as one: each file, brand and warning once, and the last word counts."""

from flows.summary import BEHIND, DAMAGED, Summary

QUIET = {"n_quarantined": 0, "n_accepted": 1}


def part(run_id, **told):
    return Summary(run_id, "w", is_part=True, **told)


def file(sha, state="taken"):
    return {"brand": "atelier", "sha": sha, "state": state, **QUIET}


def skipped(code, where):
    return {"code": code, "brand": "atelier", "where": where}


def warning(table, n):
    return {"table": table, "check": "looks_odd", "n": n, "why": "rarely right"}


def test_the_last_run_tells_what_all_of_them_did_and_has_the_last_word():
    first = part("1", files=[file("a", "held"), file("b")], published=["x", "y"], notes=["once"], seconds={"land": 1.0})
    second = part("2", files=[file("c")], published=["y"], notes=["once"], seconds={"extract": 2.0})
    last = Summary("3", "w", files=[file("a")], published=["z"], seconds={"extract": 0.5})

    last.follow([first, second])

    assert [(each["sha"], each["state"]) for each in last.files] == [("a", "taken"), ("b", "taken"), ("c", "taken")]
    assert (last.published, last.notes, last.parts) == (["x", "y", "z"], ["once"], ["1", "2"])
    assert (last.run_id, last.seconds, last.exit_code) == ("3", {"land": 1.0, "extract": 2.5}, 0)


def test_a_brand_is_left_out_once_and_only_pages_that_the_last_run_left_behind_are_told():
    first = part("1", skipped=[skipped(DAMAGED, "raw/a"), skipped(BEHIND, "reports/")])
    last = Summary("2", "w", skipped=[skipped(DAMAGED, "raw/b"), skipped(BEHIND, "contract/")])

    last.follow([first])

    assert [each["where"] for each in last.skipped] == ["raw/a", "contract/"]


def test_records_that_look_odd_add_up_and_rows_of_a_report_told_twice_do_not():
    first = part("1", warnings=[warning("staging_post", 3), warning("rpt_post", 5)])
    last = Summary("2", "w", warnings=[warning("staging_post", 3), warning("rpt_post", 4)])

    last.follow([first])

    assert [(each["table"], each["n"]) for each in last.warnings] == [("staging_post", 6), ("rpt_post", 5)]
