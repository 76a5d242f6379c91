"""A backfill of an archive: what it costs, and that three kills on its way leave what an uninterrupted one leaves.

By default it is small, for the suite; PILASTER_BENCH=full takes 36 months of 20 brands on 5 platforms: 3,600 files, 150,000 posts
with three observations each.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bench import backfill_exports
from tests.faults import states

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("PILASTER_BENCH") == "full"
MONTHS, BRANDS, POSTS = (36, 20, 42) if FULL else (6, 3, 5)
FILES_IN_A_BATCH = 400 if FULL else 20
KILLS = 3


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    root = tmp_path_factory.mktemp("archive") / "w"
    started = time.monotonic()
    n_files = backfill_exports.write(root, MONTHS, BRANDS, POSTS)
    print(f"\n{n_files:,} files written in {time.monotonic() - started:.1f} s")
    return root


@pytest.fixture(scope="module")
def uninterrupted(archive):
    root = states.copy(archive, archive.with_name("uninterrupted"))
    told = ended(start(root))
    show(told)
    return root, told


def test_a_backfill_carries_every_file_and_record_of_the_archive(uninterrupted):
    _, told = uninterrupted

    n_posts = MONTHS * BRANDS * 5 * POSTS
    unseen = BRANDS * 5 * POSTS * 3  # of the last two months, the first and the second observation are still to come
    assert (told["exit_code"], told["files"]) == (0, MONTHS * BRANDS * 5)
    assert told["records"] == n_posts * backfill_exports.OBSERVATIONS - unseen
    assert told["peak_mib"] < 2048


def test_row_15_killed_at_three_random_moments_and_resumed_it_equals_an_uninterrupted_one(archive, uninterrupted):
    """Readers look all the while, and nothing that was published is done again."""
    whole, told = uninterrupted
    root = states.copy(archive, archive.with_name("killed"))
    chance = random.Random(15)

    for _ in range(KILLS):
        running = start(root)
        time.sleep(chance.uniform(0.2, 0.5) * told["wall"])
        running.send_signal(signal.SIGKILL)
        running.communicate()  # closes its pipes too
        require_whole(root)
    resumed = ended(start(root))

    assert resumed["exit_code"] == 0
    assert resumed["files"] < told["files"], "what the killed ones had published is not read again"
    for folder in ("warehouse", "reports", "raw", "quarantine"):
        found, expected = files(root / folder), files(whole / folder)
        assert sorted(found) == sorted(expected)
        assert [name for name in found if found[name] != expected[name]] == []
    shutil.rmtree(root)


def start(root: Path) -> "subprocess.Popen[str]":
    asked = [sys.executable, "-m", "tests.bench.backfill", str(root), str(FILES_IN_A_BATCH)]
    return subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(running: "subprocess.Popen[str]") -> dict[str, Any]:
    out, errors = running.communicate()
    assert running.returncode == 0, errors
    told: dict[str, Any] = json.loads(out.splitlines()[-1])
    return told


def files(folder: Path) -> states.Files:
    """Every file but the page of the latest run, which tells of one run."""
    return {name: data for name, data in states.files(folder).items() if name != "quality/latest.html"}


def require_whole(root: Path) -> None:
    states.require_whole(root, files(root / "warehouse"), {})


def show(told: dict[str, Any]) -> None:
    total = sum(told["verbs"].values())
    verbs = ", ".join(f"{verb} {spent:.1f} s ({spent / total:.0%})" for verb, spent in told["verbs"].items())
    pace = f"{told['files'] / told['wall']:.1f} files/s, {told['records'] / told['wall']:,.0f} records/s"
    print(f"{told['files']:,} files, {told['records']:,} records in {told['batches']} batches: {told['wall']:.1f} s, {pace}")
    print(f"CPU {told['cpu']:.1f} s, peak {told['peak_mib']:.0f} MiB; {verbs}; {told['published']:,} Parquet files")
