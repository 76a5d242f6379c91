"""What a change of a strategy rewrites, and what it leaves alone."""

import shutil

import pytest

from tests.builders import creators, facebook, instagram, x, youtube
from tests.builders.workspace import OWN, Team, team
from tests.properties.strategies import ACCOUNTS, CREATORS, PILLARS

PARTNER = {"platform": "instagram", "handle": "studio.noord"}
OF_PARTNER = {"Account ID": "17841400000000077", "Account username": "studio.noord"}
MORE = {"pillars": PILLARS["atelier"], "creators": CREATORS}
MONTHS = ["2026-08", "2026-09", "2026-10"]


@pytest.fixture(scope="module")
def after_one_night(tmp_path_factory):
    """Two brands with the same exports of four platforms, the same creator, and the same strategy but for its zone."""
    made = team(tmp_path_factory.mktemp("two_brands"), accounts=ACCOUNTS, **MORE)
    made.strategy("bazaar", "Asia/Kolkata", ACCOUNTS, **MORE)
    for brand in ("atelier", "bazaar"):
        rows = [instagram.post(n, **OF_PARTNER, **instagram.published(instagram.at(2026, n, 5))) for n in (8, 9, 10)]
        made.land(instagram.content(instagram.post(1), *rows), brand=brand)
        made.land(x.overview(x.account_day()), "overview.csv", brand)
        coats = [
            facebook.post(n, Description="Linen coat #lumen", **instagram.published(instagram.at(2026, n, 5))) for n in (8, 9, 10)
        ]
        made.land(facebook.content(*coats, facebook.post(11, **{"Custom labels": "Fashion"})), "page.csv", brand)
        folder = youtube.period(youtube.DEFAULT.replace(day=1), youtube.DEFAULT.replace(day=31))
        made.land(youtube.table(youtube.video() | {"Video title": "A scarf", "Views": 40}), f"{folder}/Table data.csv", brand)
        made.land(creators.creators(creators.creator()), "creators.csv", brand)
        made.land(creators.creator_posts(creators.post(text="A linen shirt")), "creator_posts.csv", brand)
    made.night()
    return made.root


@pytest.fixture
def two_brands(after_one_night, tmp_path):
    """A copy, which keeps when each file was written."""
    return Team(shutil.copytree(after_one_night, tmp_path / "workspace"))


def of_brand(found, brand):
    return {path: each for path, each in found.items() if f"__{brand}__" in path}


def rewritten(made, before):
    """Files that were written since."""
    return {path for path, mtime in made.mtimes().items() if before.get(path) != mtime}


def tables(paths):
    return {path.split("/")[1] for path in paths}


def without_craft():
    """Nobody speaks of linen any more."""
    brand, fashion, _ = PILLARS["atelier"]
    return [brand, fashion | {"weight": 0.6}]


def test_naming_an_account_retells_every_month_of_the_brand_and_nothing_of_the_others(two_brands):
    before = two_brands.mtimes()

    two_brands.strategy(accounts=[*ACCOUNTS, PARTNER], **MORE)
    two_brands.night()

    assert {row["is_own"] for row in two_brands.rows("fact_post_snapshot")} == {True}
    assert of_brand(two_brands.mtimes(), "bazaar") == of_brand(before, "bazaar")
    assert {f"warehouse/fact_post_snapshot/fact_post_snapshot__atelier__{month}.parquet" for month in MONTHS} <= rewritten(
        two_brands, before
    )


def test_other_pillars_of_one_brand_retell_its_labels_and_touch_no_file_of_the_other(two_brands):
    bytes_before, mtimes_before = two_brands.bytes(), two_brands.mtimes()

    two_brands.strategy(accounts=ACCOUNTS, **MORE | {"pillars": without_craft()})
    two_brands.night()

    bytes_after, told = two_brands.bytes(), rewritten(two_brands, mtimes_before)
    assert of_brand(two_brands.mtimes(), "bazaar") == of_brand(mtimes_before, "bazaar")
    assert of_brand(bytes_after, "bazaar") == of_brand(bytes_before, "bazaar")
    assert len(of_brand(bytes_before, "bazaar")) > len(MONTHS)
    # Facts and posts stay; what reads the pillars follows, and the creators' score with its share of posts on topic.
    assert tables(told) == {"bridge_post_label", "rpt_pillar_balance", "rpt_post", "rpt_influencer_performance"}
    for table in ("bridge_post_label", "rpt_pillar_balance"):
        paths = {f"warehouse/{table}/{table}__atelier__{month}.parquet" for month in MONTHS}
        assert paths <= told
        assert all(bytes_after[path] != bytes_before[path] for path in paths)
    assert {row["label"] for row in two_brands.rows("bridge_post_label")} == {"brand", "fashion"}
    assert {row["pillar"] for row in two_brands.rows("rpt_pillar_balance")} == {"brand", "fashion"}
    assert "craft" in {row["pillar"] for row in two_brands.rows("rpt_pillar_balance", "bazaar")}


def test_other_weights_alone_change_the_balance_and_no_label(two_brands):
    before = two_brands.mtimes()
    weights = [0.2, 0.3, 0.5]

    two_brands.strategy(
        accounts=ACCOUNTS,
        **MORE | {"pillars": [each | {"weight": w} for each, w in zip(PILLARS["atelier"], weights, strict=True)]},
    )
    two_brands.night()

    told = rewritten(two_brands, before)
    assert tables(told) == {"rpt_pillar_balance"}
    assert len(told) == len(MONTHS)
    assert of_brand(dict.fromkeys(told), "bazaar") == {}


@pytest.mark.parametrize(
    "change",
    [{"accounts": [*ACCOUNTS, PARTNER]}, {"pillars": without_craft(), "creators": []}],
    ids=["accounts", "pillars and creators"],
)
def test_a_strategy_that_changes_and_changes_back_gives_the_first_bytes(two_brands, change):
    before = two_brands.bytes()

    two_brands.strategy(**{"accounts": ACCOUNTS} | MORE | change)
    two_brands.night()
    between = two_brands.bytes()
    two_brands.strategy(accounts=ACCOUNTS, **MORE)
    two_brands.night()

    assert between != before
    assert sorted(path for path, data in two_brands.bytes().items() if data != before.get(path)) == []
    assert two_brands.bytes().keys() == before.keys()


def test_a_comment_in_the_strategy_rewrites_nothing(two_brands):
    before, page = two_brands.mtimes(), two_brands.root / "strategy" / "atelier.yaml"

    page.write_text("# whose numbers these are\n" + page.read_text("utf-8"), "utf-8")
    summary = two_brands.night()

    assert summary.published == []
    assert two_brands.mtimes() == before


def test_another_time_zone_cuts_the_reports_anew_and_leaves_the_facts(two_brands):
    before = two_brands.mtimes()

    two_brands.strategy(zone="Pacific/Auckland", accounts=ACCOUNTS, **MORE)
    two_brands.night()

    told = tables(rewritten(two_brands, before))
    assert "dim_brand" in told
    posts = {"rpt_post", "rpt_best_time", "rpt_boost_candidates"}
    assert told <= {"dim_brand", "rpt_engagement", "rpt_pillar_balance", "rpt_conversation"} | posts


def test_an_account_listed_twice_counts_once(tmp_path):
    made = team(tmp_path, accounts=[*OWN, {"platform": "instagram", "handle": instagram.HANDLE, "aliases": ["lumen.before"]}])
    made.land(instagram.content(instagram.post(1)))
    made.night()

    assert len(made.rows("fact_post_snapshot")) == 1
    assert [row["n_posts"] for row in made.rows("rpt_engagement")] == [1]
