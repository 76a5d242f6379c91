"""The first ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# As in `schema`: names sort by their bytes, and a file may be larger than PostgreSQL's INTEGER.
_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_BYTES = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Create every table of the ledger."""
    op.create_table(
        "brands",
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("slices", sa.JSON(), nullable=False, comment="what tables read of its strategy, as hashes"),
        sa.PrimaryKeyConstraint("brand"),
        comment="one row per brand: the slices of its strategy that the published files were made with",
    )
    op.create_table(
        "checks",
        sa.Column("run_id", _NAME, nullable=False),
        sa.Column("table_name", _NAME, nullable=False),
        sa.Column("expectation", _NAME, nullable=False),
        sa.Column("severity", _NAME, nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("n_evaluated", sa.Integer(), nullable=False),
        sa.Column("n_unexpected", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "table_name", "expectation"),
        comment="one row per run x table x expectation: the verdicts of Great Expectations",
    )
    op.create_table(
        "contributions",
        sa.Column("table_name", _NAME, nullable=False),
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("month", _NAME, nullable=False),
        sa.Column("sha", _NAME, nullable=False),
        sa.PrimaryKeyConstraint("table_name", "brand", "month", "sha"),
        comment="one row per partition x export file with an accepted record in it",
    )
    op.create_table(
        "dispositions",
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("sha", _NAME, nullable=False),
        sa.Column("table_name", _NAME, nullable=False),
        sa.Column("n_new", sa.Integer(), nullable=False),
        sa.Column("n_changes_latest", sa.Integer(), nullable=False),
        sa.Column("n_same_value", sa.Integer(), nullable=False),
        sa.Column("n_older", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "sha", "table_name"),
        comment="one row per file x table it supplied: what its accepted records meant there",
    )
    op.create_table(
        "files",
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("sha", _NAME, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("folders", sa.JSON(), nullable=False),
        sa.Column("size", _BYTES, nullable=False),
        sa.Column("observed_at", sa.DateTime(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("observed_on_source", _NAME, nullable=False),
        sa.Column("state", _NAME, nullable=False),
        sa.Column("hold", sa.JSON(), nullable=True, comment="code, where, expected, found and remedy of a held file"),
        sa.Column("platform", _NAME, nullable=True),
        sa.Column("format", _NAME, nullable=True),
        sa.Column("judged_by", _NAME, nullable=True, comment="hash of formats, checks and accounts that judged the file last"),
        sa.Column("n_records", sa.Integer(), nullable=False),
        sa.Column("n_structural", sa.Integer(), nullable=False),
        sa.Column("n_duplicates", sa.Integer(), nullable=False),
        sa.Column("n_quarantined", sa.Integer(), nullable=False),
        sa.Column("n_accepted", sa.Integer(), nullable=False),
        sa.Column("unknown_columns", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("assigned_account", _NAME, nullable=True),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column(
            "account",
            _NAME,
            nullable=True,
            comment="the one handle that all its records bear; NULL: several, or none known",
        ),
        sa.Column("first_date", _NAME, nullable=True, comment="earliest day in the file, as ISO text"),
        sa.Column("last_date", _NAME, nullable=True, comment="latest day in the file, as ISO text"),
        sa.Column("run_id", _NAME, nullable=True, comment="run that judged the file last"),
        sa.PrimaryKeyConstraint("brand", "sha"),
        comment="one row per (brand, export file)",
    )
    op.create_index(op.f("ix_files_state"), "files", ["state"], unique=False)
    op.create_table(
        "landing",
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("path", _NAME, nullable=False),
        sa.Column("size", _BYTES, nullable=False),
        sa.Column("mtime_ns", _NAME, nullable=False),
        sa.Column("sidecar", _NAME, nullable=False),
        sa.Column("sha", _NAME, nullable=False),
        sa.PrimaryKeyConstraint("brand", "path"),
        comment="one row per path in landing/ as it was last taken, so that a night need not hash what it knows",
    )
    op.create_table(
        "partitions",
        sa.Column("table_name", _NAME, nullable=False),
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("month", _NAME, nullable=False),
        sa.Column("state", _NAME, nullable=False, comment="published, empty or rebuild"),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("content_hash", _NAME, nullable=False),
        sa.Column("transform_version", sa.Integer(), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column(
            "n_unsettled",
            sa.Integer(),
            nullable=False,
            comment="posts whose moment of publication a better source could still move",
        ),
        sa.PrimaryKeyConstraint("table_name", "brand", "month"),
        comment="one row per published Parquet file",
    )
    op.create_table(
        "runs",
        sa.Column("run_id", _NAME, nullable=False),
        sa.Column("kind", _NAME, nullable=False),
        sa.Column("state", _NAME, nullable=False, comment="running, intent, published or failed"),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column(
            "intent",
            sa.JSON(),
            nullable=True,
            comment="the files of one publication and what the ledger says once they are in place",
        ),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("run_id"),
        comment="one row per run",
    )
    op.create_index(op.f("ix_runs_state"), "runs", ["state"], unique=False)
