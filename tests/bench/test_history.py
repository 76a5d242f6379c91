"""The cost of a night follows from what arrived, not from what lies there already.

By default the histories are small, for `make test`; PILASTER_BENCH=full takes 20 brands with an export of each kind a week, and
five million posts. Each figure is the least CPU of several runs of one night on copies of one history: noise only ever adds.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bench.running import FULL, measured, python

pytestmark = pytest.mark.slow

N_BRANDS = 20 if FULL else 4
KINDS = 8
RUNS = 3 if FULL else 2
SHORT, LONG = 3, 36
TIMES_A_MONTH = 4 if FULL else 1
POSTS = 5_000_000 if FULL else 36_000
# The aim is 1.15; a small night is so short that a busy machine moves it by more than that.
RATIO = 1.15 if FULL else 1.3
NOTHING_NEW = 1.0
# 640 files on top of 15,000, and what stands for them by default.
TIMES, FILES, SECONDS = (94, 640, 6.0) if FULL else (24, 120, 6.0)


@pytest.mark.parametrize("posts", [0, POSTS], ids=["files", "posts"])
def test_the_same_night_costs_the_same_on_three_and_on_thirty_six_months(posts, tmp_path):
    found = {}
    for months in (SHORT, LONG):
        before = _history(tmp_path / str(months), months, TIMES_A_MONTH * months, posts * months // LONG)
        found[months] = _night_on(before, FILES // 4, tmp_path)
        shutil.rmtree(before)

    ratio = found[LONG]["cpu"] / found[SHORT]["cpu"]
    print(f"\na night of {FILES // 4} files on {SHORT} and on {LONG} months, {posts:,} posts on top: CPU ratio {ratio:.2f}")
    for months, each in found.items():
        _show(f"{months} months", each)
    assert found[SHORT]["files"] == found[LONG]["files"] == FILES // 4
    assert ratio < RATIO


def test_a_night_on_top_of_many_files_and_one_with_nothing_new(tmp_path):
    before = _history(tmp_path / "before", 22 if FULL else 12, TIMES, 0)

    nothing = min((measured("ours", before) for _ in range(RUNS)), key=lambda each: each["cpu"])
    night = _night_on(before, FILES, tmp_path)

    print(f"\n{TIMES * N_BRANDS * KINDS:,} files in landing/ and in the ledger")
    _show("nothing new", nothing)
    _show(f"{FILES} files", night)
    assert (nothing["published"], night["files"]) == (0, FILES)
    # Imports are counted here: a night with nothing new brings in next to nothing.
    assert nothing["cpu"] < NOTHING_NEW
    assert night["cpu"] < SECONDS


def _history(root: Path, months: int, times: int, posts: int) -> Path:
    python("tests.bench.exports", "history", str(root), *map(str, (months, N_BRANDS, times, posts)))
    measured("ours", root)
    return root


def _night_on(before: Path, n_files: int, folder: Path) -> dict[str, Any]:
    """The cheapest of several runs of one night, each on its own copy of what was there before."""
    found = []
    for number in range(RUNS):
        root = folder / f"night{number}"
        shutil.copytree(before, root, copy_function=_link_or_copy)
        python("tests.bench.exports", "night", str(root), str(n_files), str(N_BRANDS))
        found.append(measured("ours", root))
        shutil.rmtree(root)
    return min(found, key=lambda each: each["cpu"])


def _link_or_copy(source: str, target: str) -> None:
    """Files are only ever replaced, so links are copies; the ledger is written in place."""
    if Path(source).name.startswith("ledger.db"):
        shutil.copy2(source, target)
    else:
        os.link(source, target)


def _show(name: str, told: dict[str, Any]) -> None:
    verbs = ", ".join(f"{verb} {seconds:.2f} s" for verb, seconds in told["verbs"].items())
    print(f"{name:12}{told['cpu']:8.2f} s CPU{told['wall']:8.2f} s wall{told['peak_mib']:8.0f} MiB   {verbs}")
