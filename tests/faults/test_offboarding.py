"""A brand that leaves is gone everywhere; the others are not touched; a kill half-way costs one more call."""

import json
import os
import shutil
import signal
import tarfile

import pytest

from flows.__main__ import build
from flows.checking import check
from flows.offboarding import look, offboard
from flows.rebuilding import rebuild_ledger
from tests.faults import exports, states
from transforms.errors import RetryError, SettingsError
from warehouse import recovery
from warehouse.engine import scan_parquet
from warehouse.workspace import Workspace

LEAVES, STAYS = "noord", exports.BRAND
# Written anew without the brand, or of all brands together; everything else of the others keeps bytes and mtime.
SHARED = {"warehouse/dim_brand/dim_brand.parquet", "warehouse/dim_account/dim_account.parquet"}
PAGES = {"reports/quality/index.html", "reports/quality/latest.html", "datapackage.json", "reports/engagement/index.html"}


@pytest.fixture(scope="session")
def two_brands(zygotes, tmp_path_factory):
    """A workspace of two brands with something of everything, as a template that tests copy."""
    root = exports.write_workspace(tmp_path_factory.mktemp("brands") / "w", exports.first_night())
    strategy = (root / "strategy" / f"{STAYS}.yaml").read_text("utf-8")
    (root / "strategy" / f"{LEAVES}.yaml").write_text(strategy.replace(f"brand: {STAYS}", f"brand: {LEAVES}"), "utf-8")
    shutil.copytree(root / "landing" / STAYS, root / "landing" / LEAVES, copy_function=shutil.copy2)
    ended = zygotes[0].run(root)
    assert ended.code == 0, ended.trace
    return root


@pytest.fixture(scope="session")
def gone(two_brands, zygotes):
    """The same workspace after one of them left undisturbed: its state, and the steps that it took."""
    root = states.copy(two_brands, two_brands.with_name("gone"))
    ended = zygotes[0].run(root, deed="offboard", brand=LEAVES, fault="kill:0")
    assert ended.code == 0, ended.trace
    return root, states.state(root), ended.steps


@pytest.fixture
def root(two_brands, tmp_path):
    return states.copy(two_brands, tmp_path / "w")


def traces(root, brand=LEAVES):
    """Every path that names the brand, and every file whose bytes do; the event that says that it left aside."""
    named = {path.relative_to(root).as_posix() for path in root.rglob("*") if brand in path.name}
    inside = {name for name, data in states.files(root).items() if brand.encode() in data}
    return {name for name in named | inside if not name.startswith("journal/forget/")}


def accounts(root):
    from transforms.contracts.tables import DIM_ACCOUNT

    path = root / "warehouse/dim_account/dim_account.parquet"
    return {row["brand"] for row in scan_parquet(DIM_ACCOUNT, [path]).to_table().to_pylist()}


def test_nothing_of_the_brand_is_left_but_the_event_that_it_left(two_brands, gone):
    root, _, _ = gone
    assert len(traces(two_brands)) > len({"strategy", "landing", "raw", "journal", "warehouse", "ledger"})

    assert traces(root) == set()
    (event,) = (root / "journal/forget" / LEAVES).glob("*.json")
    told = json.loads(event.read_text("utf-8"))
    assert set(told) == {"kind", "brand", "sha", "n_exports", "at"}
    assert told["n_exports"] == len(list((two_brands / "raw" / LEAVES).iterdir()))
    assert not list((root / ".offboarding").iterdir())


def test_the_other_brands_files_keep_their_bytes_and_mtimes(two_brands, gone):
    root, _, _ = gone
    before, after = states.mtimes(two_brands), states.mtimes(root)
    theirs = {name for name in before if f"/{LEAVES}" not in name and f"__{LEAVES}__" not in name}

    differing = {name for name in theirs if before[name] != after.get(name)}

    assert differing <= SHARED | PAGES
    assert differing >= SHARED
    assert set(after) - set(before) == {name for name in after if name.startswith("journal/forget/")}
    assert accounts(two_brands) == {LEAVES, STAYS}
    assert accounts(root) == {STAYS}


def test_the_workspace_is_sound_afterwards_and_the_next_night_changes_no_fact(gone, zygote, tmp_path):
    root = states.copy(gone[0], tmp_path / "w")
    before = states.files(root / "warehouse")

    night = zygote.run(root)

    assert check(str(root)).findings == []
    assert (night.told["published"], night.told["landed"], night.told["orphans"]) == ([], [], [])
    assert states.files(root / "warehouse") == before


def finish(root, zygote, n, expected):
    """Kill an offboarding at a step, look, and run it again."""
    killed = zygote.run(root, deed="offboard", brand=LEAVES, fault=f"kill:{n}")
    again = zygote.run(root, deed="offboard", brand=LEAVES)
    # Killed after its very last trace was gone, there is nobody to offboard any more.
    assert again.code == 0 or (again.error == "SettingsError" and not traces(root)), again.trace
    states.require_same(states.state(root), expected, f"killed at step {n}")
    assert traces(root) == set(), n
    shutil.rmtree(root)
    return killed


@pytest.mark.parametrize("offset", [5, pytest.param(0, marks=pytest.mark.slow)])
def test_rows_1_to_5_killed_before_any_step_it_is_finished_by_running_it_again(offset, two_brands, gone, on_every, tmp_path):
    """A sample of the steps for every day; all of them where there is time."""
    _, expected, steps = gone

    def one(zygote, n):
        return finish(states.copy(two_brands, tmp_path / f"at-{n}"), zygote, n, expected)

    numbers = range(offset, len(steps), 12) if offset else range(1, len(steps) + 1)
    ended = on_every(one, list(numbers))

    assert {each.signal for each in ended} == {signal.SIGKILL}


def test_a_night_after_a_kill_brings_nothing_of_the_brand_back(two_brands, gone, zygote, tmp_path):
    root = states.copy(two_brands, tmp_path / "w")
    assert zygote.run(root, deed="offboard", brand=LEAVES, fault="kill:replace dim_").signal == signal.SIGKILL

    night = zygote.run(root)
    found = [finding.kind for finding in check(str(root)).findings]
    again = zygote.run(root, deed="offboard", brand=LEAVES)

    assert night.code == 0, night.trace
    assert "open_offboarding" in found
    assert again.code == 0, again.trace
    assert traces(root) == set()
    assert states.files(root / "warehouse") == gone[1].warehouse


@pytest.mark.slow
def test_a_night_that_was_at_work_on_the_brand_publishes_nothing_and_the_next_one_is_well(root, gone, zygote):
    exports.write_landing(root, exports.second_night())
    shutil.copy2(
        root / "landing" / STAYS / "instagram/feed-november.csv", root / "landing" / LEAVES / "instagram/feed-november.csv"
    )

    met = zygote.run(root, deed="night_that_meets_a_leaving_brand", brand=LEAVES)
    after = zygote.run(root)

    assert met.error == "RetryError", met.trace
    assert "the brand left while the night ran" in met.text
    assert after.code == 0, after.trace
    assert check(str(root)).findings == []
    assert not [name for name in states.files(root / "warehouse") if LEAVES in name]


def test_it_waits_for_no_run_but_refuses_to_begin_while_one_is_at_work(root):
    workspace = Workspace(root)
    handle = recovery.claim(workspace, "somebody")
    before = states.state(root)

    with pytest.raises(RetryError, match="somebody"):
        offboard(root, LEAVES)

    assert states.state(root) == before
    os.close(handle)


def test_a_dry_run_tells_and_changes_nothing(root, capsys):
    before = states.state(root)

    code = build()(["offboard", LEAVES, "--dry-run", "--workspace", str(root), "--json"], result_action="return_value")

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(told["holdings"]) == {"strategy", "landing", "raw", "journal", "warehouse", "quarantine", "reports"}
    assert told["is_done"] is False
    assert states.state(root) == before


def test_nobody_leaves_without_being_asked_and_an_unknown_brand_is_refused(root, monkeypatch):
    before = states.state(root)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    for arguments, told in (([LEAVES], "--yes"), (["nobody", "--yes"], "nobody")):
        with pytest.raises(SettingsError, match=told):
            build()(["offboard", *arguments, "--workspace", str(root)], result_action="return_value")

    assert states.state(root) == before


def test_what_it_takes_along_is_whole_and_brings_it_back(root, tmp_path):
    """Unpacked into a workspace, the archive and a rebuilt ledger give the same files as before."""
    published = {name: data for name, data in states.files(root / "warehouse").items() if f"__{LEAVES}__" in name}
    raw = states.files(root / "raw" / LEAVES)
    taken = tmp_path / "noord.tar"

    offboarded = offboard(root, LEAVES, taken)
    with tarfile.open(taken) as archive:
        archive.extractall(root, filter="data")
    rebuilt = rebuild_ledger(root)

    assert offboarded.exported
    assert states.files(root / "raw" / LEAVES) == raw
    assert rebuilt.summary.error == ""
    again = {name: data for name, data in states.files(root / "warehouse").items() if f"__{LEAVES}__" in name}
    assert again == published
    assert accounts(root) == {LEAVES, STAYS}


def test_the_archive_replaces_nothing_and_does_not_stay_in_the_workspace(root, tmp_path):
    before = states.state(root)
    (tmp_path / "there.tar").write_bytes(b"somebody's")

    for place in (tmp_path / "there.tar", root / "noord.tar", tmp_path / "no-folder" / "noord.tar"):
        with pytest.raises(SettingsError, match="--export"):
            offboard(root, LEAVES, place)

    assert states.state(root) == before
    assert (tmp_path / "there.tar").read_bytes() == b"somebody's"


def test_an_offboarding_that_was_begun_is_told_and_writes_no_half_archive(root, zygote, tmp_path):
    zygote.run(root, deed="offboard", brand=LEAVES, fault=f"kill:remove {LEAVES}.yaml")

    assert "it was begun before and not finished" in look(root, LEAVES).notes
    with pytest.raises(SettingsError, match="part of it is gone"):
        offboard(root, LEAVES, tmp_path / "late.tar")


def test_the_last_brand_leaves_too(gone, tmp_path):
    root = states.copy(gone[0], tmp_path / "w")

    offboard(root, STAYS)

    assert traces(root, STAYS) == set()
    assert not list((root / "warehouse/dim_account").glob("*"))
    assert check(str(root)).findings == []
