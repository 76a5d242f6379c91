"""Rows 1 to 4: a night that dies while it reads a source is made good by the next, and no row is there twice or not at all."""

import signal

import pytest

from tests.builders import connectors
from tests.faults import exports, states
from tests.faults.conftest import Scene, scene


@pytest.fixture(scope="module")
def reading(zygotes, tmp_path_factory):
    """The second night of a workspace with a source: new rows, one that changed, and two files to write."""
    folder = tmp_path_factory.mktemp("reading")
    source = connectors.sqlite(folder / "source.db", "instagram_business")
    source.add("media_history", *({"id": number, "user_id": 7, "username": "atelier"} for number in range(1, 5)))
    source.add("media_insights", {"id": 1, "reel_views": 10}, {"id": 2, "video_photo_impressions": 20})
    before = exports.write_workspace(folder / "before")
    url = f"sqlite:///{folder / 'source.db'}"
    (before / "pilaster.toml").write_text(connectors.settings(url, "instagram_business", exports.BRAND), "utf-8")
    assert zygotes[0].run(before).code == 0
    source.add(
        "media_insights", {"id": 3, "reel_views": 30}, {"id": 4, "video_photo_impressions": 40}, synced=connectors.later(1)
    )
    source.run(f"UPDATE media_insights SET reel_views = 11, _fivetran_synced = '{connectors.later(1)}' WHERE id = 1")
    source.engine.dispose()
    return scene(zygotes[0], before)


def _landing_steps(told: Scene) -> list[int]:
    """The numbers of the steps that write what was read: from the first chunk to the last entry in the ledger."""
    names = list(told.steps)
    first = next(at for at, name in enumerate(names) if name.startswith("chunk"))
    last = next(at for at, name in enumerate(names) if name == "hand on plan")
    return list(range(first + 1, last + 2))


@pytest.mark.slow
def test_rows_1_to_4_a_night_killed_at_any_step_of_reading_a_source_is_made_good_by_the_next(reading, on_every, tmp_path):
    numbers = _landing_steps(reading)
    assert len(numbers) > 20

    def one(zygote, number):
        root = states.copy(reading.before, tmp_path / str(number))
        killed = zygote.run(root, fault=f"kill:{number}")
        assert killed.signal == signal.SIGKILL
        again = zygote.run(root)
        assert again.code == 0, again.trace
        states.require_same(states.state(root), reading.after, f"killed before step {number}, {reading.steps[number - 1]}")
        assert not list((root / ".staging").iterdir())
        return killed

    on_every(one, numbers)


@pytest.mark.parametrize("step", ["chunk", "keep", "rename receipt", "hand on plan"])
def test_rows_1_to_4_a_night_killed_while_it_reads_a_source_is_made_good_by_the_next(reading, zygote, tmp_path, step):
    root = states.copy(reading.before, tmp_path / "killed")
    assert zygote.run(root, fault=f"kill:{step}").signal == signal.SIGKILL
    states.require_whole(root, reading.old, reading.after.warehouse)

    again = zygote.run(root)

    assert again.code == 0, again.trace
    states.require_same(states.state(root), reading.after, f"killed before {step}")
