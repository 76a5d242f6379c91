"""Engagement pages after real nights: drawn for what changed, quiet when nothing is new, frozen with a closed month."""

import errno
import os
import shutil

import pytest

from flows import presenting
from flows.backfilling import backfill
from flows.checking import check
from flows.closing import reopen
from flows.night import night
from flows.outlook import ask
from flows.repairing import repair
from flows.run import Run
from tests.builders import instagram
from tests.builders.closing import FIRST, MONTH, SECOND, exported, land
from tests.builders.workspace import BRAND, Team, team
from transforms.errors import IntegrityError
from warehouse import describing, engagement_pages, quality_pages
from warehouse.ledger.partitions import Slot
from warehouse.page_reading import Reports
from warehouse.repairing import mark
from warehouse.workspace import Workspace


def pages(root):
    """Bytes and time of every page."""
    found = sorted((root / "reports" / "engagement").rglob("*.html"))
    return {
        path.relative_to(root / "reports" / "engagement").as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in found
    }


def text(root, name):
    return (root / "reports" / "engagement" / name).read_text("utf-8")


def figures_of(page):
    """A page without its head, and without what came after a close."""
    return page[page.index('id="published"') : page.index('id="missing"')]


def test_a_night_leaves_a_page_per_month_with_reports_and_an_index(exported_template):
    found = pages(exported_template.root)

    assert set(found) == {"index.html", f"{BRAND}/{MONTH}.html", f"{BRAND}/2026-11.html"}
    assert set(found) - {"index.html"} <= {f"{BRAND}/{month}.html" for month in exported_template.files("rpt_engagement")}
    assert not (exported_template.root / ".pages-due").exists()


def test_the_page_says_what_the_reports_say(exported_template):
    page = text(exported_template.root, f"{BRAND}/{MONTH}.html")
    row = next(
        row for row in exported_template.rows("rpt_engagement_brand") if (row["month"], row["basis"]) == (MONTH, "published")
    )

    assert f"<b>{row['n_posts']:,}</b>posts published" in page
    assert f"{row['eri_numerator']:,} / {row['eri_denominator']:,}" in page


def test_a_night_with_nothing_new_draws_nothing_and_reads_no_report(october, monkeypatch):
    before = pages(october.root)
    monkeypatch.setattr(engagement_pages, "_write", lambda *_: (_ for _ in ()).throw(AssertionError("looked at")))

    october.night()

    assert pages(october.root) == before


def test_only_months_whose_reports_changed_are_drawn(october):
    before = pages(october.root)
    november = instagram.content(instagram.post(4, **{"Publish time": "11/02/2026 09:00"}))
    october.land(november, "instagram/more.csv", taken=SECOND)

    october.night()

    after = pages(october.root)
    assert after[f"{BRAND}/{MONTH}.html"] == before[f"{BRAND}/{MONTH}.html"]
    assert after[f"{BRAND}/2026-11.html"][0] != before[f"{BRAND}/2026-11.html"][0]


def test_the_same_exports_give_the_same_bytes_elsewhere(exported_template, tmp_path):
    other = exported(tmp_path / "other")

    assert {name: data for name, (data, _) in pages(other.root).items()} == {
        name: data for name, (data, _) in pages(exported_template.root).items()
    }


def test_a_night_killed_before_its_pages_is_made_good_by_the_next(october, monkeypatch):
    land(october, SECOND, likes=60)
    monkeypatch.setattr(presenting, "show", lambda _run, **_told: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        october.night()
    monkeypatch.undo()
    stale = pages(october.root)

    october.night()

    assert pages(october.root)[f"{BRAND}/{MONTH}.html"][0] != stale[f"{BRAND}/{MONTH}.html"][0]
    assert not (october.root / ".pages-due").exists()


def test_a_lost_page_comes_back_with_the_same_bytes(october):
    before = pages(october.root)
    (october.root / "reports" / "engagement" / "index.html").unlink()
    (october.root / "reports" / "engagement" / BRAND / f"{MONTH}.html").unlink()
    (october.root / "reports" / "engagement" / BRAND / "2019-01.html").write_text("of nobody", "utf-8")

    october.night()

    assert {name: data for name, (data, _) in pages(october.root).items()} == {name: data for name, (data, _) in before.items()}


def test_a_damaged_report_keeps_its_page_is_told_and_drawn_when_it_is_whole(october):
    before = pages(october.root)
    report = october.root / "warehouse" / "rpt_quality" / f"rpt_quality__{BRAND}__{MONTH}.parquet"
    whole = report.read_bytes()
    report.write_bytes(whole[:40])
    (october.root / "reports" / "engagement" / "index.html").unlink()

    summary = october.night()

    assert [note for note in summary.notes if "rpt_quality" in note and "pilaster repair" in note]
    assert pages(october.root)[f"{BRAND}/{MONTH}.html"] == before[f"{BRAND}/{MONTH}.html"]
    assert (october.root / ".pages-due").exists()
    report.write_bytes(whole)
    assert october.night().notes == []
    assert not (october.root / ".pages-due").exists()
    assert {name: data for name, (data, _) in pages(october.root).items()} == {name: data for name, (data, _) in before.items()}


def test_a_close_says_so_on_the_page_and_later_exports_only_add_what_they_restate(closed_october):
    before = text(closed_october.root, f"{BRAND}/{MONTH}.html")
    assert "these figures stay" in before
    assert 'id="restated"' not in before

    land(closed_october, SECOND, likes=60)
    closed_october.night()

    after = text(closed_october.root, f"{BRAND}/{MONTH}.html")
    assert figures_of(after) == figures_of(before)
    assert 'id="restated"' in after
    assert "closed on" in text(closed_october.root, "index.html")


def test_the_page_of_a_closed_month_stays_when_an_open_month_before_it_changes(closed_october):
    before = text(closed_october.root, f"{BRAND}/{MONTH}.html")
    september = instagram.content(instagram.post(5, **{"Publish time": "09/05/2026 09:00"}))
    closed_october.land(september, "instagram/september.csv", taken=FIRST)

    closed_october.night()

    assert f"{BRAND}/2026-09.html" in pages(closed_october.root)
    assert figures_of(text(closed_october.root, f"{BRAND}/{MONTH}.html")) == figures_of(before)


def test_a_month_that_is_opened_again_is_drawn_as_open_by_the_next_night(closed_october):
    reopen(closed_october.root, BRAND, MONTH, "late exports")

    closed_october.night()

    assert "these figures stay" not in text(closed_october.root, f"{BRAND}/{MONTH}.html")
    assert "closed on" not in text(closed_october.root, "index.html")


def test_a_backfill_draws_once_at_its_end(tmp_path, monkeypatch):
    drawn = []
    refresh = engagement_pages.refresh

    def counted(workspace, *args):
        drawn.append(workspace)
        return refresh(workspace, *args)

    monkeypatch.setattr(engagement_pages, "refresh", counted)
    made = team(tmp_path / "w")
    land(made, FIRST, likes=50)

    backfill(str(made.root), ask(Workspace(made.root), "2026-09", "2026-11", None, None, replay=False))

    assert len(drawn) == 1
    assert set(pages(made.root)) == {"index.html", f"{BRAND}/{MONTH}.html", f"{BRAND}/2026-11.html"}


def test_a_workspace_without_reports_has_no_page(tmp_path):
    made = team(tmp_path / "w")

    night(str(made.root))

    assert pages(made.root) == {}
    assert engagement_pages.refresh(Workspace(made.root), Run(str(made.root), "test").ledger) == []


@pytest.mark.parametrize(
    "name", ["reports/engagement/index.html", "reports/quality/index.html", "contract/datacontract.odcs.json"]
)
def test_a_page_that_is_no_text_any_more_fails_no_night_and_is_made_anew(name, made):
    path = made.root / name
    whole = path.read_bytes()
    path.write_bytes(b"\xff" + whole[1:20])

    made.night()

    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("module", "name", "folder"),
    [
        (engagement_pages, "put_whole", "reports/engagement"),
        (quality_pages, "write_whole", "reports/quality"),
        (describing, "write_whole", "contract"),
    ],
)
def test_row_6_a_full_disk_while_pages_are_drawn_fails_no_night_is_told_and_made_good(
    module, name, folder, made, monkeypatch, tmp_path
):
    """The tables are published by then."""

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "page.html")

    whole = Team(shutil.copytree(made.root, tmp_path / "other", copy_function=shutil.copy2))
    for each in (whole, made):
        land(each, SECOND, likes=60)
    whole.night()
    monkeypatch.setattr(module, name, full)

    summary = made.night()

    monkeypatch.undo()
    (told,) = summary.skipped
    assert (told["where"], told["found"]) == (folder, "page.html: No space left on device")
    assert summary.exit_code == 1
    assert summary.last_line.split(";")[0].endswith(f"not written {folder}")
    assert made.bytes("warehouse") == whole.bytes("warehouse")
    assert made.ledger("SELECT state FROM runs ORDER BY started_at DESC LIMIT 1") == [{"state": "published"}]
    assert made.night().skipped == []
    assert made.bytes("reports/engagement", "contract") == whole.bytes("reports/engagement", "contract")


def test_a_backfill_whose_pages_cannot_be_written_says_so_once(made, monkeypatch):
    def read_only(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "index.html")

    land(made, SECOND, likes=60)
    monkeypatch.setattr(engagement_pages, "put_whole", read_only)

    done = backfill(str(made.root), ask(Workspace(made.root), "2026-09", "2026-11", None, None, replay=False))

    assert [each["where"] for each in done.summary.skipped] == ["reports/engagement"]
    assert done.exit_code == 1
    monkeypatch.undo()
    assert made.night().skipped == []
    assert not (made.root / ".pages-due").exists()


DAMAGES = {
    "lost": lambda folder: (folder / BRAND / f"{MONTH}.html").unlink(),
    "changed": lambda folder: (folder / BRAND / f"{MONTH}.html").write_bytes(b"<b>9,999</b>posts published"),
    "foreign": lambda folder: (folder / BRAND / "2019-01.html").write_text("of nobody", "utf-8"),
    "index changed": lambda folder: (folder / "index.html").write_bytes((folder / "index.html").read_bytes() + b"\n"),
    "index lost": lambda folder: (folder / "index.html").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify_finds_a_page_that_is_not_what_was_drawn_and_repair_draws_it(damage, made):
    before = pages(made.root)
    assert check(str(made.root)).findings == []
    DAMAGES[damage](made.root / "reports" / "engagement")
    (changed,) = [name for name in {*before, *pages(made.root)} if before.get(name) != pages(made.root).get(name)]

    (found,) = check(str(made.root)).findings
    repaired = repair(made.root)

    assert (found.kind, found.where, found.is_mendable) == ("month_page", f"reports/engagement/{changed}", True)
    assert (repaired.left, repaired.exit_code) == ([], 0)
    assert {name: data for name, (data, _) in pages(made.root).items()} == {name: data for name, (data, _) in before.items()}


@pytest.mark.parametrize("word", [b"\xff\xfe", b"XX"])
def test_row_37_a_report_that_is_damaged_and_can_be_read_is_not_shown(word, made):
    before = pages(made.root)
    report = made.root / "warehouse" / "rpt_engagement_platform" / f"rpt_engagement_platform__{BRAND}__{MONTH}.parquet"
    at = report.read_bytes().index(b"instagram")
    report.write_bytes(report.read_bytes()[:at] + word + report.read_bytes()[at + 2 :])
    shutil.rmtree(made.root / "reports" / "engagement")

    summary = made.night()

    assert len([note for note in summary.notes if "rpt_engagement_platform" in note and "pilaster repair" in note]) == 2
    assert set(pages(made.root)) == {"index.html"}
    assert repair(made.root).exit_code == 0
    assert {name: data for name, (data, _) in pages(made.root).items()} == {name: data for name, (data, _) in before.items()}


def test_text_that_is_damaged_in_a_file_whose_bytes_nobody_knows_is_told(made):
    report = f"rpt_engagement_platform__{BRAND}__{MONTH}.parquet"
    path = made.root / "warehouse" / "rpt_engagement_platform" / report
    path.write_bytes(path.read_bytes().replace(b"instagram", b"\xff\xfestagram"))

    with pytest.raises(IntegrityError, match=report):
        Reports(Workspace(made.root), {}).month((BRAND, MONTH), ["rpt_engagement_platform"], [], None)


def test_the_page_of_a_closed_month_is_drawn_by_the_repair_that_brings_its_report_back(frozen):
    before = pages(frozen.root)
    (frozen.root / "warehouse" / "rpt_post" / f"rpt_post__{BRAND}__{MONTH}.parquet").unlink()
    shutil.rmtree(frozen.root / "reports" / "engagement")
    assert frozen.night().notes

    assert repair(frozen.root).exit_code == 0

    assert {name: data for name, (data, _) in pages(frozen.root).items()} == {name: data for name, (data, _) in before.items()}


def test_while_reports_are_to_be_built_again_their_pages_are_no_findings(made):
    mark(Run(str(made.root), "test").ledger, [Slot("rpt_post", BRAND, MONTH)])
    (made.root / "reports" / "engagement" / BRAND / f"{MONTH}.html").unlink()

    assert [found.kind for found in check(str(made.root)).findings] == ["marked_partition"]
    assert repair(made.root).exit_code == 0
    assert check(str(made.root)).findings == []
