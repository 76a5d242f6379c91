"""Arrivals that generated histories seldom hit, each of which once left a trace."""

from datetime import date

import pytest

from tests.builders import instagram, x
from tests.builders.workspace import team


def taken(day, hour=7):
    return instagram.at(2026, 11, day, hour)


def differences(found, expected):
    return sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))


def arrive(root, nights):
    made = team(root)
    for night in nights:
        for number, (data, when) in enumerate(night):
            made.land(data, f"{when:%d%H}-{number}-{len(data)}.csv", taken=when)
        made.night()
    return made


@pytest.mark.slow
def test_a_year_that_a_better_source_took_away_leaves_the_calendar(tmp_path):
    wrong = (instagram.content(instagram.post(1, **{"Publish time": "12/31/2025 09:00"})), taken(2))
    right = (instagram.content(instagram.post(1, **instagram.published(instagram.at(2026, 3, 1), by_id=True))), taken(3))

    apart, together = arrive(tmp_path / "apart", [[wrong], [right]]), arrive(tmp_path / "together", [[wrong, right]])

    assert apart.files("fact_post_snapshot") == ["2026-03"]
    assert differences(apart.bytes(), together.bytes()) == []


def test_an_account_whose_only_row_lost_leaves_the_accounts(tmp_path):
    of_partner = {"Account ID": "17841400000000077"}
    before = (instagram.content(instagram.post(1, **of_partner, **{"Account username": "noord.before"})), taken(2, 7))
    renamed = (instagram.content(instagram.post(1, **of_partner, **{"Account username": "studio.noord"})), taken(2, 19))

    apart, together = arrive(tmp_path / "apart", [[before], [renamed]]), arrive(tmp_path / "together", [[before, renamed]])

    assert "noord.before" not in {row["account"] for row in apart.rows("dim_account")}
    assert differences(apart.bytes(), together.bytes()) == []


@pytest.mark.slow
def test_a_loser_moves_to_another_month_with_the_post_it_tells_of(tmp_path):
    """Its row is gone, but when the winner is retired the next night must find it again."""
    undated = {"Publish time": "", "Permalink": ""}
    anchor = instagram.post(9)
    loser = (instagram.content(instagram.post(1, **undated, Likes=1), anchor), taken(2, 7))
    winner = (instagram.content(instagram.post(1, **undated, Likes=2), anchor), taken(2, 19))
    dated = (instagram.content(instagram.post(1, **instagram.published(instagram.at(2026, 9, 9), by_id=True))), taken(3))

    made = arrive(tmp_path, [[loser], [winner], [dated]])

    shas = made.ledger("SELECT sha FROM contributions WHERE table_name = 'fact_post_snapshot' AND month = '2026-09'")
    assert len(shas) == 3


def test_two_exports_of_one_account_under_two_handles_count_its_day_once(tmp_path):
    made = team(tmp_path, accounts=[{"platform": "x", "handle": "lumen.before"}])
    made.land(x.overview(x.account_day(Impressions=500)), "before.csv", taken=taken(2))
    made.night()
    made.strategy(accounts=[{"platform": "x", "handle": x.HANDLE, "aliases": ["lumen.before"]}])
    made.land(x.overview(x.account_day(Impressions=510)), "after.csv", taken=taken(3))
    made.night()

    assert [row["impressions"] for row in made.rows("fact_account_daily")] == [510]
    assert [row["impressions"] for row in made.rows("rpt_engagement")] == [510]


def test_the_same_file_in_two_brands_is_two_files(tmp_path):
    made = team(tmp_path)
    made.strategy("bazaar")
    data = instagram.content(instagram.post(1))
    made.land(data)
    made.night()
    made.land(data, brand="bazaar")
    made.land(x.content(x.post(1)), "x.csv")
    made.night()

    of_atelier = "SELECT DISTINCT sha FROM contributions WHERE table_name = 'fact_post_snapshot' AND brand = 'atelier'"
    assert len(made.ledger(of_atelier)) == 2
    assert [len(made.rows("fact_post_snapshot", brand)) for brand in ("atelier", "bazaar")] == [2, 1]


def test_an_export_taken_half_uploaded_leaves_nothing_behind(tmp_path):
    whole = x.content(x.post(1), x.post(2, handle="StudioNoord"), x.post(3, handle="AtelierLumenAtelier"))
    cut = whole.rfind(b"umenAtelier/status")
    half, full = team(tmp_path / "half"), team(tmp_path / "full")
    for made in (half, full):
        made.land(whole[:cut] if made is half else whole, "posts.csv")
        made.night()
    half.land(whole, "posts.csv")
    half.night()

    assert differences(half.bytes(), full.bytes()) == []
    assert half.rows("dim_date")[0]["date"] == date(2026, 1, 1)
