"""A damaged export in the archive stops its own brand, and nobody else's (row 39)."""

import hashlib

import pytest

from flows import backfilling
from flows.alerting import rules
from flows.outlook import Asked
from tests.builders import instagram, x
from tests.builders.versions import raise_version
from tests.builders.workspace import BRAND, team
from transforms.months import MonthRange

OTHER = "bakery"
REPLAY = Asked(MonthRange("2026-10", "2026-10"), replay=True)


def export(views):
    return instagram.content(instagram.post(1, Views=views))


@pytest.fixture(scope="module")
def after_a_night(tmp_path_factory):
    """Two brands, each with two exports."""
    both = team(tmp_path_factory.mktemp("made"))
    both.strategy(OTHER)
    for brand in (BRAND, OTHER):
        both.land(export(100), "feed.csv", brand)
        both.land(x.content(x.post(1, instagram.at(2026, 10, 5, 12))), "x.csv", brand)
    both.night()
    return both


@pytest.fixture
def made(after_a_night, tmp_path):
    return after_a_night.again(tmp_path)


def damage(made):
    """The archived export of the first brand says something else from here on."""
    path = made.root / "raw" / BRAND / hashlib.sha256(export(100)).hexdigest()
    path.write_bytes(path.read_bytes().replace(b"100", b"900"))
    return path


def of(brand, files):
    return {name: each for name, each in files.items() if f"__{brand}__" in name}


def test_row_39_a_night_carries_the_other_brands_and_says_which_one_it_left_out(made, monkeypatch):
    """Code of a new version reads everything again that new exports touch: it needs what is damaged."""
    damaged, before = damage(made), made.bytes("warehouse")
    raise_version(monkeypatch)
    for brand in (BRAND, OTHER):
        made.land(export(300), "later.csv", brand, taken=instagram.at(2026, 11, 20))

    night = made.night()
    waiting = made.ledger("SELECT brand, name FROM files WHERE state = 'received'")
    after = made.bytes("warehouse")

    (told,) = night.skipped
    assert (told["code"], told["brand"], told["where"]) == ("damaged_export", BRAND, damaged.relative_to(made.root).as_posix())
    assert night.exit_code == 1
    assert "left out 1 brand;" in night.last_line
    assert [(file["brand"], file["name"]) for file in night.taken if file["name"] == "later.csv"] == [(OTHER, "later.csv")]
    assert of(BRAND, after) == of(BRAND, before)
    assert of(OTHER, after) != of(OTHER, before)
    assert waiting == [{"brand": BRAND, "name": "later.csv"}]


def test_row_39_the_original_comes_back_and_the_next_night_carries_what_waited(made, monkeypatch):
    damage(made)
    raise_version(monkeypatch)
    made.land(export(300), "later.csv", taken=instagram.at(2026, 11, 20))
    made.night()

    made.land(export(100), "feed once more.csv")
    night = made.night()

    assert night.exit_code == 0
    assert "later.csv" in {file["name"] for file in night.taken}
    assert {row["impressions"] for row in made.rows("fact_post_snapshot") if row["platform"] == "instagram"} == {100, 300}


def test_row_39_a_replay_builds_the_other_brands_and_goes_on_when_the_archive_is_whole(made):
    damage(made)
    before = made.bytes("warehouse")

    stopped_short = backfilling.backfill(str(made.root), REPLAY)
    made.land(export(100), "feed once more.csv")
    resumed = backfilling.backfill(str(made.root), REPLAY)

    left_out = {slot.brand for slot, outcome in stopped_short.partitions.items() if outcome == "left out"}
    assert (stopped_short.exit_code, left_out) == (1, {BRAND})
    assert "left out" not in {told for slot, told in stopped_short.partitions.items() if slot.brand == OTHER}
    assert "run the same command again when the archive is whole" in stopped_short.last_line
    assert (resumed.exit_code, {slot.brand for slot in resumed.partitions}) == (0, {BRAND})
    assert resumed.plan["partitions_rebuilt_before"] == sum(slot.brand == OTHER for slot in stopped_short.partitions)
    assert made.bytes("warehouse") == before


def test_row_39_whoever_gets_alerts_hears_which_brand_was_left_out(made):
    damage(made)

    done = backfilling.backfill(str(made.root), REPLAY)
    (alert,) = rules.unread(done.summary.skipped, instagram.at(2026, 11, 20).date())

    assert alert.code == "damaged"
    assert f"{BRAND} is left out" in alert.what
    assert "put the original into landing/" in alert.remedy
