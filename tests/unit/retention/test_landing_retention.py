"""Exports leave landing/ once the archive has had them for long enough; nothing else ever does."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from flows.rebuilding import rebuild_ledger
from flows.showing.night import show
from tests.builders import instagram
from tests.builders.workspace import BRAND, team
from transforms.errors import IntegrityError, SettingsError

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    made = team(tmp_path_factory.mktemp("landed") / "w")
    made.land(instagram.content(instagram.post(1)), "feed.csv")
    made.land(b"nothing,that\nwe,know\n", "stranger.csv")
    made.night()
    return made


@pytest.fixture
def made(template, tmp_path):
    """A workspace with one taken and one held export, both received long ago."""
    return keeps_for(template.again(tmp_path), 30)


def keeps_for(made, days):
    (made.root / "pilaster.toml").write_text(f"settle_s = 0\nthreads = 1\nlanding_retention_days = {days}\n", "utf-8")
    return made


def grow_old(made, received=LONG_AGO):
    """Receipts and archive as they would be after a long time."""
    for path in (made.root / "journal/receipt").rglob("*.json"):
        event = json.loads(path.read_text("utf-8")) | {"received_at": received.isoformat(timespec="microseconds")}
        path.write_text(json.dumps(event, ensure_ascii=False, sort_keys=True, indent=1) + "\n", "utf-8")
    for path in (made.root / "raw").rglob("*"):
        os.utime(path, (received.timestamp(),) * 2)


def landing(made):
    folder = made.root / "landing" / BRAND
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


ALL = ["feed.csv", "feed.csv.observed", "stranger.csv", "stranger.csv.observed"]
HELD = ["stranger.csv", "stranger.csv.observed"]


def test_a_taken_export_leaves_with_its_sidecar_once_its_time_is_over_and_a_held_one_stays(made, capsys):
    grow_old(made)
    archive, facts = made.mtimes("raw", "journal"), made.bytes("warehouse")

    summary = made.night()
    show(summary.as_dict())

    assert summary.cleaned == [f"{BRAND}/feed.csv"]
    assert landing(made) == HELD
    assert made.mtimes("raw", "journal") == archive
    assert made.bytes("warehouse") == facts
    assert f"left landing, its time there is over: {BRAND}/feed.csv" in capsys.readouterr().out


def test_what_has_left_is_not_missed_and_not_taken_again(made):
    grow_old(made)
    made.night()

    summary = made.night()

    assert (summary.cleaned, summary.landed, summary.files, summary.published) == ([], [], [], [])


def test_without_the_setting_everything_stays_for_ever(made):
    (made.root / "pilaster.toml").write_text("settle_s = 0\nthreads = 1\n", "utf-8")
    grow_old(made)

    assert made.night().cleaned == []
    assert landing(made) == ALL


def test_an_export_stays_until_its_receipt_is_old_enough(made):
    grow_old(made, datetime.now(UTC) - timedelta(days=29))
    assert made.night().cleaned == []

    grow_old(made, datetime.now(UTC) - timedelta(days=31))
    assert made.night().cleaned == [f"{BRAND}/feed.csv"]


def test_an_old_export_that_came_again_lately_under_the_same_name_stays(made):
    """Its archive is old, its receipt is not: whoever put it there a moment ago may still want to look at it."""
    grow_old(made)
    feed = made.root / "landing" / BRAND / "feed.csv"
    os.utime(feed, (feed.stat().st_mtime + 60,) * 2)

    assert made.night().cleaned == []
    assert landing(made) == ALL


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_an_export_whose_archived_copy_is_not_whole_stays(damage, made):
    grow_old(made)
    (row,) = made.ledger("SELECT sha FROM files WHERE name = 'feed.csv'")
    archived = made.root / "raw" / BRAND / row["sha"]
    archived.unlink() if damage == "gone" else archived.write_bytes(archived.read_bytes() + b"\n")
    os.utime(archived.parent, (LONG_AGO.timestamp(),) * 2)
    if damage == "changed":
        os.utime(archived, (LONG_AGO.timestamp(),) * 2)

    assert made.night().cleaned == []
    assert landing(made) == ALL


def test_files_that_were_never_taken_stay(made):
    grow_old(made)
    for name in ("half.csv.part", "feed (1).csv.observed", "~$feed.csv"):
        (made.root / "landing" / BRAND / name).write_bytes(b"2026-01-01")
    outside = made.root / "landing" / "loose.csv"
    outside.write_bytes(b"a,b\n")

    made.night()

    assert landing(made) == ["feed (1).csv.observed", "half.csv.part", *HELD, "~$feed.csv"]
    assert outside.exists()


def test_a_sidecar_that_a_killed_night_left_alone_follows_its_export(made):
    grow_old(made)
    (made.root / "landing" / BRAND / "feed.csv").unlink()

    assert made.night().cleaned == [f"{BRAND}/feed.csv"]
    assert landing(made) == HELD


def test_what_cannot_be_removed_is_told_and_the_night_goes_on(made, monkeypatch):
    grow_old(made)

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("warehouse.retention._remove", refuse)
    summary = made.night()

    assert summary.cleaned == []
    assert (f"{BRAND}/feed.csv", "it should leave landing/ by now, but: Permission denied") in summary.left
    assert landing(made) == ALL


def test_only_the_brands_of_the_night_are_cleaned(made):
    from flows.night import night

    grow_old(made)

    assert night(str(made.root), ["another"]).cleaned == []
    assert landing(made) == ALL


def test_a_lost_ledger_is_not_taken_for_a_new_one_once_exports_have_left(made):
    """The facts would else be made anew from the few files that are still in landing/."""
    grow_old(made)
    made.night()
    facts = made.bytes("warehouse")
    for path in made.root.glob("ledger.db*"):
        path.unlink()

    with pytest.raises(IntegrityError, match="rebuild-ledger"):
        made.night()
    assert made.bytes("warehouse") == facts

    rebuild_ledger(made.root)
    assert made.bytes("warehouse") == facts
    assert made.night().published == []


def test_a_retention_of_no_days_is_refused(made):
    keeps_for(made, 0)

    with pytest.raises(SettingsError, match="landing_retention_days"):
        made.night()
