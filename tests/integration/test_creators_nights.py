"""Nights over the creators' templates: nothing changes without a cause, and no order of arrival leaves a trace."""

import hashlib
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from flows.night import night
from flows.scaffold import scaffold

STRATEGY = """\
brand: {brand}
time_zone: Europe/Amsterdam
accounts:
  - platform: x
    handle: atelier
pillars:
  - name: craft
    weight: 1
    hashtags: [slowfashion]
creators:
  - name: A Creator
    handles: {instagram: a.creator, youtube: a.creator}
"""
CREATORS = "date,platform,handle,followers\n"
POSTS = "date,platform,handle,post_id,likes,comments,shares,text,about_us,kind,cost,currency,our_interactions\n"
# (name, observed, text): the October figures of post 1 come twice, and its day was typed wrong the first time.
FILES = (
    (
        "creators.csv",
        "2026-10-02",
        CREATORS + "2026-10-01,instagram,A.Creator,48000\n2026-10-01,youtube,a.creator,9000\n",
    ),
    (
        "creators.csv",
        "2026-10-31",
        CREATORS + "2026-10-01,instagram,a.creator,48100\n2026-10-31,instagram,a.creator,50000\n",
    ),
    (
        "creator_posts.csv",
        "2026-10-10",
        POSTS + "2026-05-05,youtube,a.creator,v1,10,1,1,#slowfashion,,,,,\n"
        "2026-10-05,instagram,a.creator,1,100,5,5,#slowfashion,yes,paid,80.10,EUR,2\n"
        "2026-10-06,instagram,a.creator,2,90,4,4,lunch,no,,,,\n",
    ),
    (
        "creator_posts.csv",
        "2026-10-31",
        POSTS + "2026-10-05,youtube,a.creator,v1,40,4,2,#slowfashion,,,,,\n2026-10-05,instagram,a.creator,1,300,15,9,,,,,,\n",
    ),
)
TABLES = ("fact_creator_snapshot", "fact_creator_post", "rpt_influencer_performance")


def make(root, strategy=STRATEGY, brand="atelier"):
    list(scaffold(root, brand, settle_s=0, strategy=strategy))
    return root


def drop(root, at, brand="atelier"):
    name, observed, text = FILES[at]
    folder = root / "landing" / brand / str(at)
    folder.mkdir(parents=True)
    (folder / name).write_text(text, "utf-8")
    (folder / f"{name}.observed").write_text(observed, "utf-8")


def published(root):
    """Every file of the warehouse: its bytes, and when it was written."""
    files = sorted((root / "warehouse").rglob("*.parquet"))
    return {
        str(path.relative_to(root)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files
    }


def contents(root):
    return {name: digest for name, (digest, _) in published(root).items()}


def rows(root, table, month, brand="atelier"):
    return pq.read_table(root / "warehouse" / table / f"{table}__{brand}__{month}.parquet").to_pylist()


@pytest.fixture(scope="module")
def at_once(tmp_path_factory):
    root = make(tmp_path_factory.mktemp("at_once") / "w")
    for at in range(len(FILES)):
        drop(root, at)
    night(str(root))
    return root


def test_the_facts_keep_every_observation_and_the_report_the_last_figures(at_once):
    seen = [(row["post_id"], str(row["observed_on"]), row["likes"]) for row in rows(at_once, "fact_creator_post", "2026-10")]
    found = next(row for row in rows(at_once, "rpt_influencer_performance", "2026-10") if row["platform"] == "instagram")

    assert seen == [("1", "2026-10-10", 100), ("1", "2026-10-31", 300), ("2", "2026-10-10", 90)]
    assert [row["followers"] for row in rows(at_once, "fact_creator_snapshot", "2026-10")] == [48100, 50000, 9000]
    assert (found["followers"], found["engagements_about_us"], found["cost"]) == (50000, 324, Decimal("80.1000"))
    assert found["topic_share_denominator"] == 2, "a text that a later file leaves out is still known"


def test_a_second_night_changes_not_one_byte(at_once):
    before = published(at_once)

    summary = night(str(at_once))

    assert published(at_once) == before
    assert summary.published == []


@pytest.mark.parametrize("nights", [pytest.param(((3,), (1, 2), (0,)), marks=pytest.mark.slow), ((2, 0), (3, 1))], ids=str)
def test_any_order_of_nights_ends_with_the_same_bytes(at_once, tmp_path, nights):
    root = make(tmp_path / "w")

    for files in nights:
        for at in files:
            drop(root, at)
        night(str(root))

    assert contents(root) == contents(at_once)


def test_only_what_reads_a_part_of_the_strategy_follows_its_change(tmp_path):
    root = make(tmp_path / "w")
    make(root, brand="other")
    for at in range(len(FILES)):
        drop(root, at)
        drop(root, at, "other")
    night(str(root))
    before, path = published(root), root / "strategy" / "atelier.yaml"

    path.write_text("# a comment\n" + path.read_text("utf-8"), "utf-8")
    commented = night(str(root))
    path.write_text(path.read_text("utf-8") + "influence:\n  default_typical_rate: 0.03\n", "utf-8")
    changed = night(str(root))

    assert commented.published == []
    assert {name.split("/")[1] for name in changed.published} == {"rpt_influencer_performance"}
    after = published(root)
    assert {name for name in before if before[name] != after[name]} == set(changed.published)
    assert not any("other" in name for name in changed.published)


def test_creators_of_the_strategy_have_a_row_before_there_are_any_figures(tmp_path):
    """The brand has to be heard of at all: here by an export of its own account."""
    root = make(tmp_path / "w")
    header = "Date,Impressions,Likes,Engagements,Bookmarks,Share,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post"
    overview = root / "landing" / "atelier" / "overview.csv"
    overview.write_text(f'{header}\n"Sun, Nov 1, 2026",9,1,1,0,0,0,0,0,0,0,0\n', "utf-8")
    overview.with_name("overview.csv.observed").write_text("2026-11-02", "utf-8")

    night(str(root))

    found = rows(root, "rpt_influencer_performance", "2026-11")
    assert [(row["platform"], row["creator"], row["n"]) for row in found] == [
        ("instagram", "A Creator", 0),
        ("youtube", "A Creator", 0),
    ]
    assert all("creators.csv" in row["reason"] and "creator_posts.csv" in row["reason"] for row in found)
