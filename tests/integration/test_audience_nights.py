"""Nights over audiences: every observation is kept, no export displaces another, and nothing depends on what came first."""

import io
import itertools
import zipfile

import pytest

from flows.commands.rebuild_ledger import rebuild_ledger
from tests.builders import instagram
from tests.builders.workspace import team

ACCOUNTS = (
    {"platform": "youtube", "handle": "AtelierLumenFilms"},
    {"platform": "tiktok", "handle": "atelier.lumen"},
)
EARLY, LATE = instagram.at(2026, 11, 2, 7), instagram.at(2026, 11, 9, 7)
PERIOD = "Cities 2026-10-01_2026-10-31 AtelierLumenFilms"
CITIES = "Cities,City name,Views,Watch time (hours)\nTotal,,1000,50\n0x1:0x1,Lisbon,{lisbon},30\n0x1:0x2,Porto,150,10\n"
CHART = "Date,Cities,City name,Views\n2026-10-01,0x1:0x1,Lisbon,20\n2026-10-02,0x1:0x1,Lisbon,21\n"
GENDER = '"Gender","Distribution"\n"Female","0.59"\n"Male","0.41"\n"Other","0"'


def zipped(**entries):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in entries.items():
            archive.writestr(f"{name} data.csv", text)
    return data.getvalue()


EXPORTS = (
    (f"{PERIOD}.zip", zipped(Table=CITIES.format(lisbon=600), Chart=CHART), EARLY),
    (f"{PERIOD}/Table data.csv", CITIES.format(lisbon=640).encode(), LATE),
    ("tiktok/FollowerGender.csv", GENDER.encode(), LATE),
)


def land(night, at):
    name, data, taken = EXPORTS[at]
    return night.land(data, name, taken=taken)


def told(rows):
    keys = ("observed_on", "audience", "dimension", "dimension_value", "period")
    return {tuple(f"{row[key]}" for key in keys): row["impressions"] or row["audience_share"] for row in rows}


def test_parts_of_an_audience_stand_beside_each_other_with_what_they_count(tmp_path):
    night = team(tmp_path, accounts=ACCOUNTS)
    for at in range(len(EXPORTS)):
        land(night, at)
    night.night()

    october = "2026-10-01/2026-10-31"
    assert told(night.rows("fact_audience")) == {
        ("2026-11-02", "viewers", "city", "Lisbon", october): 600,
        ("2026-11-02", "viewers", "city", "Porto", october): 150,
        ("2026-11-02", "viewers", "city", "Lisbon", "2026-10-01"): 20,
        ("2026-11-02", "viewers", "city", "Lisbon", "2026-10-02"): 21,
        ("2026-11-09", "viewers", "city", "Lisbon", october): 640,
        ("2026-11-09", "viewers", "city", "Porto", october): 150,
        ("2026-11-09", "followers", "gender", "female", "at_export"): 0.59,
        ("2026-11-09", "followers", "gender", "male", "at_export"): 0.41,
        ("2026-11-09", "followers", "gender", "other", "at_export"): 0.0,
    }
    files = night.ledger("SELECT n_records, n_accepted, n_structural, n_quarantined FROM files ORDER BY n_records")
    assert [tuple(file.values()) for file in files] == [(2, 2, 1, 0), (3, 3, 0, 0), (4, 4, 1, 0)]
    assert night.files("fact_audience") == ["2026-11"]
    assert {row["account"] for row in night.rows("dim_account")} == {"atelierlumenfilms", "atelier.lumen"}


@pytest.mark.slow
def test_no_order_of_arrival_leaves_a_trace(tmp_path):
    """FAULTS 19: an older export after a newer one."""
    published = []
    for number, order in enumerate(itertools.permutations(range(len(EXPORTS)))):
        night = team(tmp_path / str(number), accounts=ACCOUNTS)
        for at in order:
            land(night, at)
            night.night()
        published.append(night.bytes("warehouse"))

    assert all(each == published[0] for each in published[1:])


def test_a_later_night_tells_what_moved(tmp_path):
    night = team(tmp_path, accounts=ACCOUNTS)
    for at in range(2):
        land(night, at)
        night.night()

    meanings = night.ledger(
        "SELECT n_new, n_changes_latest, n_same_value, n_older FROM dispositions"
        " WHERE table_name = 'fact_audience' ORDER BY n_new"
    )
    assert [tuple(row.values()) for row in meanings] == [(0, 1, 1, 0), (4, 0, 0, 0)]


def test_an_impossible_share_refuses_its_record_and_no_other(tmp_path):
    night = team(tmp_path, accounts=ACCOUNTS)
    night.land(GENDER.replace("0.41", "41").encode(), "tiktok/FollowerGender.csv")
    night.night()

    assert [row["dimension_value"] for row in night.rows("fact_audience")] == ["female", "other"]
    assert [tuple(row.values()) for row in night.ledger("SELECT n_accepted, n_quarantined FROM files")] == [(2, 1)]


def test_a_second_night_changes_nothing_and_the_ledger_can_be_lost(tmp_path, capsys):
    """FAULTS 36: facts of audiences are found again like any other."""
    night = team(tmp_path, accounts=ACCOUNTS)
    for at in range(len(EXPORTS)):
        land(night, at)
    night.night()
    before, written = night.bytes(), night.mtimes()

    night.night()
    for path in night.root.glob("ledger.db*"):
        path.unlink()
    rebuild_ledger(workspace=night.root)
    night.night()

    assert night.bytes() == before
    assert night.mtimes() == written
