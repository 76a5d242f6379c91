"""Two helpers that fork runs, and the scenes: a workspace before a night, and the same after a night that nobody disturbed."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders.postgres import Server
from tests.faults import exports, on_postgres, states
from tests.faults.runner import Ended, Zygote

# These tests fork a process that holds Arrow and DuckDB, and ask /proc for its threads.
collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]

# Two work side by side, unless the tests themselves do: a helper costs seconds to start, and one can hold several runs at once.
N_ZYGOTES = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2


@dataclass(frozen=True)
class Scene:
    """One night: the workspace as it finds it, as it leaves it undisturbed, and the steps it takes in between."""

    before: Path
    done: Path
    after: states.State
    old: states.Files
    steps: tuple[str, ...]


@pytest.fixture(scope="session")
def zygotes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Zygote]]:
    found = [Zygote(tmp_path_factory.mktemp("zygote")) for _ in range(N_ZYGOTES)]
    yield [found[0], found[-1]]
    for each in found:
        each.close()


@pytest.fixture
def zygote(zygotes: list[Zygote]) -> Zygote:
    return zygotes[0]


@pytest.fixture(scope="session")
def first_night(zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A new workspace's first night."""
    return scene(zygotes[0], exports.write_workspace(tmp_path_factory.mktemp("first") / "before", exports.first_night()))


@pytest.fixture(scope="session")
def second_night(zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The night after, in which partitions are made, replaced and removed."""
    before = exports.write_workspace(tmp_path_factory.mktemp("second") / "before", exports.first_night())
    assert zygotes[0].run(before).code == 0
    exports.write_landing(before, exports.second_night())
    return scene(zygotes[0], before)


@pytest.fixture(scope="session")
def four_platforms(zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A night that adds pages, an archive and creators to what two platforms told before."""
    before = exports.write_workspace(tmp_path_factory.mktemp("four") / "before", exports.first_night())
    assert zygotes[0].run(before).code == 0
    exports.write_landing(before, exports.four_platforms())
    return scene(zygotes[0], before)


@pytest.fixture(scope="session")
def on_postgres_first(postgres: Server, zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> on_postgres.Scene:
    """A new workspace's first night, into an empty database."""
    database = postgres.database()
    before = exports.write_workspace(tmp_path_factory.mktemp("first") / "before", exports.first_night())
    # Made up already, so that the first lock of the night is the one of publishing.
    (before / "journal").mkdir()
    (before / "journal" / "workspace.json").write_text('{"kind": "workspace", "id": "first"}', "utf-8")
    on_postgres.name_ledger(before, postgres.url(database))
    return on_postgres.scene(postgres, zygotes[0], before, database)


@pytest.fixture(scope="session", name="on_postgres")
def second_on_postgres(postgres: Server, zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> on_postgres.Scene:
    """The night after, its ledger on PostgreSQL."""
    database = postgres.database()
    before = exports.write_workspace(tmp_path_factory.mktemp("second") / "before", exports.first_night())
    on_postgres.name_ledger(before, postgres.url(database))
    assert zygotes[0].run(before).code == 0
    exports.write_landing(before, exports.second_night())
    return on_postgres.scene(postgres, zygotes[0], before, database)


@pytest.fixture(scope="session")
def both(second_night: Scene) -> states.State:
    """Two nights in order, undisturbed: what everything that carries their exports has to leave."""
    return states.settled(second_night.after)


@pytest.fixture(scope="session")
def every_table(zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with every table after one night, for tests that damage copies of it."""
    root = exports.write_workspace(tmp_path_factory.mktemp("every") / "w", exports.first_night(), exports.four_platforms())
    assert zygotes[0].run(root).code == 0
    return root


def scene(zygote: Zygote, before: Path) -> Scene:
    """A night that nobody disturbs."""
    root = states.copy(before, before.with_name("undisturbed"))
    ended = zygote.run(root, fault="kill:0")
    assert ended.code == 0, ended.trace
    return Scene(before, root, states.state(root), states.files(before / "warehouse"), ended.steps)


@pytest.fixture
def on_every(zygotes: list[Zygote]) -> Callable[[Callable[[Zygote, int], Ended], list[int]], list[Ended]]:
    """Run one piece of work for each number, on as many zygotes as there are."""

    def run(work: Callable[[Zygote, int], Ended], numbers: list[int]) -> list[Ended]:
        free = list(dict.fromkeys(zygotes))

        def one(number: int) -> Ended:
            mine = free.pop()
            try:
                return work(mine, number)
            finally:
                free.append(mine)

        with ThreadPoolExecutor(len(free)) as pool:
            return list(pool.map(one, numbers))

    return run
