"""Sums do not depend on how many threads the engine has."""

import pytest

from tests.builders.workspace import Team
from tests.properties.histories import every_kind, sequence
from tests.properties.nights import workspace
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES


@pytest.fixture(scope="module")
def with_one(tmp_path_factory):
    """What one thread makes of it."""
    return told(tmp_path_factory.mktemp("threads"), 1)


@pytest.mark.parametrize("threads", [8, pytest.param(2, marks=pytest.mark.slow)])
def test_every_number_of_threads_gives_the_same_bytes(tmp_path_factory, threads, with_one):
    """A year of four platforms, creators and pillars: every table that a night publishes."""
    made = told(tmp_path_factory.mktemp("threads"), threads).bytes()

    published = {path.split("/")[1] for path in made if path.startswith("warehouse/")}
    # No month is closed here, so there is nothing to restate.
    assert published == {table.name for table in TABLES.values() if table.layer != "staging" and table != RPT_RESTATEMENTS}
    assert made == with_one.bytes()


def told(root, threads) -> Team:
    from flows.demo.write import write_exports

    made = workspace(root)
    (root / "pilaster.toml").write_text(f"settle_s = 0\nthreads = {threads}\n", "utf-8")
    write_exports(root / "landing")
    for export in [*sequence([10, 12, 10], "bazaar"), *every_kind("bazaar")]:
        made.land(export.data, export.name, "bazaar", export.taken)
    made.night()
    return made
