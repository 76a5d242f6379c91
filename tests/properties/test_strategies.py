"""What a change of a strategy rewrites, and what it leaves alone."""

import pytest

from tests.builders import instagram, x
from tests.builders.workspace import OWN, team

PARTNER = {"platform": "instagram", "handle": "studio.noord"}
OF_PARTNER = {"Account ID": "17841400000000077", "Account username": "studio.noord"}


@pytest.fixture
def two_brands(tmp_path):
    made = team(tmp_path)
    made.strategy("bazaar", "Asia/Kolkata")
    for brand in ("atelier", "bazaar"):
        rows = [instagram.post(n, **OF_PARTNER, **instagram.published(instagram.at(2026, n, 5))) for n in (8, 9, 10)]
        made.land(instagram.content(instagram.post(1), *rows), brand=brand)
        made.land(x.overview(x.account_day()), "overview.csv", brand)
    made.night()
    return made


def of_brand(mtimes, brand):
    return {path: mtime for path, mtime in mtimes.items() if f"__{brand}__" in path}


def test_naming_an_account_retells_every_month_of_the_brand_and_nothing_of_the_others(two_brands):
    before = two_brands.mtimes()

    two_brands.strategy(accounts=[*OWN, PARTNER])
    two_brands.night()

    assert {row["is_own"] for row in two_brands.rows("fact_post_snapshot")} == {True}
    assert of_brand(two_brands.mtimes(), "bazaar") == of_brand(before, "bazaar")
    told = {path for path, mtime in two_brands.mtimes().items() if before.get(path) != mtime}
    assert {
        f"warehouse/fact_post_snapshot/fact_post_snapshot__atelier__2026-{month}.parquet" for month in ("08", "09", "10")
    } <= told


def test_a_strategy_that_changes_and_changes_back_gives_the_first_bytes(two_brands):
    before = two_brands.bytes()

    two_brands.strategy(accounts=[*OWN, PARTNER])
    two_brands.night()
    two_brands.strategy()
    two_brands.night()

    assert sorted(path for path, data in two_brands.bytes().items() if data != before.get(path)) == []


def test_a_comment_in_the_strategy_rewrites_nothing(two_brands):
    before, page = two_brands.mtimes(), two_brands.root / "strategy" / "atelier.yaml"

    page.write_text("# whose numbers these are\n" + page.read_text("utf-8"), "utf-8")
    summary = two_brands.night()

    assert summary.published == []
    assert two_brands.mtimes() == before


def test_another_time_zone_cuts_the_reports_anew_and_leaves_the_facts(two_brands):
    before = two_brands.mtimes()

    two_brands.strategy(zone="Pacific/Auckland")
    two_brands.night()

    told = {path.split("/")[1] for path, mtime in two_brands.mtimes().items() if before.get(path) != mtime}
    assert "dim_brand" in told
    assert told <= {"dim_brand", "rpt_engagement"}


def test_an_account_listed_twice_counts_once(tmp_path):
    made = team(tmp_path, accounts=[*OWN, {"platform": "instagram", "handle": instagram.HANDLE, "aliases": ["lumen.before"]}])
    made.land(instagram.content(instagram.post(1)))
    made.night()

    assert len(made.rows("fact_post_snapshot")) == 1
    assert [row["n_posts"] for row in made.rows("rpt_engagement")] == [1]
