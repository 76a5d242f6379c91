"""Hands of a small engine read less at a time, so that less memory costs time and nothing else."""

import pytest

from warehouse.engine import EngineSettings, engine
from warehouse.hands import ROOM_ROWS, hands


@pytest.mark.parametrize(("memory", "n_rows"), [("64MiB", 16_384), ("512MiB", 131_072), ("16GB", ROOM_ROWS)])
def test_room_follows_the_memory_of_the_engine_up_to_what_is_of_use(memory, n_rows, tmp_path):
    with engine(EngineSettings(memory_limit=memory), tmp_path) as connection, hands(connection, {}) as found:
        assert {hand.room.n_rows for hand in found} == {n_rows}
