"""Sums depend neither on threads of the engine, nor on how many reports are built at a time or months told by one query."""

import pytest

from tests.builders.workspace import Team
from tests.properties.histories import every_kind, sequence
from tests.properties.nights import workspace
from transforms.contracts.post_report_tables import RPT_POST
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES
from transforms.reports.register import REPORTS
from warehouse import hands, reporting
from warehouse.engine import stream


@pytest.fixture(scope="module")
def with_one(tmp_path_factory):
    """What one thread makes of it."""
    return told(tmp_path_factory.mktemp("threads"), 1)


@pytest.mark.slow
def test_neither_threads_nor_queries_of_single_months_change_a_byte(tmp_path_factory, monkeypatch, with_one):
    """A year of four platforms, creators and pillars: every table that a night publishes."""
    queries = []

    def counted(connection, query):
        queries.append(query)
        return stream(connection, query)

    monkeypatch.setattr(hands, "ROOM_ROWS", 1)
    monkeypatch.setattr(reporting, "_FEW_ROWS", 0)  # nothing is laid down first, as in large years
    monkeypatch.setattr(reporting, "stream", counted)
    made = told(tmp_path_factory.mktemp("threads"), 8).bytes()

    published = [path.split("/")[1] for path in made if path.startswith("warehouse/")]
    # No month is closed here, so there is nothing to restate.
    assert set(published) == {table.name for table in TABLES.values() if table.layer != "staging" and table != RPT_RESTATEMENTS}
    assert made == with_one.bytes()
    of_posts = next(each.query() for each in REPORTS if each.table == RPT_POST)
    n_queries, n_files = queries.count(of_posts), published.count(RPT_POST.name)
    assert n_queries >= n_files > 1


@pytest.mark.slow
def test_every_number_of_threads_gives_the_same_bytes(tmp_path_factory, with_one):
    assert told(tmp_path_factory.mktemp("threads"), 2).bytes() == with_one.bytes()


def told(root, threads) -> Team:
    from flows.demo.write import write_exports

    made = workspace(root)
    (root / "pilaster.toml").write_text(f"settle_s = 0\nthreads = {threads}\n", "utf-8")
    write_exports(root / "landing")
    for export in [*sequence([10, 12, 10], "bazaar"), *every_kind("bazaar")]:
        made.land(export.data, export.name, "bazaar", export.taken)
    made.night()
    return made
