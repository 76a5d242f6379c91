"""What a dead run began is finished; what cannot be finished is built from raw files; a disk that fails costs a night at most."""

import signal

import pytest

from tests.faults import states


@pytest.fixture
def killed_at(zygote, tmp_path):
    """A copy of a scene's workspace whose night was killed just before a step, given by name or number."""

    def kill(scene, step):
        root = states.copy(scene.before, tmp_path / "killed")
        assert zygote.run(root, fault=f"kill:{step}").signal == signal.SIGKILL
        return root

    return kill


def test_row_4_killed_between_intent_and_replace_is_rolled_forward_and_not_built_again(second_night, zygote, killed_at):
    root = killed_at(second_night, "replace")

    ended = zygote.run(root)

    assert len(ended.told["recovered"]) == 1
    assert "transform" not in ended.told["seconds"]
    states.require_same(states.state(root), second_night.after)
    assert states.runs(root) == ["published"] * 3


def test_row_3_killed_between_replace_and_ledger_is_marked_published_without_a_second_copy(second_night, zygote, killed_at):
    last_sync = max(n for n, step in enumerate(second_night.steps, 1) if step.startswith("fsync folder"))
    root = killed_at(second_night, last_sync + 1)
    assert states.files(root / "warehouse") == second_night.after.warehouse
    before = {path: path.stat().st_ino for path in (root / "warehouse").rglob("*.parquet")}

    ended = zygote.run(root)

    assert "transform" not in ended.told["seconds"]
    assert {path: path.stat().st_ino for path in (root / "warehouse").rglob("*.parquet")} == before
    states.require_same(states.state(root), second_night.after)


@pytest.mark.parametrize("damage", ["gone", pytest.param("torn", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("night", "lost"),
    [
        ("second_night", "fact_post_snapshot__atelier__2026-10"),
        pytest.param("second_night", "fact_account_daily__atelier__2026-10", marks=pytest.mark.slow),
        ("second_night", "dim_post__atelier__2026-10"),
        pytest.param("second_night", "dim_account", marks=pytest.mark.slow),
        ("second_night", "rpt_engagement__atelier__2026-10"),
        pytest.param("first_night", "dim_date", marks=pytest.mark.slow),
        pytest.param("first_night", "data_dictionary", marks=pytest.mark.slow),
    ],
)
def test_row_4_a_file_neither_in_place_nor_staged_is_built_from_raw_and_nothing_is_deleted(
    night, lost, damage, request, zygote, killed_at
):
    scene = request.getfixturevalue(night)
    root = killed_at(scene, "replace")
    (staged,) = (root / ".staging").rglob(f"{lost}.parquet")
    staged.unlink() if damage == "gone" else staged.write_bytes(staged.read_bytes()[:-9])
    published = states.files(root / "warehouse")

    recovering = zygote.run(root, fault="kill:0")
    states.require_whole(root, scene.old, scene.after.warehouse)
    after = zygote.run(root)

    assert recovering.code == 0, recovering.trace
    assert after.told["published"] == []
    assert {name for name in published if name not in states.files(root / "warehouse")} <= set(scene.old) - set(
        scene.after.warehouse
    )
    states.require_same(states.settled(states.state(root)), states.settled(scene.after))


@pytest.mark.parametrize("table", ["fact_post_snapshot", pytest.param("rpt_engagement", marks=pytest.mark.slow)])
def test_row_6_a_full_disk_fails_the_night_in_words_and_leaves_what_was_there(table, second_night, zygote, tmp_path):
    root = states.copy(second_night.before, tmp_path / "full")

    failed = zygote.run(root, deed="night_on_a_full_disk", table=table)
    served = states.files(root / "warehouse")
    again = zygote.run(root)

    assert failed.error == "RetryError"
    assert "No space left on device" in failed.text
    assert "run the night again" in failed.text
    assert served == second_night.old
    assert again.code == 0, again.trace
    states.require_same(states.state(root), second_night.after)
    assert states.runs(root) == ["published", "failed", "published"]
    assert not list((root / ".staging").iterdir())


@pytest.mark.parametrize("n_pages", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 4, 8))])
def test_row_7_a_full_ledger_publishes_nothing_that_it_does_not_know_of(n_pages, second_night, zygote, tmp_path):
    root = states.copy(second_night.before, tmp_path / "full")

    failed = zygote.run(root, deed="night_with_a_full_ledger", n_pages=n_pages)
    served, runs = states.files(root / "warehouse"), states.runs(root)
    states.require_whole(root, second_night.old, second_night.after.warehouse)
    again = zygote.run(root)

    assert failed.error == "LedgerBusyError", failed.trace
    assert "database or disk is full" in failed.text
    assert "is not full" in failed.text
    assert served == second_night.old or runs[-1] == "intent"
    assert again.code == 0, again.trace
    states.require_same(states.settled(states.state(root)), states.settled(second_night.after))


def fails_once_then_converges(scene, zygote, root, deed, nth):
    """A night in which one call fails, and the night after it."""
    failed = zygote.run(root, deed=deed, nth=nth)
    served = states.files(root / "warehouse")
    states.require_whole(root, scene.old, scene.after.warehouse)
    again = zygote.run(root)
    assert again.code == 0, again.trace
    states.require_same(states.state(root), scene.after, f"{deed} {nth}")
    return failed, served


@pytest.mark.parametrize("nth", [1, *(pytest.param(nth, marks=pytest.mark.slow) for nth in (2, 3, 4))])
def test_row_8_a_write_that_breaks_off_leaves_no_half_file_and_the_next_night_is_well(nth, second_night, zygote, tmp_path):
    failed, served = fails_once_then_converges(
        second_night, zygote, states.copy(second_night.before, tmp_path / "w"), "night_with_short_writes", nth
    )

    assert failed.error == "RetryError"
    assert served == second_night.old


@pytest.mark.slow
def test_row_9_whichever_fsync_fails_nothing_is_published_that_is_not_on_the_disk(second_night, on_every, zygote, tmp_path):
    counted = zygote.run(states.copy(second_night.before, tmp_path / "counted"), deed="night_without_fsync", nth=0)
    before_intent = second_night.steps[: second_night.steps.index("open .publishing.lock")]
    n_before_intent = sum(step.startswith("fsync") for step in before_intent)

    def one(zygote, nth):
        root = states.copy(second_night.before, tmp_path / f"fsync-{nth}")
        failed, served = fails_once_then_converges(second_night, zygote, root, "night_without_fsync", nth)
        # Once all is published, pages alone are behind, and the night says so.
        assert failed.error == "RetryError" or failed.told["skipped"]
        assert nth > n_before_intent or served == second_night.old
        return failed

    assert len(on_every(one, list(range(1, counted.told["n_fsync"] + 1)))) > n_before_intent


def test_row_9_an_fsync_that_fails_before_the_intent_publishes_nothing(second_night, zygote, tmp_path):
    steps = [step for step in second_night.steps if step.startswith("fsync")]
    nth = 1 + next(n for n, step in enumerate(steps) if step.startswith("fsync rpt_engagement"))

    failed, served = fails_once_then_converges(
        second_night, zygote, states.copy(second_night.before, tmp_path / "w"), "night_without_fsync", nth
    )

    assert failed.error == "RetryError"
    assert served == second_night.old
