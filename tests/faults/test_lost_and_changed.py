"""What may be lost or damaged beside a run: the ledger is rebuilt, the archive is guarded, and nobody else reads any of it."""

import signal
import sqlite3
import stat
from contextlib import closing

import pytest

from tests.faults import exports, states


@pytest.fixture
def published(second_night, tmp_path):
    """A workspace after its second night."""
    return states.copy(second_night.done, tmp_path / "published")


def garbage(path):
    path.write_bytes(b"this was a ledger once\n" * 500)


def lose_pages(path):
    """All pages but the first, as a failing disk would."""
    path.write_bytes(path.read_bytes()[:4096] + bytes(path.stat().st_size - 4096))


def close(root):
    """The ledger as its last reader leaves it: one file, without its log."""
    with closing(sqlite3.connect(root / "ledger.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_row_36_a_lost_ledger_is_rebuilt_and_the_next_night_changes_no_byte_and_no_mtime(second_night, published, zygote):
    before = states.mtimes(published)
    close(published)
    (published / "ledger.db").unlink()

    rebuilt = zygote.run(published, deed="rebuild")
    night = zygote.run(published)

    assert rebuilt.told == 1, rebuilt.trace  # it finds the refused record again
    assert night.told["published"] == night.told["landed"] == []
    assert states.mtimes(published) == before
    states.require_same(states.settled(states.state(published)), states.settled(second_night.after))


def test_row_36_without_its_ledger_a_night_lands_everything_anew_and_says_the_same(second_night, published, zygote):
    before = states.mtimes(published)
    close(published)
    (published / "ledger.db").unlink()

    night = zygote.run(published)

    assert night.code == 0, night.trace
    after = states.mtimes(published)
    # It did read everything anew, and the page of the latest run says so.
    assert {name for name in before | after if before.get(name) != after.get(name)} <= {"reports/quality/latest.html"}


@pytest.mark.parametrize("damage", [garbage, lose_pages])
def test_row_36_a_damaged_ledger_is_named_with_its_remedy_which_sets_it_aside(damage, second_night, published, zygote):
    before = states.mtimes(published)
    close(published)
    damage(published / "ledger.db")
    damaged = (published / "ledger.db").read_bytes()

    failed = zygote.run(published)
    rebuilt = zygote.run(published, deed="rebuild")
    night = zygote.run(published)

    assert (failed.error, failed.code) == ("IntegrityError", 2), failed.trace
    assert "pilaster rebuild-ledger" in failed.text
    assert (published / "ledger.db.unusable-1").read_bytes() == damaged
    assert rebuilt.told == 1, rebuilt.trace
    assert night.told["published"] == night.told["landed"] == []
    assert states.mtimes(published) == before
    states.require_same(states.settled(states.state(published)), states.settled(second_night.after))


@pytest.mark.parametrize(
    "step",
    [
        "remove fact_post_snapshot",
        pytest.param("replace dim_post", marks=pytest.mark.slow),
        pytest.param("remove dim_post", marks=pytest.mark.slow),
    ],
)
def test_row_36_a_ledger_lost_in_the_middle_of_a_publication_leaves_no_file_of_yesterday(step, second_night, zygote, tmp_path):
    """A month that was about to go is in no ledger and no export any more, and would be read for ever."""
    root = states.copy(second_night.before, tmp_path / "w")
    assert zygote.run(root, fault=f"kill:{step}").signal == signal.SIGKILL
    close(root)
    (root / "ledger.db").unlink()

    rebuilt = zygote.run(root, deed="rebuild")

    assert rebuilt.told == 1, rebuilt.trace
    states.require_same(states.settled(states.state(root)), states.settled(second_night.after))


def test_row_39_an_export_changed_in_the_archive_is_refused_and_its_original_takes_its_place_again(
    second_night, zygote, tmp_path
):
    root = states.copy(second_night.before, tmp_path / "w")
    name = "instagram/feed.csv"
    original, taken_at = exports.first_night()[name]
    (archived,) = (path for path in (root / "raw").rglob("*") if path.is_file() and path.read_bytes() == original)
    archived.write_bytes(original.replace(b"1000", b"9999").replace(b"Post 1", b"Post X"))

    refused = zygote.run(root)
    served = states.files(root / "warehouse")
    exports.write_landing(root, {"instagram/feed once more.csv": (original, taken_at + (exports.SECOND_TAKEN - taken_at))})
    again = zygote.run(root)

    (told,) = refused.told["skipped"]
    assert (told["code"], told["where"]) == ("damaged_export", archived.relative_to(root).as_posix())
    assert "put the original into landing/" in told["remedy"]
    assert refused.told["exit_code"] == 1
    assert served == second_night.old
    assert again.code == 0, again.trace
    assert archived.read_bytes() == original
    assert states.files(root / "warehouse") == second_night.after.warehouse


def test_row_39_an_export_missing_in_the_archive_is_refused_too(second_night, zygote, tmp_path):
    root = states.copy(second_night.before, tmp_path / "w")
    original, _ = exports.first_night()["instagram/feed.csv"]
    (archived,) = (path for path in (root / "raw").rglob("*") if path.is_file() and path.read_bytes() == original)
    archived.unlink()

    refused = zygote.run(root)

    (told,) = refused.told["skipped"]
    assert "no such file" in told["found"]
    assert states.files(root / "warehouse") == second_night.old


def test_row_54_nobody_else_reads_exports_journal_quarantine_or_ledger_under_any_umask(zygote, tmp_path):
    root = exports.write_workspace(tmp_path / "w", exports.first_night())

    assert zygote.run(root, deed="night_under_umask_0").code == 0

    ours = [root / name for name in ("raw", "journal", "quarantine", "warehouse", ".staging")]
    folders = ours + [path for each in ours for path in each.rglob("*") if path.is_dir()]
    private = [path for each in ours[:3] for path in each.rglob("*") if path.is_file()] + list(root.glob("ledger.db*"))
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folders} == {path.name: "0o700" for path in folders}
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in private} == {path.name: "0o600" for path in private}
