"""The order in which exports arrive, their names and their uploads leave no trace in what is published."""

import itertools
import shutil
import threading
import time
from datetime import timedelta

import pytest

from tests.faults import exports, states
from tests.faults.exports import FEED, FIRST_TAKEN, SECOND_TAKEN, STORIES, TWEETS


@pytest.fixture
def after_each(zygote, tmp_path):
    """What is published after each of the nights that follow a landing each."""
    numbers = itertools.count()

    def run(*landings):
        root = exports.write_workspace(tmp_path / f"w{next(numbers)}")
        told = []
        for landing in landings:
            exports.write_landing(root, landing)
            ended = zygote.run(root)
            assert ended.code == 0, ended.trace
            told.append((states.files(root / "warehouse"), states.files(root / "quarantine")))
        return told

    return run


@pytest.fixture
def after_nights(after_each):
    """What is published after the last of them."""
    return lambda *landings: after_each(*landings)[-1]


@pytest.mark.slow
def test_row_19_an_older_export_after_a_newer_one_gives_the_same_bytes(after_nights, after_each):
    older = {"feed-1.csv": (exports.without_link(exports.lifetime(FEED, FIRST_TAKEN), 0), FIRST_TAKEN)}
    newer = {"feed-2.csv": (exports.lifetime(FEED, SECOND_TAKEN), SECOND_TAKEN)}

    together = after_nights(older | newer)
    _, in_order, once_more = after_each(older, newer, older)

    assert in_order == together
    assert after_nights(newer, older) == together
    assert once_more == together


@pytest.mark.slow
def test_row_20_the_same_bytes_under_another_name_count_once_and_were_seen_when_they_were_seen_first(after_nights):
    """The copy of the later night has the earlier mtime: its partitions are built anew, with the files beside it."""
    export = exports.tweets(TWEETS, FIRST_TAKEN, rounded=11)
    downloaded = {"x/b.csv": (export, FIRST_TAKEN)}
    copied = {"x/a copy.csv": (export, FIRST_TAKEN + timedelta(days=9))}
    beside = {"x/later.csv": (exports.tweets(TWEETS, SECOND_TAKEN), SECOND_TAKEN)}

    together = after_nights(downloaded | copied | beside)

    assert after_nights(copied | beside, downloaded) == together
    assert after_nights(downloaded, copied, beside) == together
    assert after_nights(beside, copied, downloaded) == together


@pytest.mark.slow
def test_row_20_a_copy_that_kept_its_mtime_gives_the_same_bytes_too(after_nights):
    export = exports.tweets(TWEETS, FIRST_TAKEN, rounded=11)
    one, other = {"x/b.csv": (export, FIRST_TAKEN)}, {"x/a.csv": (export, FIRST_TAKEN)}

    assert after_nights(one, other) == after_nights(other, one) == after_nights(one | other)


@pytest.mark.slow
@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(exports.lifetime(STORIES, FIRST_TAKEN), id="all well"),
        pytest.param(exports.tweets(TWEETS, FIRST_TAKEN, rounded=12), id="one refused", marks=pytest.mark.slow),
    ],
)
def test_row_55_an_upload_that_was_taken_too_early_gives_way_to_the_whole_one(whole, after_nights):
    """The half is a valid export; one of its records may even have been refused."""
    beside = {"feed.csv": (exports.lifetime(FEED, FIRST_TAKEN), FIRST_TAKEN)}
    early = {"upload.csv": (exports.half(whole), FIRST_TAKEN)}
    late = {"upload.csv": (whole, FIRST_TAKEN + timedelta(minutes=5))}

    only_whole = after_nights(beside | late)

    assert after_nights(beside | early, late) == only_whole
    assert after_nights(early, beside, late) == only_whole
    assert after_nights(late, beside | {"upload.csv": (exports.half(whole), FIRST_TAKEN + timedelta(minutes=9))}) == only_whole


def test_row_55_a_file_that_still_grows_is_left_and_named_and_taken_once_it_stands_still(zygote, tmp_path, after_nights):
    export = exports.lifetime(FEED, FIRST_TAKEN)
    root = exports.write_workspace(tmp_path / "growing", {"x/done.csv": (exports.tweets(TWEETS, FIRST_TAKEN), FIRST_TAKEN)})
    (root / "pilaster.toml").write_text("settle_s = 0.5\n", "utf-8")
    growing = root / "landing" / exports.BRAND / "growing.csv"
    is_done = threading.Event()

    def upload():
        with growing.open("ab", buffering=0) as file:
            for at in itertools.count():
                file.write(export[at : at + 1])
                if is_done.wait(0.02):
                    file.write(export[at + 1 :])
                    return

    writer = threading.Thread(target=upload)
    writer.start()
    time.sleep(0.1)
    first = zygote.run(root)
    is_done.set()
    writer.join()
    exports.write_landing(root, {"growing.csv": (export, FIRST_TAKEN)})
    second = zygote.run(root)

    assert [path for _, _, path in first.told["landed"]] == ["x/done.csv"]
    assert first.told["left"] == [[f"{exports.BRAND}/growing.csv", "it is still growing; it is taken once it stands still"]]
    assert [path for _, _, path in second.told["landed"]] == ["growing.csv"]
    shutil.rmtree(root / "landing" / exports.BRAND / "x")
    whole = {"x/done.csv": (exports.tweets(TWEETS, FIRST_TAKEN), FIRST_TAKEN), "growing.csv": (export, FIRST_TAKEN)}
    assert (states.files(root / "warehouse"), states.files(root / "quarantine")) == after_nights(whole)
