"""Workbooks and archives after damage (FAULTS 41 to 43): no crash, no hang, nothing outside the workspace, bounded memory."""

import resource
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fuzz.cases import LONGEST_S, NAME
from tests.fuzz.containers import packed
from tests.fuzz.reading import Read, read
from tests.fuzz.watch import no_longer_than

MOST_GROWTH_MIB = 400
_WRITES = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate")
touched: list[str] | None = None


def _listen(event, args):
    """Note what is opened for writing, while somebody listens."""
    if touched is None:
        return
    if event == "open" and isinstance(args[0], str) and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        touched.append(args[0])
    elif event in _WRITES:
        touched.append(str(args[0]))


sys.addaudithook(_listen)


@pytest.fixture
def written(monkeypatch):
    """Every path that is written to, except for the bytecode of readers that are imported for the first time."""
    global touched  # noqa: PLW0603 - an audit hook stays for good, so it has to be told when to listen
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    touched = []
    yield touched
    touched = None


def values(seen):
    """Accepted values, wherever they stood."""
    return Counter(str((table, sorted(cells.items()))) for rows in seen.accepted.values() for table, cells in rows)


def search(effort):
    """What became of each case, and what went wrong."""
    tally, failures, memo = Counter[str](), list[str](), dict[bytes, Read]()
    for numbers in effort.batches(1):
        for number in numbers:
            told = packed(effort.seed, number)
            name = NAME.replace(".csv", f".{told.kind}")
            try:
                with no_longer_than(LONGEST_S):
                    (seen,) = read([(told.data, told.platform, name)])
            except Exception as error:  # noqa: BLE001 - a crash is what is looked for
                failures.append(
                    f"seed {effort.seed}, number {number}: {told.kind}, {told.mutator}: {type(error).__name__}: {error}"
                )
                continue
            tally.update([told.mutator, seen.outcome.held_code or "taken", told.kind])
            if told.keeps and not seen.outcome.held_code:
                whole = memo.get(told.whole) or read([(told.whole, told.platform, name)])[0]
                memo[told.whole] = whole
                if values(whole) != values(seen):
                    failures.append(f"seed {effort.seed}, number {number}: {told.kind}, {told.mutator}: other values")
    return tally, failures


def check(effort, written):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally, failures = search(effort)

    print(dict(tally))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // (1024 if sys.platform == "linux" else 1024**2)
    root = tempfile.gettempdir()
    outside = [path for path in written if not Path(path).is_absolute() or not path.startswith(root) or "escaped" in path]
    assert failures == []
    assert [path for path in outside if path != "/dev/null"] == []
    assert grown < MOST_GROWTH_MIB


def test_a_slice_of_the_search_finds_nothing(slice_of_it, written):
    check(replace(slice_of_it, cases=40), written)


@pytest.mark.slow
def test_damaged_workbooks_and_archives_do_no_harm(containers, written):
    check(containers, written)
