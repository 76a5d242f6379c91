"""The pages after real nights: complete, quiet when nothing is new, made good after a killed night, gone when not due."""

import shutil

import pytest

from flows import presenting
from flows.night import night
from flows.repairing import repair
from flows.run import Run
from tests.integration.planted_night import EVIL, workspace


def pages(root):
    found = sorted((root / "reports" / "quality").rglob("*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()}


@pytest.fixture
def root(planted_root, tmp_path):
    """A copy of the workspace after its night, to change at will."""
    return shutil.copytree(planted_root, tmp_path / "workspace", copy_function=shutil.copy2)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """(The same workspace once more in another place, what its night told.)"""
    root = workspace(tmp_path_factory.mktemp("elsewhere") / "workspace")
    return root, night(str(root))


def test_the_index_links_one_page_per_held_or_refused_file(planted_root):
    found = pages(planted_root)
    index = found["reports/quality/index.html"].decode()

    assert len(found) == 6
    for name in found:
        assert name.endswith("index.html") or name.removeprefix("reports/quality/") in index


def test_the_failing_record_itself_is_shown_as_text(planted_root):
    told = b"".join(pages(planted_root).values()).decode()

    assert "3-Aug" in told
    assert "parse_error_absent" in told
    assert "&lt;script&gt;" in told
    assert EVIL not in told


def test_every_table_of_the_night_is_told_with_its_expectations(planted_root):
    latest = pages(planted_root)["reports/quality/latest.html"].decode()

    for told in ("staging_post", "staging_file_profile", "rpt_engagement", "rpt_quality", "counts_not_negative", "key_unique"):
        assert told in latest


def test_a_night_with_nothing_new_writes_no_page(root):
    before = {path: path.stat().st_mtime_ns for path in (root / "reports").rglob("*")}

    summary = night(str(root))

    assert summary.files == []
    assert {path: path.stat().st_mtime_ns for path in (root / "reports").rglob("*")} == before


def test_the_same_night_elsewhere_gives_the_same_pages(planted_root, elsewhere):
    other, _ = elsewhere

    assert pages(other) == pages(planted_root)


def test_a_night_killed_before_its_pages_is_made_good_by_the_next(planted_root, tmp_path, monkeypatch):
    killed = workspace(tmp_path / "killed")
    monkeypatch.setattr(presenting, "show", lambda _run, **_told: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        night(str(killed))
    monkeypatch.undo()
    assert not pages(killed)

    night(str(killed))

    assert pages(killed) == pages(planted_root)


def test_a_night_killed_between_two_pages_is_made_good_by_the_next(planted_root, root):
    quality = root / "reports" / "quality"
    (quality / "index.html").unlink()
    next(quality.glob("*/*.html")).unlink()
    (quality / "atelier" / "0123456789ab.html").write_bytes(b"left by an earlier night")

    night(str(root))

    assert pages(root) == pages(planted_root)


def test_the_page_of_a_file_that_is_no_longer_refused_goes_away(root):
    held = next(path for path in (root / "reports" / "quality" / "atelier").iterdir() if b"loyalty-cards" in path.read_bytes())
    _forget(root, "loyalty-cards.csv")

    night(str(root))

    assert not held.exists()
    assert "loyalty-cards" not in pages(root)["reports/quality/index.html"].decode()


def test_the_last_line_names_the_page(elsewhere):
    root, summary = elsewhere

    assert summary.last_line.endswith(f"{root}/reports/quality/index.html")


def _forget(root, name):
    from sqlalchemy import update

    from warehouse.ledger.open import writing
    from warehouse.ledger.schema import files

    with writing(Run(str(root), "test").ledger) as connection:
        connection.execute(update(files).where(files.c.name == name).values(state="superseded", hold=None))


@pytest.mark.parametrize("damage", [b'\xff{"brand"', b"[]", b""])
def test_refused_records_that_cannot_be_read_fail_no_night_and_come_back_with_a_repair(damage, root):
    before = pages(root)
    kept = min((root / "quarantine").glob("*/*.json"))
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    (root / "reports" / "quality" / "index.html").unlink()

    summary = night(str(root))

    (told,) = summary.skipped
    assert (told["where"], summary.exit_code) == (kept.relative_to(root).as_posix(), 1)
    assert "pilaster repair" in told["remedy"]
    missing = f"reports/quality/{kept.parent.name}/{kept.stem[:12]}.html"
    assert {name for name in before if name not in pages(root)} == {missing}
    assert repair(root).exit_code == 0
    assert kept.read_bytes() == whole
    assert pages(root)[missing] == before[missing]
