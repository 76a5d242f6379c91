"""The pages of quality: everything from outside is text, nothing reaches out, and the same facts are the same bytes."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from transforms.pages.latest_run import latest_page, latest_stamp
from transforms.pages.quality import file_page, file_page_name, index_page, stamp
from transforms.pages.rendering import render

EVIL = '<script>alert("x")</script>'
HOLD = {
    "code": "unreadable_file",
    "where": "atelier/a.csv, line 9",
    "expected": "a whole record",
    "found": EVIL,
    "remedy": "run `it`",
}


def file(**overrides):
    told = {
        "brand": "atelier", "sha": "ab" * 32, "name": f"{EVIL}.csv", "folders": ["x"], "observed_on": "2026-11-02",
        "observed_on_source": "sidecar", "state": "taken", "hold": None, "format": "x_content", "n_records": 3, "n_structural": 0,
        "n_duplicates": 0, "n_quarantined": 1, "n_accepted": 2, "unknown_columns": [EVIL], "notes": [EVIL],
    }  # fmt: skip
    return told | overrides


def check(**overrides):
    told = {
        "table_name": "staging_post", "expectation": "post_id_digits", "severity": "critical", "success": False, "n_evaluated": 3,
        "n_unexpected": 1, "why": "ids are digits",
    }  # fmt: skip
    return told | overrides


def facts(**overrides):
    brand = {"brand": "atelier", "files_taken": 1, "files_held": 0, "records_accepted": 2, "records_refused": 1}
    return {"brands": [brand], "waiting": [file()]} | overrides


def latest(**overrides):
    return {"files": [file()], "checks": [check()]} | overrides


QUARANTINED = {"records": [{"line": 2, "reasons": [EVIL], "record": {EVIL: EVIL, "Caption": "a\x00b", "Empty": " "}}]}
PAGES = {
    "index": lambda: index_page(facts(waiting=[file(), file(sha="cd" * 32, state="held", hold=HOLD)])),
    "refused": lambda: file_page(file(), QUARANTINED),
    "latest": lambda: latest_page(latest()),
    "nothing known": lambda: latest_page({}),
    "held": lambda: file_page(file(state="held", hold=HOLD), None),
}


class Elements(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"nothing known"}))
def test_whatever_stands_in_an_export_stays_text(name):
    page = PAGES[name]()

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not [tag for tag, _ in Elements(page).found if tag == "script"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reaches_nothing_outside_itself(name):
    elements = Elements(PAGES[name]()).found
    links = [value for _, attrs in elements for key, value in attrs.items() if key in {"href", "src", "action", "srcset"}]
    policies = [attrs["content"] for tag, attrs in elements if tag == "meta" and "http-equiv" in attrs]

    assert [link for link in links if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", link) and link != "data:,"] == []
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_its_language_and_suits_light_and_dark(name):
    page = PAGES[name]()

    assert '<html lang="en">' in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_the_same_facts_are_the_same_bytes():
    assert index_page(facts()) == index_page(facts())
    assert stamp(facts()) in index_page(facts())
    assert stamp(facts()) != stamp(facts(waiting=[]))
    assert latest_page(latest()) == latest_page(latest())
    assert latest_stamp(latest()) in latest_page(latest())
    assert latest_stamp(latest()) != latest_stamp(latest(checks=[check(n_unexpected=2)]))


def test_every_expectation_stands_with_its_why_severity_and_counts():
    kept = check(expectation="parse_error_absent", success=True, n_unexpected=0, why="cells can be read", severity="warning")

    page = latest_page(latest(checks=[check(), kept]))

    for told in ("post_id_digits", "ids are digits", "parse_error_absent", "cells can be read", "critical", "warning"):
        assert told in page


def test_a_held_file_shows_the_four_answers_and_its_command_as_code():
    page = PAGES["held"]()

    for told in ("atelier/a.csv, line 9", "a whole record", "run <code>it</code>"):
        assert told in page


def test_files_held_for_the_same_reason_are_told_once():
    held = [file(sha=f"{n:064x}", name=f"{n}.csv", state="held", hold=HOLD) for n in range(9)]

    page = index_page(facts(waiting=held))

    assert page.count("a whole record") == 1
    assert all(file_page_name(each) in page for each in held)


def test_a_refused_record_shows_its_line_and_cells_and_what_cannot_be_seen():
    page = file_page(file(), QUARANTINED)

    assert "Line 2" in page
    assert "a␀b" in page
    assert "1 empty cell" in page


def test_more_refused_records_than_shown_are_told():
    assert "The first 1 of them are shown" in file_page(file(n_quarantined=7), QUARANTINED)


def test_a_template_that_misspells_a_name_is_an_error():
    with pytest.raises(UndefinedError):
        render("quality_file.html", file={}, path="", records=[])
