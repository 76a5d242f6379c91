"""When an export was taken: LinkedIn says it in the name, else a sidecar or the file's own time."""

import datetime as dt

import pytest

from transforms.exports.stamps import downloaded_at
from warehouse.receipts import source_file

LATER = "2026-02-01T00:00:00+00:00"


def event(path, mtime=LATER, observed=None):
    return {"brand": "atelier", "sha": "ab", "path": path, "mtime": mtime, "observed": observed}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("atelier_content_1766385907708.xls", "2025-12-22T06:45:07.708000+00:00"),
        ("atelier_followers_1766385928211 (1).xls", "2025-12-22T06:45:28.211000+00:00"),
        ("atelier_content_17663859077081.xls", None),
        ("1766385907708.xls", None),
        ("content_plan.xlsx", None),
    ],
)
def test_the_name_tells_the_moment_of_download(name, told):
    found = downloaded_at(name)

    assert (found.isoformat() if found else None) == told


def test_the_name_beats_a_sidecar_and_the_files_own_time():
    found = source_file([event("linkedin/atelier_content_1766385907708.xls", observed="2026-01-31")])

    assert (found.observed_on, found.observed_on_source) == (dt.date(2025, 12, 22), "name")


def test_a_name_that_tells_a_moment_after_the_file_was_made_is_not_believed():
    found = source_file([event("atelier_content_1966385907708.xls")])

    assert (found.observed_on, found.observed_on_source) == (dt.date(2026, 2, 1), "mtime")


def test_a_second_arrival_under_another_name_changes_nothing():
    named, renamed = event("atelier_content_1766385907708.xls"), event("content.xls", "2025-12-01T00:00:00+00:00")

    assert source_file([named, renamed]) == source_file([renamed, named])
    assert source_file([renamed, named]).observed_on_source == "name"
