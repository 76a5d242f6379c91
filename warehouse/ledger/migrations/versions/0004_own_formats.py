"""The ledger knows with which files of formats/ the exports were read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table; it is filled by the next run, before which no workspace had formats of its own."""
    op.create_table(
        "own_formats",
        sa.Column("name", _NAME, primary_key=True),
        sa.Column("format", _NAME, nullable=False),
        sa.Column("told", sa.Text(), nullable=False, comment="what it says, in a spelling without comments"),
        comment="one row per file in formats/: what the taken exports were read with",
    )
