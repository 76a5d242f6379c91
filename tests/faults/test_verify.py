"""`pilaster verify` finds what was lost, damaged or put there; `pilaster repair` mends it with equal content (rows 36 to 39)."""

import json
import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import update

from flows.__main__ import build
from flows.checking import check
from flows.repairing import repair
from flows.settings import read_settings
from tests.faults import exports, states
from transforms.errors import IntegrityError, SettingsError
from warehouse.lake import read_footer
from warehouse.ledger.open import ledger_of, writing
from warehouse.ledger.partitions import read_partitions, slot_of
from warehouse.ledger.schema import partitions
from warehouse.raw import sha_of
from warehouse.verifying.tables import check_partition, place_of
from warehouse.workspace import Workspace

N_OFFSETS = 200


@pytest.fixture(scope="session")
def whole(zygotes, tmp_path_factory):
    """A workspace of every table after one night, as a template that tests copy."""
    root = exports.write_workspace(tmp_path_factory.mktemp("verify") / "w", exports.first_night(), exports.four_platforms())
    assert zygotes[0].run(root).code == 0
    return root


@pytest.fixture
def root(whole, tmp_path):
    return states.copy(whole, tmp_path / "w")


def ledger(root):
    place = Workspace(root)
    return ledger_of(place, read_settings(place).ledger_url)


def kinds(root, *brands):
    return [(finding.kind, finding.where) for finding in check(str(root), brands).findings]


def contents(root):
    return {path.name: read_footer(path).content_hash for path in sorted((root / "warehouse").glob("*/*.parquet"))}


def one_of(root, table):
    return min((root / "warehouse" / table).glob("*.parquet"))


def flip(path, offset):
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << offset % 8
    path.write_bytes(data)


def lose_ledger(root):
    for path in root.glob("ledger.db*"):
        path.unlink()


def pilaster(*arguments):
    return build()(list(arguments), result_action="return_value")


def test_a_workspace_as_a_night_left_it_has_no_findings_and_is_not_touched(root):
    before = states.mtimes(root)

    found = check(str(root))

    assert found.findings == []
    assert (found.partitions, found.exports) == (len(before_in(before, "warehouse")), len(before_in(before, "raw")))
    assert found.events == len(before_in(before, "journal"))
    assert found.by_content_alone == 0
    assert states.mtimes(root) == before


def before_in(before, folder):
    return [name for name in before if name.startswith(f"{folder}/")]


def test_row_37_a_flipped_byte_is_found_at_200_random_offsets_whatever_it_means(root):
    """Page headers, padding, statistics and footers included: half of these change no row that a reader would see."""
    workspace, known = Workspace(root), read_partitions(ledger(root))
    places = [(slot, each) for slot, each in sorted(known.items()) if each.state == "published"]
    chance = random.Random(37)

    missed = []
    for _ in range(N_OFFSETS):
        slot, published = chance.choice(places)
        path = place_of(workspace, slot)
        offset = chance.randrange(path.stat().st_size)
        flip(path, offset)
        missed += [] if list(check_partition(workspace, slot, published)) else [(path.name, offset)]
        flip(path, offset)

    assert missed == []
    assert check(str(root)).findings == []


def test_row_37_the_command_names_a_flipped_byte_and_repair_restores_the_same_content_and_bytes(root, capsys):
    before, bytes_before = contents(root), states.files(root / "warehouse")
    fact, report, small = (one_of(root, name) for name in ("fact_post_snapshot", "rpt_engagement", "dim_account"))
    flip(fact, fact.stat().st_size // 2)
    flip(report, 5)
    flip(small, small.stat().st_size - 20)

    found = pilaster("verify", "--workspace", str(root), "--json")
    told = json.loads(capsys.readouterr().out)
    repaired = pilaster("repair", "--all", "--workspace", str(root))
    shown = capsys.readouterr().out

    assert (found, repaired) == (1, 0)
    assert {each["where"] for each in told["findings"]} == {path.relative_to(root).as_posix() for path in (fact, report, small)}
    assert "`pilaster repair --all` mends 3 of them" in told["last_line"]
    assert shown.count("content as before") == 3
    assert contents(root) == before
    assert states.files(root / "warehouse") == bytes_before
    assert pilaster("verify", "--workspace", str(root)) == 0


def test_row_37_a_night_refuses_to_merge_into_a_damaged_file_instead_of_taking_its_values_over(root, zygote):
    """The damage would else be in the next file too, and look well there for ever."""
    flip(fact := root / "warehouse/fact_post_snapshot/fact_post_snapshot__atelier__2026-10.parquet", fact.stat().st_size // 2)
    exports.write_landing(root, {"instagram/feed-november.csv": exports.second_night()["instagram/feed-november.csv"]})
    served = states.files(root / "warehouse")

    night = zygote.run(root)

    assert night.error == IntegrityError.__name__
    assert "pilaster repair" in night.text
    assert states.files(root / "warehouse") == served
    assert repair(root).exit_code == 0
    assert zygote.run(root).code == 0


def test_row_37_flipped_bytes_are_mended_too_when_the_ledger_is_lost_with_them(root):
    """Without a ledger nobody knows the bytes; what is built from raw is compared byte for byte, so padding counts too."""
    bytes_before = states.files(root / "warehouse")
    for path in sorted((root / "warehouse").glob("*/*.parquet"))[::4]:
        flip(path, 40)
    lose_ledger(root)

    repaired = repair(root)

    assert repaired.left == []
    assert states.files(root / "warehouse") == bytes_before


def test_a_deleted_partition_of_each_table_is_missed_and_comes_back(root):
    bytes_before = states.files(root / "warehouse")
    gone = [one_of(root, folder.name) for folder in sorted((root / "warehouse").iterdir())]
    for path in gone:
        path.unlink()

    found = kinds(root)
    repaired = repair(root)

    assert found == [("missing_partition", path.relative_to(root).as_posix()) for path in gone]
    assert repaired.left == []
    assert states.files(root / "warehouse") == bytes_before


@pytest.mark.slow
def test_each_single_partition_comes_back_alone(root):
    bytes_before = states.files(root / "warehouse")

    for name in bytes_before:
        (root / "warehouse" / name).unlink()
        assert repair(root, [Path(name).name]).left == [], name
        assert states.files(root / "warehouse") == bytes_before, name


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


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"this was a ledger\n" * 999)])
def test_row_36_a_lost_ledger_is_found_without_making_a_new_one_and_comes_back(damage, root):
    bytes_before = states.files(root / "warehouse")
    for path in root.glob("ledger.db-*"):
        path.unlink()
    damage(root / "ledger.db")
    as_it_was = states.files(root)

    found = kinds(root)
    untouched = {name: data for name, data in states.files(root).items() if name != ".publishing.lock"}
    repaired = repair(root)

    assert found == [("lost_ledger", "ledger.db")]
    assert untouched == {name: data for name, data in as_it_was.items() if name != ".publishing.lock"}
    assert repaired.left == []
    assert states.files(root / "warehouse") == bytes_before


def test_row_36_a_ledger_from_an_older_backup_lacks_exports_and_is_made_anew(second_night, zygote, tmp_path):
    root = states.copy(second_night.before, tmp_path / "w")
    older = {path.name: path.read_bytes() for path in root.glob("ledger.db*")}
    assert zygote.run(root).code == 0
    lose_ledger(root)
    for name, data in older.items():
        (root / name).write_bytes(data)

    found = {finding.kind for finding in check(str(root)).findings}
    repaired = repair(root)

    assert "ledger_behind" in found
    assert repaired.left == []
    assert states.files(root / "warehouse") == second_night.after.warehouse


def test_row_39_a_damaged_export_that_still_lies_in_landing_is_taken_again(root):
    path = root / "raw" / exports.BRAND / archived(root, "instagram/feed.csv")
    original = path.read_bytes()
    flip(path, 100)

    found = kinds(root)
    repaired = repair(root)

    assert found == [("damaged_export", path.relative_to(root).as_posix())]
    assert repaired.left == []
    assert path.read_bytes() == original


def test_row_39_a_damaged_export_that_is_nowhere_else_is_asked_for_and_blocks_only_what_it_supplied(root):
    sha = archived(root, "instagram/feed.csv")
    flip(root / "raw" / exports.BRAND / sha, 100)
    shutil.rmtree(root / "landing")
    fact = root / "warehouse/fact_post_snapshot/fact_post_snapshot__atelier__2026-10.parquet"
    creators = one_of(root, "fact_creator_post")
    fact.unlink()
    creators.unlink()

    repaired = repair(root)

    assert creators.exists()
    assert {finding.kind for finding in repaired.left} == {"damaged_export", "missing_partition"}
    (asked,) = [finding for finding in repaired.left if finding.kind == "damaged_export"]
    assert sha in asked.where
    assert "instagram/feed.csv" in asked.remedy
    assert "put the original into landing/" in asked.remedy
    # Nothing is marked that no night could honour.
    assert "rebuild" not in {each.state for each in read_partitions(ledger(root)).values()}


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


def test_an_open_intent_is_found_and_finished(second_night, zygote, tmp_path):
    root = states.copy(second_night.before, tmp_path / "w")
    zygote.run(root, fault="kill:replace dim_post")

    found = {finding.kind for finding in check(str(root)).findings}
    repaired = repair(root)

    assert "open_intent" in found
    assert repaired.left == []
    assert states.files(root / "warehouse") == second_night.after.warehouse


def test_a_partition_of_an_earlier_version_is_known_by_content_and_its_rows_are_read(root):
    with writing(ledger(root)) as connection:
        connection.execute(update(partitions).values(file_sha=None))
    well = check(str(root))
    fact = one_of(root, "fact_post_snapshot")
    for offset in range(20, 200):
        flip(fact, offset)

    assert well.findings == []
    assert well.by_content_alone == well.partitions
    assert kinds(root) == [("damaged_partition", fact.relative_to(root).as_posix())]
    assert repair(root).left == []
    slot = slot_of(Workspace(root), fact)
    assert slot is not None
    assert read_partitions(ledger(root))[slot].file_sha == sha_of(fact)


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
