"""A published file that is not as it was written: the run that meets it builds it again from raw/, and says so (row 37)."""

import errno
import os
from dataclasses import replace

import pytest

from flows import backfilling, mending
from flows.alerting import rules
from flows.checking import check
from flows.night import monthly_reports
from flows.outlook import Asked
from flows.repairing import repair
from tests.builders import instagram
from tests.builders.workspace import BRAND
from tests.faults.mending.scene import ACCOUNTS, DERIVED, ELSEWHERE, FACT, OTHER, export, flip, mended, told
from transforms.errors import IntegrityError
from transforms.months import MonthRange
from warehouse import raw


@pytest.mark.parametrize(
    "how", ["flipped", "lost", *(pytest.param(how, marks=pytest.mark.slow) for how in ("emptied", "written over"))]
)
def test_row_37_a_night_ends_with_the_bytes_of_an_undisturbed_one(how, made, undisturbed):
    path = made.root / "warehouse" / FACT
    match how:
        case "flipped":
            flip(made, FACT)
        case "emptied":
            path.write_bytes(b"")
        case "lost":
            path.unlink()
        case _:
            path.write_bytes((made.root / "warehouse" / ELSEWHERE).read_bytes())

    found = made.night()

    assert told(found) == mended(FACT)
    assert (found.exit_code, len(found.taken)) == (1, 2)
    assert "built again 1 damaged file;" in found.last_line
    assert made.bytes("warehouse") == undisturbed
    assert made.night().exit_code == 0


def test_row_37_everything_that_is_damaged_is_found_at_once(made, undisturbed, monkeypatch):
    """Of a table that is kept whole, of reports, and of what is derived of posts; also what this night would not have read."""
    begun = []

    def mend(run, error):
        begun.append(error)
        mending.mend(run, error)

    monkeypatch.setattr("flows.night.mend", mend)
    names = [FACT, ACCOUNTS, "dim_date/dim_date.parquet", *DERIVED]
    flip(made, *names)

    found = made.night()

    assert told(found) == mended(*names)
    assert len(begun) == 1
    assert made.bytes("warehouse") == undisturbed


def test_row_37_a_file_that_the_disk_cannot_read_is_damaged(made, undisturbed, monkeypatch):
    path, whole = made.root / "warehouse" / FACT, raw.sha_of
    bad = path.stat().st_ino

    def sha_of(each):
        if each.exists() and each.stat().st_ino == bad:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(each))
        return whole(each)

    monkeypatch.setattr(raw, "sha_of", sha_of)
    (finding,) = check(str(made.root)).findings

    found = made.night()

    assert finding.found == "a file that cannot be read: Input/output error"
    assert told(found) == mended(FACT)
    assert made.bytes("warehouse") == undisturbed


def test_row_37_what_cannot_be_built_again_leaves_out_its_brand(made, undisturbed):
    """One of the exports that the file was made from is damaged, too."""
    before = made.bytes("warehouse")
    flip(made, FACT)
    archived = next(path for path in (made.root / "raw" / BRAND).iterdir() if path.read_bytes() == export(100))
    archived.write_bytes(b"damaged")

    found = made.night()
    after = made.bytes("warehouse")

    assert told(found) == [("damaged_export", archived.relative_to(made.root).as_posix())]
    assert [file["brand"] for file in found.taken] == [OTHER]
    for name, data in after.items():
        if f"__{OTHER}__" in name:
            assert data == undisturbed[name]
        elif f"__{BRAND}__" in name and name != f"warehouse/{FACT}":
            assert data == before[name]


def test_row_37_what_cannot_be_built_again_and_is_needed_by_all_ends_the_night(made):
    """The accounts of all brands are counted in a fact that is damaged, as is the export that it was made from."""
    flip(made, FACT, ACCOUNTS)
    for archived in (made.root / "raw" / BRAND).iterdir():
        archived.write_bytes(b"damaged")
    before = made.bytes("warehouse")

    with pytest.raises(IntegrityError, match=FACT):
        made.night()

    assert made.bytes("warehouse") == before


def test_row_37_a_warehouse_that_is_not_there_is_somebody_elses_decision(made, monkeypatch):
    """A folder that is not mounted would be built into what it is mounted on."""
    monkeypatch.setattr(mending, "MOST_FILES", 3)
    names = [FACT, ACCOUNTS, *DERIVED]
    for name in names:
        (made.root / "warehouse" / name).unlink()
    before = made.bytes("warehouse")

    with pytest.raises(IntegrityError, match=f"{len(names)} that are damaged or gone") as refused:
        made.night()

    assert "repair --all" in refused.value.remedy
    assert made.bytes("warehouse") == before


def test_row_37_a_backfill_and_reports_alone_mend_as_well(made, undisturbed):
    asked = Asked(MonthRange("2026-10", "2026-10"))
    flip(made, FACT)

    carried = backfilling.backfill(str(made.root), asked)
    after = made.bytes("warehouse")
    flip(made, FACT)
    again = backfilling.backfill(str(made.root), replace(asked, replay=True))
    made.strategy(pillars=[{"name": "craft", "weight": 1, "hashtags": ["craft"]}])
    flip(made, FACT, DERIVED[0])
    reports = monthly_reports(str(made.root))

    assert told(carried.summary) == mended(FACT)
    assert carried.exit_code == 1
    assert after == undisturbed
    # A replay builds all of it from raw/ anyway, and reads none of it.
    assert told(again.summary) == []
    assert told(reports) == mended(FACT, DERIVED[0])
    assert made.bytes("warehouse")[f"warehouse/{FACT}"] == undisturbed[f"warehouse/{FACT}"]


def test_row_37_a_repair_tells_what_it_met_on_its_way(made):
    flip(made, ACCOUNTS, FACT)

    repaired = repair(made.root, ["dim_account"])

    assert (repaired.exit_code, check(str(made.root)).findings) == (0, [])
    assert [where for where, what in repaired.done if what.startswith("met on the way")] == [f"warehouse/{FACT}"]


def test_row_37_whoever_gets_alerts_hears_of_it(made):
    flip(made, FACT)

    (alert,) = rules.unread(made.night().skipped, instagram.at(2026, 11, 20).date())

    assert (alert.code, alert.where) == ("mended", f"warehouse/{FACT}")
    assert "other bytes" in alert.what
    assert alert.remedy.startswith("look at the disk")
