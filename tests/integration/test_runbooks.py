"""Runbooks are followed to the letter: their commands run in a workspace, and what they promise is so."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.night import night
from tests.faults import exports, states

ROOT = Path(__file__).resolve().parents[2]
RUNBOOKS = ROOT / "deploy" / "runbooks"
COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(name):
    """The commands of a page, block by block."""
    return COMMANDS.findall((RUNBOOKS / f"{name}.md").read_text("utf-8"))


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A workspace with nothing held or refused, as a template that tests copy."""
    root = tmp_path_factory.mktemp("runbooks") / "workspace"
    feed = {"instagram/feed.csv": (exports.lifetime(exports.FEED, exports.FIRST_TAKEN), exports.FIRST_TAKEN)}
    exports.write_workspace(root, feed, exports.four_platforms())
    assert night(str(root)).exit_code == 0
    return root


@pytest.fixture
def workspace(published, tmp_path):
    return states.copy(published, tmp_path / "workspace")


@pytest.fixture
def follow(workspace, tmp_path):
    """Run one block of commands as a person would; it has to end well."""
    program = tmp_path / "bin" / "pilaster"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flows "$@"\n', "utf-8")
    program.chmod(0o700)
    names = {"WORKSPACE": workspace, "BACKUP": tmp_path / "backup", "RESTORED": tmp_path / "restored"}
    told = {name: str(path) for name, path in names.items()} | {"BRAND": exports.BRAND, "ARCHIVE": str(tmp_path / "brand.tar")}
    environment = {**os.environ, **told, "PYTHONPATH": str(ROOT), "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}

    def run(block):
        done = subprocess.run(["sh", "-euc", block], env=environment, cwd=tmp_path, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.mark.slow
@pytest.mark.parametrize("without", [(), ("warehouse",)])
def test_a_backup_is_restored_into_an_empty_folder_with_the_same_content(without, workspace, follow, tmp_path):
    back_up, restore, compare = commands("backup-and-restore")

    follow(back_up)
    for name in without:
        shutil.rmtree(tmp_path / "backup" / name)
    assert "all well" in follow(restore)
    follow(compare)

    assert states.files(tmp_path / "restored" / "warehouse") == states.files(workspace / "warehouse") != {}


@pytest.mark.slow
def test_a_backup_over_an_older_one_is_restored_too(workspace, follow, tmp_path):
    back_up, restore, compare = commands("backup-and-restore")
    follow(back_up)
    exports.write_landing(workspace, exports.second_night())
    night(str(workspace))

    follow(back_up)
    follow(restore)
    follow(compare)


def test_a_backup_holds_everything_that_is_written_in_its_order_of_writing():
    """Receipts are written after exports, so they are copied before them."""
    (order,) = re.findall(r"for name in (.*); do", commands("backup-and-restore")[0])

    assert order.split().index("journal") < order.split().index("raw")
    assert {"journal", "raw", "strategy", "formats", "pilaster.toml"} <= set(order.split())


@pytest.mark.slow
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"this was a ledger\n" * 999)])
def test_a_lost_ledger_comes_back(damage, workspace, follow):
    before = states.files(workspace / "warehouse")
    for path in workspace.glob("ledger.db-*"):
        path.unlink()
    damage(workspace / "ledger.db")
    look, repair = commands("lost-ledger")

    assert "pilaster repair --ledger" in " ".join(follow(look).split())
    assert "all well" in follow(repair)

    assert states.files(workspace / "warehouse") == before


@pytest.mark.slow
def test_a_month_is_closed_looked_at_and_opened_again(workspace, follow):
    close, look, reopen, repair = commands("close-a-month")

    assert "2026-10 is closed" in follow(close)
    shown = follow(look)
    assert f"{exports.BRAND} as of close" in shown
    assert f"{exports.BRAND} as of 2026-11-30" in shown
    assert "is open again" in follow(reopen)
    lost = workspace / "warehouse/rpt_engagement" / f"rpt_engagement__{exports.BRAND}__2026-10.parquet"
    data = lost.read_bytes()
    lost.unlink()
    assert "all well" in follow(repair)

    assert lost.read_bytes() == data


@pytest.mark.slow
def test_a_brand_leaves_with_its_archive(workspace, follow, tmp_path):
    look, leave = commands("brand-leaves")

    assert f"{exports.BRAND} has" in follow(look)
    assert "all well" in follow(leave)

    assert (tmp_path / "brand.tar").exists()
    assert not (workspace / "raw" / exports.BRAND).exists()
