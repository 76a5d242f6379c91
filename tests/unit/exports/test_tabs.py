"""Headers that a tab completes."""

import pytest

from transforms.exports.tabs import completed

HEADER = ["Post ID", "Permalink", "Posted", "share", "like", ""]
WHOLE = [
    *("Post ID", "Permalink", "Posted", "Lifetime Post Stories by action type - share"),
    *("Lifetime Post Stories by action type - like", ""),
]


@pytest.mark.parametrize(
    "tab", ["Lifetime Post Stories by act...", "Lifetime Post Stories by action", "LIFETIME POST STORIES BY ACT…"]
)
def test_a_tab_completes_the_headers_of_its_sheet(tab):
    assert completed(HEADER, tab) == WHOLE


@pytest.mark.parametrize("tab", ["Lifetime Talking About This(...", "Lifetime Post", "Key Metrics", ""])
def test_another_tab_leaves_them_as_they_are(tab):
    assert completed(HEADER, tab) == HEADER


def test_a_table_of_something_else_stays_as_it_is():
    assert completed(["Date", "share"], "Lifetime Post Stories by act...") == ["Date", "share"]
