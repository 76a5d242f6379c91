"""A ledger that lies elsewhere knows whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table that names the workspace."""
    op.create_table(
        "workspace",
        sa.Column("id", _NAME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        comment="at most one row: the workspace that this ledger belongs to, where the ledger does not lie in its folder",
    )
