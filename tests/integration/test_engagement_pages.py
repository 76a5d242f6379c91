"""Engagement pages after real nights: drawn for what changed, quiet when nothing is new, frozen with a closed month."""

import pytest

from flows import presenting
from flows.backfilling import backfill
from flows.closing import reopen
from flows.night import night
from flows.outlook import ask
from flows.run import Run
from tests.builders import instagram
from tests.builders.closing import FIRST, MONTH, SECOND, exported, land
from tests.builders.workspace import BRAND, team
from warehouse import engagement_pages
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
