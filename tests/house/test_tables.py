"""Tables are declared once: ledger and migrations, contracts, dictionary and builders tell the same story."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from transforms.contracts.columns import COLUMNS
from transforms.contracts.dictionary import dictionary_rows
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP
from transforms.contracts.tables import STAGING_OF, TABLES
from transforms.facts.register import FACTS
from transforms.facts.small_dims import PLATFORMS
from transforms.lineage import READS, VERSIONS, WHOLE
from transforms.reports.register import REPORTS
from warehouse.ledger.open import open_ledger
from warehouse.ledger.schema import HEAD, metadata

DIMENSIONS = {
    "dim_post",
    "bridge_post_label",
    "dim_account",
    "dim_brand",
    "dim_platform",
    "dim_date",
    "dim_metric",
    "data_dictionary",
}
# Derived from other facts, not merged from staging.
DERIVED_FACTS = {"fact_post_change"}
# Built in Python: a score is no set-based sum, and quality is told by the ledger.
OTHER_REPORTS = {"rpt_influencer_performance", "rpt_quality", "rpt_restatements"}


def test_the_newest_migration_is_the_one_that_the_ledger_asks_for(root):
    config = Config()
    config.set_main_option("script_location", str(root / "warehouse" / "ledger" / "migrations").replace("%", "%%"))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


@pytest.mark.parametrize("place", ["sqlite", "postgresql"])
def test_migrations_make_exactly_the_tables_that_the_code_knows(place, request, tmp_path):
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    if place == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.url(server.database())
    engine = open_ledger(url)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
        told = {
            (table, column["name"]): (column["type"].compile(engine.dialect), column["nullable"])
            for table in metadata.tables
            for column in inspect(connection).get_columns(table)
        }
    known = {
        (table.name, column.name): (column.type.compile(engine.dialect), column.nullable)
        for table in metadata.tables.values()
        for column in table.columns
    }
    assert told == known
    engine.dispose()


def test_every_published_table_is_in_the_dictionary():
    told = {row["table_name"] for row in dictionary_rows()}

    assert told == {name for name, table in TABLES.items() if table.layer != "staging"}


def test_every_published_table_has_a_builder():
    merged = {fact.table.name for fact in FACTS} | {report.table.name for report in REPORTS}
    built = merged | DIMENSIONS | DERIVED_FACTS | OTHER_REPORTS

    assert built == {name for name, table in TABLES.items() if table.layer != "staging"}


def test_every_published_table_has_a_version_and_says_what_it_is_made_from():
    published = {name for name, table in TABLES.items() if table.layer != "staging"}

    assert VERSIONS.keys() == published == READS.keys() | {*WHOLE}
    assert set().union(*READS.values()) <= READS.keys()


def test_every_fact_is_merged_from_a_declared_staging_table():
    assert {fact.table.name for fact in FACTS} == STAGING_OF.keys()


def test_keys_orders_and_required_columns_are_columns():
    for table in TABLES.values():
        assert {*table.key, *table.order, *table.required} <= set(table.columns), table.name
        assert table.layer == "staging" or {*table.key} <= {*table.order} | {"column_name"}, table.name


def test_every_column_is_used_and_says_what_it_means():
    used = {name for table in TABLES.values() for name in table.columns}

    assert sorted(COLUMNS.keys() - used) == []
    assert [name for name, column in COLUMNS.items() if len(column.meaning) < 5] == []


def test_no_report_adds_what_never_adds():
    """Distinct people have no sum: reach appears in reports as its bounds, and as that of one post (METRICS 3)."""
    never = {name for table in TABLES.values() if table.layer == "report" for name in table.select("N")}
    of_one_post = {"reach", "err_denominator", "screenshots_rate_denominator"}

    scores = {"score", "creator_score", "amplification", "creator_engagement_rate"}
    times = {f"first_response_{each}_s" for each in ("median", "p90", "bh_median", "bh_p90")}
    people = set(RPT_PARTNER_OVERLAP.select("N"))

    assert never == {"avg_daily_reach", "max_daily_reach"} | scores | times | people | of_one_post
    assert {table.name for table in TABLES.values() if table.layer == "report" and of_one_post & {*table.columns}} == {
        "rpt_post",
        "rpt_video",
    }


def test_a_platform_is_listed_once():
    names = [row["platform"] for row in PLATFORMS]

    assert sorted(set(names)) == sorted(names)
