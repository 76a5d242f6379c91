"""`pilaster verify` and `repair`: foreign files, the archive, pages, promises, and what a person may name (rows 38, 39)."""

import json
import shutil

import pytest

from flows import night as nights
from flows.checking import check
from flows.repairing import repair
from tests.faults import exports, states
from tests.faults.damages import flip, kinds, ledger, lose_ledger, one_of, pilaster
from transforms.errors import IntegrityError, SettingsError
from warehouse.ledger.partitions import read_partitions


@pytest.fixture
def root(every_table, tmp_path):
    return states.copy(every_table, tmp_path / "w")


@pytest.mark.parametrize(
    ("name", "data", "is_called"),
    [
        ("fact_post_snapshot/.tmp-x.parquet", b"", "an empty file"),
        ("fact_post_snapshot/.tmp-y.parquet", b"PAR1", "a file that somebody did not finish"),
        ("dim_post/dim_post__atelier__2026-10 (1).parquet", b"PAR1", "a file that Pilaster did not write"),
        ("dim_post/dim_post__atelier__1999-01.parquet", b"PAR1", "a partition that the ledger does not know"),
        ("notes.txt", b"look here", "a file that Pilaster did not write"),
    ],
)
def test_row_38_a_foreign_file_in_the_table_folders_is_found_and_moved_aside_never_deleted(name, data, is_called, root):
    bytes_before = states.files(root / "warehouse")
    (root / "warehouse" / name).write_bytes(data)

    (found,) = check(str(root)).findings
    repaired = repair(root)

    assert (found.kind, found.where, found.found) == ("foreign_file", f"warehouse/{name}", is_called)
    assert repaired.left == []
    assert (root / "quarantine/foreign/warehouse" / name).read_bytes() == data
    assert states.files(root / "warehouse") == bytes_before


def test_row_38_a_second_foreign_file_of_the_same_name_does_not_replace_the_first(root):
    for data in (b"one", b"two"):
        (root / "warehouse/notes.txt").write_bytes(data)
        assert repair(root).left == []

    kept = sorted((root / "quarantine/foreign/warehouse").iterdir())
    assert [path.read_bytes() for path in kept] == [b"one", b"two"]


def test_row_39_a_damaged_receipt_is_made_good_by_what_verify_says_of_it(root):
    damaged = min((root / "journal" / "receipt").glob("*/*.json"))
    path = root / "landing" / exports.BRAND / json.loads(damaged.read_bytes())["path"]
    damaged.write_bytes(b"garbage")

    (found,) = check(str(root)).findings
    assert (found.kind, "remove it" in found.remedy) == ("damaged_event", True)
    damaged.unlink()
    shutil.copy2(path, path.with_name(f"again {path.name}"))
    observed = path.with_name(f"{path.name}.observed")
    if observed.exists():
        shutil.copy2(observed, path.with_name(f"again {path.name}.observed"))
    nights.night(str(root))

    assert check(str(root)).findings == []


def test_row_39_a_damaged_export_that_still_lies_in_landing_is_taken_again(root):
    path = root / "raw" / exports.BRAND / archived(root, "instagram/feed.csv")
    original = path.read_bytes()
    flip(path, 100)

    found = kinds(root)
    repaired = repair(root)

    assert found == [("damaged_export", path.relative_to(root).as_posix())]
    assert repaired.left == []
    assert path.read_bytes() == original


def test_row_39_a_damaged_export_that_is_nowhere_else_is_asked_for_and_then_everything_comes_back(root, zygote):
    bytes_before = states.files(root / "warehouse")
    sha = archived(root, "instagram/feed.csv")
    flip(root / "raw" / exports.BRAND / sha, 100)
    shutil.rmtree(root / "landing")
    (root / "warehouse/fact_post_snapshot/fact_post_snapshot__atelier__2026-10.parquet").unlink()
    one_of(root, "fact_creator_post").unlink()

    repaired = repair(root)

    assert [finding.kind for finding in repaired.left] == ["damaged_export", "missing_partition", "missing_partition"]
    asked = repaired.left[0]
    assert sha in asked.where
    assert "instagram/feed.csv" in asked.remedy
    assert "put the original into landing/" in asked.remedy
    # Nothing is marked that no night could honour.
    assert "rebuild" not in {each.state for each in read_partitions(ledger(root)).values()}

    original, taken_at = exports.first_night()["instagram/feed.csv"]
    exports.write_landing(root, {"instagram/feed once more.csv": (original, taken_at)})
    zygote.run(root)
    assert repair(root).left == []
    assert states.files(root / "warehouse") == bytes_before


def test_who_names_one_damaged_partition_repairs_the_brands_others_too(root):
    """Accounts are counted over all facts of a brand: the one would not be built while another cannot be read."""
    bytes_before = states.files(root / "warehouse")
    one, another = one_of(root, "fact_creator_post"), one_of(root, "fact_post_snapshot")
    one.unlink()
    flip(another, 50)

    repaired = repair(root, [one.name])

    assert {where.split("/")[0] for where, _ in repaired.done} == {"fact_creator_post", "fact_post_snapshot"}
    assert repaired.left == []
    assert states.files(root / "warehouse") == bytes_before


def archived(root, path):
    """sha of the export that came under a path."""
    events = [json.loads(each.read_text("utf-8")) for each in (root / "journal/receipt").rglob("*.json")]
    return next(event["sha"] for event in events if event["path"] == path)


def test_a_damaged_journal_event_is_found_and_named_when_a_ledger_is_to_be_made_from_it(root):
    event = min((root / "journal/receipt").rglob("*.json"))
    where = event.relative_to(root).as_posix()
    whole_text = event.read_text("utf-8")

    event.write_text(whole_text.replace('"size": ', '"size": 1'), "utf-8")
    changed = kinds(root)
    event.write_text(whole_text[:-30], "utf-8")
    torn = kinds(root)
    lose_ledger(root)

    assert ("damaged_event", where) in changed
    assert ("damaged_event", where) in torn
    with pytest.raises(IntegrityError, match="backup"):
        repair(root)


@pytest.mark.parametrize("damage", [lambda page: page.unlink(), lambda page: page.write_text("{", "utf-8")])
def test_a_page_of_refused_records_that_is_gone_or_torn_is_made_anew(damage, root):
    (page,) = (root / "quarantine" / exports.BRAND).glob("*.json")
    before = page.read_bytes()
    damage(page)

    found = kinds(root)
    repaired = repair(root)

    assert [kind for kind, _ in found] in (["lost_page"], ["damaged_page"])
    assert repaired.left == []
    assert page.read_bytes() == before


def test_an_export_that_the_strategy_promises_and_nobody_supplied_is_a_finding(root):
    strategy = root / "strategy" / f"{exports.BRAND}.yaml"
    text = strategy.read_text("utf-8")
    assert "{format: x_content, every: month}" in text
    promised = "{format: x_tweet_activity, every: week, within_days: 0}"
    strategy.write_text(text.replace("{format: x_content, every: month}", promised), "utf-8")

    (found,) = check(str(root)).findings

    assert (found.kind, found.brand) == ("expected_export", exports.BRAND)
    assert "x_tweet_activity" in found.expected
    assert "2026-10" in found.found


def test_one_brand_is_looked_at_alone_and_an_unknown_one_is_refused(root):
    one_of(root, "dim_date").unlink()

    assert kinds(root, exports.BRAND) == []
    with pytest.raises(SettingsError, match="nobody"):
        check(str(root), ["nobody"])


def test_repair_wants_to_know_what_and_refuses_a_name_that_says_nothing(root):
    for arguments in ([], ["--all", "dim_date"]):
        with pytest.raises(SettingsError):
            pilaster("repair", *arguments, "--workspace", str(root))
    with pytest.raises(SettingsError, match="fact_post_snapshot/atelier"):
        repair(root, ["fact_post_snapshot/atelier/1999-01"])


def test_a_healthy_partition_that_is_named_is_built_again_and_stays_as_it_is(root):
    before = states.mtimes(root)
    slot = "fact_post_snapshot/atelier/2026-10"

    repaired = repair(root, [slot])

    assert [where for where, _ in repaired.done] == [slot]
    assert "content as before" in repaired.done[0][1]
    after = states.mtimes(root)
    assert {name for name in before if after.get(name) != before[name]} <= {"reports/quality/latest.html"}
