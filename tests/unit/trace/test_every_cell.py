"""Every figure of every report of a small workspace, followed to its fact rows and export files."""

import pytest

from flows.run import Run
from flows.showing.tables import rows
from flows.tracing import standing
from tests.builders.every_report import CLOSED, every_report
from transforms.contracts.engagement_columns import FOLLOWERS, SUMMED
from transforms.contracts.tables import TABLES
from transforms.reports.tracing import Added, Given
from transforms.reports.trails import TRAILS
from warehouse.tracing import trace

# Made of the calendar, not of a file, where a whole month is missing.
_NO_FILES = {"days_missing"}
# What rows of facts say themselves, in whatever report.
_PLAIN = {*SUMMED, *FOLLOWERS} - {"engagements_plus_clicks", "engagements_native_difference"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return every_report(tmp_path_factory.mktemp("every") / "w")


@pytest.fixture(scope="module")
def ground(made):
    run = Run(str(made.root), "test")
    with standing(run, "atelier") as grounds:
        yield grounds
    run.ledger.dispose()


def leaves(told):
    """Every trace that has rows of facts or files, and nothing below it."""
    deeper = [*told.of, *(each for part in told.parts for each in part.of)]
    return [leaf for each in deeper for leaf in leaves(each)] if deeper else [told]


@pytest.mark.slow
@pytest.mark.parametrize("report", sorted(name for name, table in TABLES.items() if table.layer == "report"))
def test_every_cell_is_what_its_fact_rows_come_to(made, ground, report):
    """A closed month that was restated is followed through what its close knew."""
    trail = TRAILS[report]
    found = rows(made.root, trail.table)
    assert found
    told_of = set()
    for row in found:
        for column in trail.figures:
            told = trace(ground, trail, row, column)

            assert told.adds_up, (column, row, told)
            origin = trail.origin(column)
            if row[column] and not isinstance(origin, Given):
                told_of.add(column)
                assert told.shas or column in _NO_FILES or all(leaf.how == "given" for leaf in leaves(told)), (column, row)
            if column in _PLAIN and isinstance(origin, Added):
                # Once more without what the reports took units for: the fact rows alone.
                values = [one.value for leaf in leaves(told) for part in leaf.parts for one in part.rows if one.value is not None]
                assert not values or sum(values) == row[column], (column, row, values)
    assert told_of, "a report without any figure proves nothing"


def test_a_restated_closed_month_says_as_of_when_it_is_followed(made, ground):
    trail = TRAILS["rpt_engagement_platform"]
    row = next(
        row for row in rows(made.root, trail.table, CLOSED) if row["platform"] == "instagram" and row["basis"] == "published"
    )

    told = trace(ground, trail, row, "likes")

    assert (told.value, told.known) == (90, f"as the close of {CLOSED} knew it")
    assert {made.ledger(f"SELECT name FROM files WHERE sha = '{sha}'")[0]["name"] for sha in told.shas} == {"september.csv"}
