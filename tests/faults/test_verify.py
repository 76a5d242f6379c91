"""`pilaster verify` finds what was lost or damaged in table folders and ledger; `pilaster repair` mends it (rows 36, 37)."""

import json
import random
from pathlib import Path

import pytest
from sqlalchemy import update

from flows.checking import check
from flows.repairing import repair
from tests.faults import exports, states
from tests.faults.damages import flip, kinds, ledger, lose_ledger, one_of, pilaster
from warehouse.lake import read_footer
from warehouse.ledger.open import writing
from warehouse.ledger.partitions import place_of, read_partitions, slot_of
from warehouse.ledger.schema import partitions
from warehouse.raw import sha_of
from warehouse.verifying.tables import check_partition
from warehouse.workspace import Workspace

N_OFFSETS = 200


@pytest.fixture
def root(every_table, tmp_path):
    return states.copy(every_table, tmp_path / "w")


def contents(root):
    return {path.name: read_footer(path).content_hash for path in sorted((root / "warehouse").glob("*/*.parquet"))}


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


def test_row_37_a_night_builds_a_damaged_file_again_instead_of_taking_its_values_over(root, zygote, tmp_path):
    """The damage would else be in the next file too, and look well there for ever."""
    later = {"instagram/feed-november.csv": exports.second_night()["instagram/feed-november.csv"]}
    exports.write_landing(root, later)
    undisturbed = states.copy(root, tmp_path / "undisturbed")
    flip(fact := root / "warehouse/fact_post_snapshot/fact_post_snapshot__atelier__2026-10.parquet", fact.stat().st_size // 2)

    night = zygote.run(root)

    assert zygote.run(undisturbed).told["skipped"] == []
    assert [each["where"] for each in night.told["skipped"]] == [fact.relative_to(root).as_posix()]
    assert states.files(root / "warehouse") == states.files(undisturbed / "warehouse")
    assert zygote.run(root).told["published"] == []


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


def test_row_36_a_ledger_from_an_older_backup_lacks_exports_and_is_made_anew(second_night, tmp_path):
    root = states.copy(second_night.done, tmp_path / "w")
    older = {path.name: path.read_bytes() for path in second_night.before.glob("ledger.db*")}
    lose_ledger(root)
    for name, data in older.items():
        (root / name).write_bytes(data)

    found = {finding.kind for finding in check(str(root)).findings}
    repaired = repair(root)

    assert "ledger_behind" in found
    assert repaired.left == []
    assert states.files(root / "warehouse") == second_night.after.warehouse


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
    # Without a sha that is known, the package describes whatever bytes lie there.
    assert kinds(root) == [("damaged_partition", fact.relative_to(root).as_posix()), ("description", "datapackage.json")]
    assert repair(root).left == []
    slot = slot_of(Workspace(root), fact)
    assert slot is not None
    assert read_partitions(ledger(root))[slot].file_sha == sha_of(fact)
