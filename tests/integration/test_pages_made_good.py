"""Pages that were damaged, lost or could not be written: no night fails of them, somebody is told, and they are made good."""

import errno
import os
import shutil

import pytest

from flows.backfilling import backfill
from flows.checking import check
from flows.outlook import ask
from flows.repairing import repair
from flows.run import Run
from tests.builders.closing import MONTH, SECOND, land
from tests.builders.workspace import BRAND
from transforms.errors import IntegrityError
from warehouse import describing, engagement_pages, quality_pages
from warehouse.ledger.partitions import Slot
from warehouse.page_reading import Reports
from warehouse.repairing import mark
from warehouse.workspace import Workspace


def pages(root):
    """Bytes of every engagement page."""
    folder = root / "reports" / "engagement"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.html"))}


@pytest.mark.parametrize(
    "name", ["reports/engagement/index.html", "reports/quality/index.html", "contract/datacontract.odcs.json"]
)
def test_a_page_that_is_no_text_any_more_fails_no_night_and_is_made_anew(name, october):
    path = october.root / name
    whole = path.read_bytes()
    path.write_bytes(b"\xff" + whole[1:20])

    october.night()

    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("module", "name", "folder"),
    [
        (engagement_pages, "put_whole", "reports/engagement"),
        pytest.param(quality_pages, "write_whole", "reports/quality", marks=pytest.mark.slow),
        pytest.param(describing, "write_whole", "contract", marks=pytest.mark.slow),
    ],
)
def test_row_6_a_full_disk_while_pages_are_drawn_fails_no_night_is_told_and_made_good(
    module, name, folder, october, monkeypatch, tmp_path
):
    """The tables are published by then."""

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "page.html")

    whole = october.again(tmp_path / "other")
    for each in (whole, october):
        land(each, SECOND, likes=60)
    whole.night()
    monkeypatch.setattr(module, name, full)

    summary = october.night()

    monkeypatch.undo()
    (told,) = summary.skipped
    assert (told["where"], told["found"]) == (folder, "page.html: No space left on device")
    assert summary.exit_code == 1
    assert summary.last_line.split(";")[0].endswith(f"not written {folder}")
    assert october.bytes("warehouse") == whole.bytes("warehouse")
    assert october.ledger("SELECT state FROM runs ORDER BY started_at DESC LIMIT 1") == [{"state": "published"}]
    assert october.night().skipped == []
    assert october.bytes("reports/engagement", "contract") == whole.bytes("reports/engagement", "contract")


def test_a_backfill_whose_pages_cannot_be_written_says_so_once(october, monkeypatch):
    def read_only(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "index.html")

    land(october, SECOND, likes=60)
    monkeypatch.setattr(engagement_pages, "put_whole", read_only)

    done = backfill(str(october.root), ask(Workspace(october.root), "2026-09", "2026-11", None, None, replay=False))

    assert [each["where"] for each in done.summary.skipped] == ["reports/engagement"]
    assert done.exit_code == 1
    monkeypatch.undo()
    assert october.night().skipped == []
    assert not (october.root / ".pages-due").exists()


def test_a_page_that_cannot_be_put_in_its_place_is_named_and_verify_knows_of_it_once_it_takes_long(october):
    page = october.root / "reports" / "engagement" / BRAND / f"{MONTH}.html"
    page.unlink()
    page.mkdir()
    (page / "somebody's.txt").write_text("not ours", "utf-8")
    land(october, SECOND, likes=60)

    (told,) = october.night().skipped
    at_once = check(str(october.root)).findings
    mark = october.root / ".pages-due"
    os.utime(mark, (mark.stat().st_mtime - 2 * 3_600,) * 2)
    (found,) = check(str(october.root)).findings

    assert told["found"] == f"{page}: Is a directory"
    assert at_once == []
    assert (found.kind, found.where) == ("month_page", "reports/engagement")
    assert "no run since could write" in found.found

    shutil.rmtree(page)
    assert october.night().skipped == []
    assert check(str(october.root)).findings == []


DAMAGES = {
    "lost": lambda folder: (folder / BRAND / f"{MONTH}.html").unlink(),
    "changed": lambda folder: (folder / BRAND / f"{MONTH}.html").write_bytes(b"<b>9,999</b>posts published"),
    "foreign": lambda folder: (folder / BRAND / "2019-01.html").write_text("of nobody", "utf-8"),
    "index changed": lambda folder: (folder / "index.html").write_bytes((folder / "index.html").read_bytes() + b"\n"),
    "index lost": lambda folder: (folder / "index.html").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify_finds_a_page_that_is_not_what_was_drawn_and_repair_draws_it(damage, october):
    before = pages(october.root)
    assert check(str(october.root)).findings == []
    DAMAGES[damage](october.root / "reports" / "engagement")
    (changed,) = [name for name in {*before, *pages(october.root)} if before.get(name) != pages(october.root).get(name)]

    (found,) = check(str(october.root)).findings
    repaired = repair(october.root)

    assert (found.kind, found.where, found.is_mendable) == ("month_page", f"reports/engagement/{changed}", True)
    assert (repaired.left, repaired.exit_code) == ([], 0)
    assert pages(october.root) == before


@pytest.mark.parametrize("word", [b"\xff\xfe", b"XX"])
def test_row_37_a_report_that_is_damaged_and_can_be_read_is_not_shown(word, october):
    before = pages(october.root)
    report = october.root / "warehouse" / "rpt_engagement_platform" / f"rpt_engagement_platform__{BRAND}__{MONTH}.parquet"
    at = report.read_bytes().index(b"instagram")
    report.write_bytes(report.read_bytes()[:at] + word + report.read_bytes()[at + 2 :])
    shutil.rmtree(october.root / "reports" / "engagement")

    summary = october.night()

    assert len([note for note in summary.notes if "rpt_engagement_platform" in note and "pilaster repair" in note]) == 2
    assert set(pages(october.root)) == {"index.html"}
    assert repair(october.root).exit_code == 0
    assert pages(october.root) == before


def test_text_that_is_damaged_in_a_file_whose_bytes_nobody_knows_is_told(october):
    report = f"rpt_engagement_platform__{BRAND}__{MONTH}.parquet"
    path = october.root / "warehouse" / "rpt_engagement_platform" / report
    path.write_bytes(path.read_bytes().replace(b"instagram", b"\xff\xfestagram"))

    with pytest.raises(IntegrityError, match=report):
        Reports(Workspace(october.root), {}).month((BRAND, MONTH), ["rpt_engagement_platform"], [], None)


def test_the_page_of_a_closed_month_is_drawn_by_the_repair_that_brings_its_report_back(closed_october):
    before = pages(closed_october.root)
    (closed_october.root / "warehouse" / "rpt_post" / f"rpt_post__{BRAND}__{MONTH}.parquet").unlink()
    shutil.rmtree(closed_october.root / "reports" / "engagement")
    assert closed_october.night().notes

    assert repair(closed_october.root).exit_code == 0

    assert pages(closed_october.root) == before


def test_while_reports_are_to_be_built_again_their_pages_are_no_findings(october):
    mark(Run(str(october.root), "test").ledger, [Slot("rpt_post", BRAND, MONTH)])
    (october.root / "reports" / "engagement" / BRAND / f"{MONTH}.html").unlink()

    assert [found.kind for found in check(str(october.root)).findings] == ["marked_partition"]
    assert repair(october.root).exit_code == 0
    assert check(str(october.root)).findings == []
