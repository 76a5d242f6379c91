"""Nights over what others say: facts and counts, any order of arrival, and people of whom no table and no page knows a name."""

import shutil
from datetime import UTC, datetime

import pytest

from flows import backfilling
from flows.checking import check
from flows.offboarding import offboard
from flows.outlook import Asked
from flows.rebuilding import rebuild_ledger
from flows.repairing import repair
from tests.builders import conversation as told
from tests.builders.workspace import Team, team
from transforms.errors import SettingsError
from transforms.exports.pseudonyms import pseudonym
from transforms.months import MonthRange

OWN = ({"platform": "instagram", "handle": "atelier.lumen", "aliases": ["lumen.shop"]},)
EARLY, LATE = datetime(2026, 11, 2, 7, tzinfo=UTC), datetime(2026, 11, 9, 7, tzinfo=UTC)
TABLES = ("fact_mention", "fact_interaction", "fact_audience_member")
BRANDWATCH = b"""Report:,Bulk Mentions Download
Brand:,Lune
From:,2026-10-01
To:,2026-10-31
Label:,Coats

Query Name,Date,Resource Id,Url,Page Type,Sentiment,Full Text,Author,Reach (new),X Likes
Rival,2026-10-31 23:59:00.0,rs-1,https://x.com/a/status/1,twitter,negative,Never again,a.writer,90,1
"""
# (name, taken, bytes). What is told later moves a hit and a message to another month, and judges anew.
FILES = (
    (
        "mentions.csv",
        EARLY,
        told.mentions(told.mention(1), told.mention(2, likes=9, sentiment="positive"), told.mention(3, likes="x")),
    ),
    (
        "mentions.csv",
        LATE,
        told.mentions(
            told.mention(2, published_at="2026-11-01T00:10:00Z", sentiment="negative"), told.mention(1), told.mention(1)
        ),
    ),
    ("brandwatch.csv", EARLY, BRANDWATCH),
    (
        "messages.csv",
        EARLY,
        told.messages(
            told.message(1, needs_reply="yes"),
            told.message(2, sent_at="2026-10-12T10:00:00Z", direction="out", kind="reply", author="atelier.lumen", answers="c-1"),
            told.message(3, account="somebody.else"),
        ),
    ),
    ("messages.csv", LATE, told.messages(told.message(1, sent_at="2026-11-01T01:00:00+02:00", needs_reply="no"))),
    (
        "followers.csv",
        EARLY,
        told.followers(
            told.follower("@A.Follower"), told.follower("customer.1"), told.follower("secret.person", date="31/10/2026")
        ),
    ),
    (
        "followers.csv",
        LATE,
        told.followers(
            told.follower("a.follower", date="2026-10-30", account="lumen.shop", member_followers=830),
            told.follower("a.follower", date="2026-11-08"),
        ),
    ),
)
PEOPLE = ("a.follower", "customer.1", "secret.person", "A.Follower")


def land(made, *numbers):
    for at in numbers:
        name, taken, data = FILES[at]
        made.land(data, f"{at}/{name}", taken=taken)


@pytest.fixture
def made(tmp_path):
    return team(tmp_path / "w", accounts=OWN)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory):
    """One workspace, whose key the others borrow."""
    made = team(tmp_path_factory.mktemp("conversation") / "w", accounts=OWN)
    land(made, *range(len(FILES)))
    made.night()
    return made


def like(tmp_path, at_once):
    made = team(tmp_path / "w", accounts=OWN)
    shutil.copy(at_once.root / ".people_key", made.root / ".people_key")
    return made


def copy_of(at_once, tmp_path):
    shutil.copytree(at_once.root, tmp_path / "w")
    return Team(tmp_path / "w")


def test_of_a_hit_and_of_a_message_the_later_observation_counts_wherever_it_lies(at_once):
    hits = [
        (
            row["mention_id"],
            row["format"],
            f"{row['published_at']:%m-%d %H:%M}",
            row["sentiment"],
            row["likes"],
            row["engagements"],
        )
        for row in at_once.rows("fact_mention", order="mention_id")
    ]
    messages = [
        (row["message_id"], f"{row['sent_at']:%m-%d %H:%M}", row["direction"], row["needs_reply"], row["account"], row["is_own"])
        for row in at_once.rows("fact_interaction", order="message_id")
    ]

    assert hits == [
        ("m-1", "mentions", "10-12 09:30", None, 4, 4),
        ("m-2", "mentions", "11-01 00:10", "negative", 4, 4),
        ("rs-1", "brandwatch_mentions", "10-31 23:59", "negative", 1, 1),
    ]
    assert messages == [
        ("c-1", "10-31 23:00", "inbound", False, "atelier.lumen", True),
        ("c-2", "10-12 10:00", "outbound", None, "atelier.lumen", True),
        ("c-3", "10-12 09:30", "inbound", None, "somebody.else", False),
    ]
    assert at_once.files("fact_mention") == ["2026-10", "2026-11"]


def test_a_follower_is_one_row_per_month_whatever_the_account_was_called(at_once):
    key = (at_once.root / ".people_key").read_bytes().strip()
    rows = [
        (row["month"], f"{row['seen_on']}", row["account"], row["account_handle"], row["member_followers"])
        for row in at_once.rows("fact_audience_member", order="month")
        if row["member_key"] == pseudonym(key, "instagram", "a.follower")
    ]

    assert rows == [
        ("2026-10", "2026-10-30", "atelier.lumen", "lumen.shop", 830),
        ("2026-11", "2026-11-08", "atelier.lumen", "atelier.lumen", None),
    ]
    authors = {row["author_key"] for row in at_once.rows("fact_interaction") if row["message_id"] == "c-1"}
    assert authors == {pseudonym(key, "instagram", "customer.1")}
    assert authors < {row["member_key"] for row in at_once.rows("fact_audience_member")}, (
        "who follows us and writes to us is one person"
    )


def test_every_record_has_one_disposition(at_once):
    files = at_once.ledger("SELECT sha, format, n_records, n_duplicates, n_quarantined, n_accepted FROM files")
    meant = {
        row["sha"]: row["n"]
        for row in at_once.ledger(
            "SELECT sha, sum(n_new + n_changes_latest + n_same_value + n_older) AS n FROM dispositions GROUP BY sha"
        )
    }

    assert sorted(
        (row["format"], row["n_records"], row["n_duplicates"], row["n_quarantined"], row["n_accepted"]) for row in files
    ) == [
        ("brandwatch_mentions", 1, 0, 0, 1),
        ("followers", 2, 0, 0, 2),
        ("followers", 3, 0, 1, 2),
        ("mentions", 3, 0, 1, 2),
        ("mentions", 3, 1, 0, 2),
        ("messages", 1, 0, 0, 1),
        ("messages", 3, 0, 0, 3),
    ]
    assert {row["sha"]: row["n_accepted"] for row in files} == meant


def test_no_table_and_no_page_names_a_follower_or_a_writer(at_once):
    """FAULTS 53: the refused record of `secret.person` shows its reason alone."""
    pages = [
        path for folder in ("warehouse", "reports", "quarantine") for path in (at_once.root / folder).rglob("*") if path.is_file()
    ]

    assert len(pages) > len(TABLES)
    for path in pages:
        data = path.read_bytes()
        assert [name for name in PEOPLE if name.encode() in data] == [], path
    for table in TABLES[1:]:
        assert not any(name in str(row) for row in at_once.rows(table) for name in PEOPLE)
    assert "is no day written YYYY-MM-DD" in "".join(
        path.read_text("utf-8") for path in (at_once.root / "quarantine").rglob("*.json")
    )


def test_a_second_night_changes_not_one_byte_and_the_books_balance(at_once):
    before, mtimes = at_once.bytes("warehouse", "reports"), at_once.mtimes("warehouse", "reports")

    summary = at_once.night()

    assert (summary.published, at_once.bytes("warehouse", "reports"), at_once.mtimes("warehouse", "reports")) == (
        [],
        before,
        mtimes,
    )
    assert check(str(at_once.root)).findings == []


@pytest.mark.slow
@pytest.mark.parametrize("nights", [((6, 4, 1), (5, 3), (0, 2)), ((2, 1, 5), (4,), (3, 0, 6))], ids=str)
def test_any_order_of_nights_ends_with_the_same_bytes(at_once, tmp_path, nights):
    made = like(tmp_path, at_once)

    for numbers in nights:
        land(made, *numbers)
        made.night()

    assert made.bytes("warehouse", "quarantine") == at_once.bytes("warehouse", "quarantine")


def test_what_is_lost_is_built_again(at_once, tmp_path):
    made = copy_of(at_once, tmp_path)
    (made.root / "ledger.db").unlink()
    for table in TABLES:
        min((made.root / "warehouse" / table).glob("*.parquet")).unlink()

    rebuild_ledger(made.root)
    repair(made.root)

    assert made.bytes("warehouse") == at_once.bytes("warehouse")


def test_a_brand_that_leaves_takes_its_people_along(at_once, tmp_path):
    made = copy_of(at_once, tmp_path)
    (made.root / "strategy" / "other.yaml").write_text("brand: other\ntime_zone: UTC\naccounts: []\n", "utf-8")

    offboard(made.root, "atelier")

    assert [path for table in TABLES for path in (made.root / "warehouse" / table).glob("*")] == []


def test_another_key_is_refused_before_anybody_is_written_down(at_once, tmp_path, monkeypatch):
    made = copy_of(at_once, tmp_path)
    before = made.bytes("warehouse")
    made.land(told.followers(told.follower("one.more")), "more.csv", taken=LATE)

    monkeypatch.setenv("PILASTER_HASH_KEY", "a key of some length")
    with pytest.raises(SettingsError, match="another key"):
        made.night()
    monkeypatch.delenv("PILASTER_HASH_KEY")
    (made.root / ".people_key").rename(made.root / "away")
    with pytest.raises(SettingsError, match="another key"):
        made.night()

    assert made.bytes("warehouse") == before
    (made.root / "away").rename(made.root / ".people_key")
    made.night()
    assert len(made.rows("fact_audience_member")) == len(at_once.rows("fact_audience_member")) + 1


def test_a_key_is_changed_for_good_by_a_replay(at_once, tmp_path, monkeypatch):
    """FAULTS 53: key rotation re-keys."""
    made = copy_of(at_once, tmp_path)
    before = [row["member_key"] for row in made.rows("fact_audience_member", order="source_sha, source_line")]

    (made.root / "journal" / "people_key.json").unlink()
    monkeypatch.setenv("PILASTER_HASH_KEY", "a key of some length")
    months = MonthRange("2026-10", "2026-11")
    for table in TABLES[1:]:
        backfilling.backfill(str(made.root), Asked(months, table=table, replay=True))

    after = [row["member_key"] for row in made.rows("fact_audience_member", order="source_sha, source_line")]
    assert len(after) == len(before)
    assert set(after).isdisjoint(before)
    assert pseudonym(b"a key of some length", "instagram", "a.follower") in after
    assert pseudonym(b"a key of some length", "instagram", "customer.1") in {
        row["author_key"] for row in made.rows("fact_interaction")
    }


def test_a_night_without_people_makes_no_key(made):
    land(made, 0)

    made.night()

    assert not (made.root / ".people_key").exists()
    assert not (made.root / "journal" / "people_key.json").exists()


def test_the_key_of_the_settings_leaves_no_key_behind(made, monkeypatch):
    monkeypatch.setenv("PILASTER_HASH_KEY", "a key of some length")
    land(made, 6)

    made.night()

    assert not (made.root / ".people_key").exists()
    assert {row["member_key"] for row in made.rows("fact_audience_member")} == {
        pseudonym(b"a key of some length", "instagram", "a.follower")
    }
    assert not any(b"a key of some length" in path.read_bytes() for path in made.root.rglob("*") if path.is_file())
