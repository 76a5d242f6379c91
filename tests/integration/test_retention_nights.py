"""Nights over retention: one record gives a post and the positions of its curves, and is counted once."""

import itertools

import pytest

from tests.builders import facebook, instagram
from tests.builders.workspace import team

ACCOUNTS = ({"platform": "facebook", "handle": "atelier", "id": facebook.PAGE_ID},)
EARLY, LATE = instagram.at(2026, 11, 2, 7), instagram.at(2026, 11, 9, 7)
CURVES = facebook.watched(total=(1, 0.8, 0.5), first_15_s=(1, "0.9"))


def made(root):
    return team(root, accounts=ACCOUNTS)


def curves(rows):
    """(curve, position) → share still watching, of each observation."""
    return {(f"{row['observed_on']}", row["retention_curve"], row["position"]): row["retention_share"] for row in rows}


def counts(team_):
    names = ("n_records", "n_accepted", "n_quarantined", "n_duplicates", "n_structural")
    return [tuple(row[name] for name in names) for row in team_.ledger("SELECT * FROM files ORDER BY name")]


def test_a_video_gives_a_post_and_its_curves_from_one_record(tmp_path):
    night = made(tmp_path)
    sha = night.land(facebook.videos(facebook.video(1, **CURVES), facebook.video(2)), taken=EARLY)
    night.night()

    rows = night.rows("fact_retention")

    assert curves(rows) == {
        ("2026-11-02", "total", 0): 1.0,
        ("2026-11-02", "total", 1): 0.8,
        ("2026-11-02", "total", 2): 0.5,
        ("2026-11-02", "first_15_s", 0): 1.0,
        ("2026-11-02", "first_15_s", 1): 0.9,
    }
    assert [row["position_share"] for row in rows if row["retention_curve"] == "total"] == [0.0, 0.5, 1.0]
    assert {(row["source_sha"], row["source_line"], row["account"], row["is_own"]) for row in rows} == {(sha, 2, "atelier", True)}
    assert night.files("fact_retention") == ["2026-10"]
    assert len(night.rows("fact_post_snapshot")) == 2
    assert counts(night) == [(2, 2, 0, 0, 0)]


def test_a_record_is_refused_once_with_everything_that_it_gives(tmp_path):
    """One cell that is no number refuses its record; the post and all other positions go with it."""
    night = made(tmp_path)
    bad = facebook.video(1, **CURVES | facebook.watched(total=(1, "0.авг")))
    far = facebook.video(2, **facebook.watched(total=(1, 97, 96)))
    night.land(facebook.videos(bad, far, facebook.video(3, **CURVES), facebook.video(3, **CURVES)), taken=EARLY)
    night.night()

    page = next((night.root / "quarantine").rglob("*.json")).read_text("utf-8")

    assert counts(night) == [(4, 1, 2, 1, 0)]
    assert "Percentage of total views at interval 1: '0.авг' is no number" in page
    assert "retention_believable" in page
    assert {row["post_id"] for row in night.rows("fact_retention")} == {"400000000000003"}
    assert {row["post_id"] for row in night.rows("fact_post_snapshot")} == {"400000000000003"}


@pytest.mark.slow
def test_every_observation_is_kept_whatever_came_first(tmp_path):
    """FAULTS 19: two orders of arrival, the same bytes; and each record means one thing to each table."""
    later = facebook.watched(total=(1, 0.7, 0.5), first_15_s=(1, 0.9))
    exports = {EARLY: facebook.videos(facebook.video(1, **CURVES)), LATE: facebook.videos(facebook.video(1, **later))}
    published = []
    for number, order in enumerate(itertools.permutations(exports)):
        night = made(tmp_path / str(number))
        for taken in order:
            night.land(exports[taken], f"{taken:%d}.csv", taken=taken)
            night.night()
        published.append(night.bytes("warehouse"))
    told = night.ledger(
        "SELECT n_new, n_changes_latest, n_same_value, n_older FROM dispositions WHERE table_name = 'fact_retention'"
    )

    assert published[0] == published[1]
    assert len(night.rows("fact_retention")) == 10
    assert sorted(map(tuple, (row.values() for row in told))) == [(0, 0, 0, 1), (1, 0, 0, 0)]


def test_a_second_night_changes_nothing(tmp_path):
    night = made(tmp_path)
    night.land(facebook.videos(facebook.video(1, **CURVES)), taken=EARLY)
    night.night()
    before, written = night.bytes(), night.mtimes()

    night.night()

    assert night.bytes() == before
    assert night.mtimes() == written
