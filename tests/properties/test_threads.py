"""Sums do not depend on how many threads the engine has."""

import pytest

from tests.builders.workspace import Team
from tests.properties.histories import every_kind, sequence
from tests.properties.nights import workspace
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_every_number_of_threads_gives_the_same_bytes(tmp_path_factory, threads, bytes_by_threads):
    """A year of four platforms, creators and pillars: every table that a night publishes."""
    made = told(tmp_path_factory.mktemp("threads"), threads)

    bytes_by_threads.append(made.bytes())
    published = {path.split("/")[1] for path in bytes_by_threads[-1] if path.startswith("warehouse/")}
    # No month is closed here, so there is nothing to restate.
    assert published == {table.name for table in TABLES.values() if table.layer != "staging" and table != RPT_RESTATEMENTS}
    assert bytes_by_threads[0] == bytes_by_threads[-1]


@pytest.fixture(scope="module")
def bytes_by_threads():
    return []


def told(root, threads) -> Team:
    from flows.demo.write import write_exports

    made = workspace(root)
    (root / "pilaster.toml").write_text(f"settle_s = 0\nthreads = {threads}\n", "utf-8")
    write_exports(root / "landing")
    for export in [*sequence([10, 12, 10], "bazaar"), *every_kind("bazaar")]:
        made.land(export.data, export.name, "bazaar", export.taken)
    made.night()
    return made
