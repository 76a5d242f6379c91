"""A damaged export in the archive stops its own brand, and nobody else's (row 39)."""

import errno
import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from flows import backfilling
from flows.alerting import rules
from flows.night import night
from flows.outlook import Asked
from flows.repairing import repair
from tests.builders import instagram, x
from tests.builders.versions import raise_version
from tests.builders.workspace import BRAND, team
from transforms.errors import RetryError
from transforms.months import MonthRange
from warehouse import raw
from warehouse.ledger.open import ledger_of
from warehouse.ledger.partitions import WHOLE, Slot
from warehouse.repairing import mark
from warehouse.workspace import Workspace

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


def wait_again(made, sha):
    """As a night leaves an export that was killed before it read it."""
    with closing(sqlite3.connect(made.root / "ledger.db")) as ledger:
        ledger.execute("UPDATE files SET state = 'received' WHERE sha = ? AND brand = ?", (sha, BRAND))
        ledger.execute("DELETE FROM contributions WHERE sha = ? AND brand = ?", (sha, BRAND))
        ledger.commit()


def of(brand, files):
    return {name: each for name, each in files.items() if f"__{brand}__" in name}


def test_row_39_a_night_carries_the_other_brands_and_says_which_one_it_left_out(made, monkeypatch):
    """Code of a new version reads everything again that new exports touch: it needs what is damaged."""
    damaged, before = damage(made), made.bytes("warehouse")
    raise_version(monkeypatch)
    for brand in (BRAND, OTHER):
        made.land(export(300), "later.csv", brand, taken=instagram.at(2026, 11, 20))

    found = made.night()
    waiting = made.ledger("SELECT brand, name FROM files WHERE state = 'received'")
    after = made.bytes("warehouse")

    (told,) = found.skipped
    assert (told["code"], told["brand"], told["where"]) == ("damaged_export", BRAND, damaged.relative_to(made.root).as_posix())
    assert found.exit_code == 1
    assert "left out 1 brand;" in found.last_line
    assert [(file["brand"], file["name"]) for file in found.taken if file["name"] == "later.csv"] == [(OTHER, "later.csv")]
    assert of(BRAND, after) == of(BRAND, before)
    assert of(OTHER, after) != of(OTHER, before)
    assert waiting == [{"brand": BRAND, "name": "later.csv"}]


def test_row_39_the_original_comes_back_and_the_next_night_carries_what_waited(made, monkeypatch):
    damage(made)
    raise_version(monkeypatch)
    made.land(export(300), "later.csv", taken=instagram.at(2026, 11, 20))
    made.night()

    made.land(export(100), "feed once more.csv")
    found = made.night()

    assert found.exit_code == 0
    assert "later.csv" in {file["name"] for file in found.taken}
    assert {row["impressions"] for row in made.rows("fact_post_snapshot") if row["platform"] == "instagram"} == {100, 300}


def test_row_39_a_replay_builds_the_other_brands_and_says_how_to_build_the_rest(made):
    damage(made)
    before = made.bytes("warehouse")

    stopped_short = backfilling.backfill(str(made.root), REPLAY)
    made.land(export(100), "feed once more.csv")
    mended = backfilling.backfill(str(made.root), replace(REPLAY, brands=(BRAND,)))

    left_out = {slot.brand for slot, outcome in stopped_short.partitions.items() if outcome == "left out"}
    assert (stopped_short.exit_code, left_out) == (1, {BRAND})
    assert "left out" not in {told for slot, told in stopped_short.partitions.items() if slot.brand == OTHER}
    assert f"once that is mended, run it again with --brand {BRAND}" in stopped_short.last_line
    assert (mended.exit_code, {slot.brand for slot in mended.partitions}) == (0, {BRAND})
    assert made.bytes("warehouse") == before


@pytest.mark.parametrize("how", ["emptied", "lost"])
def test_row_39_what_is_damaged_is_not_taken_for_an_upload_that_went_on(how, made):
    """An empty file is the beginning of any other: its posts would go, as those of a half upload do (FAULTS 55)."""
    damaged = damage(made)
    damaged.write_bytes(b"") if how == "emptied" else damaged.unlink()
    for brand in (BRAND, OTHER):
        made.land(instagram.content(instagram.post(2, Views=300)), "feed.csv", brand, taken=instagram.at(2026, 11, 20))

    found = made.night()

    assert found.exit_code == 0, found.last_line
    for brand in (BRAND, OTHER):
        rows = made.rows("fact_post_snapshot", brand)
        assert {row["impressions"] for row in rows if row["platform"] == "instagram"} == {100, 300}


def test_row_39_an_export_that_nobody_may_read_is_damaged_and_a_disk_that_fails_is_not(made, monkeypatch):
    archived = damage(made)

    def failing(number, whole=raw.sha_of):
        def sha_of(path):
            if path.is_relative_to(made.root / "raw"):
                raise OSError(number, os.strerror(number), str(path))
            return whole(path)

        monkeypatch.setattr(raw, "sha_of", sha_of)

    failing(errno.EIO)
    done = backfilling.backfill(str(made.root), replace(REPLAY, brands=(BRAND,)))
    failing(errno.ESTALE)

    assert [told["where"] for told in done.summary.skipped] == [min(archived.parent.iterdir()).relative_to(made.root).as_posix()]
    assert "Input/output error" in done.summary.skipped[0]["found"]
    with pytest.raises(RetryError):
        backfilling.backfill(str(made.root), replace(REPLAY, brands=(BRAND,)))


def test_row_39_accounts_of_all_brands_come_back_though_one_is_left_out(made):
    """They are in the facts that are published, of every brand; some are named by no strategy."""
    rival = {"Account ID": "17841400000000999", "Account username": "rival.studio"}
    made.land(instagram.content(instagram.post(5, **rival)), "rival.csv", OTHER)
    made.night()
    before = made.rows("dim_account", brand="")
    damaged = damage(made)
    wait_again(made, damaged.name)
    (made.root / "landing" / BRAND / "feed.csv").unlink()
    (made.root / "warehouse" / "dim_account" / "dim_account.parquet").unlink()

    repaired = repair(made.root)

    assert sorted(row["is_own"] for row in before if row["brand"] == OTHER) == [False, True, True]
    assert {finding.kind for finding in repaired.left} == {"damaged_export"}
    assert made.rows("dim_account", brand="") == before


def test_row_39_a_night_of_one_brand_does_not_make_the_accounts_of_all(made):
    """What is lost waits for a run that looks at every brand; garbage in its place stops nobody."""
    path = made.root / "warehouse" / "dim_account" / "dim_account.parquet"
    before = path.read_bytes()
    path.write_bytes(b"garbage")
    mark(ledger_of(Workspace(made.root), ""), [Slot("dim_account", WHOLE, WHOLE)])
    made.land(instagram.content(instagram.post(5)), "later.csv", taken=instagram.at(2026, 11, 20))

    of_one = night(str(made.root), [BRAND])
    in_between = path.read_bytes()
    made.night()

    assert (of_one.exit_code, len(of_one.taken)) == (0, 1)
    assert in_between == b"garbage"
    assert path.read_bytes() == before


def test_row_39_a_lost_page_of_a_damaged_export_does_not_put_its_brand_out_of_every_night(made):
    sha = made.land(
        instagram.content(instagram.post(7), instagram.post(8, Views=-5)), "refused.csv", taken=instagram.at(2026, 11, 20)
    )
    made.night()
    (made.root / "raw" / BRAND / sha).write_bytes(b"damaged")
    (made.root / "landing" / BRAND / "refused.csv").unlink()
    (made.root / "quarantine" / BRAND / f"{sha}.json").unlink()

    repaired = repair(made.root)
    made.land(instagram.content(instagram.post(9)), "next.csv", taken=instagram.at(2026, 11, 21))
    found = made.night()

    assert {finding.kind for finding in repaired.left} == {"damaged_export", "lost_page"}
    assert repaired.done == []
    assert (found.exit_code, [file["name"] for file in found.taken]) == (0, ["next.csv"])


def test_row_39_whoever_gets_alerts_hears_which_brand_was_left_out(made):
    damage(made)

    done = backfilling.backfill(str(made.root), REPLAY)
    (alert,) = rules.unread(done.summary.skipped, instagram.at(2026, 11, 20).date())

    assert alert.code == "damaged"
    assert f"{BRAND} is left out" in alert.what
    assert "put the original into landing/" in alert.remedy
