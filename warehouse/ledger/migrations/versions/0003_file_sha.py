"""The ledger knows the bytes of every published file, not only what its rows say."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the sha256 of each published file; partitions of an earlier version have none until they are built again."""
    op.add_column(
        "partitions",
        sa.Column("file_sha", _NAME, nullable=True, comment="sha256 of the file's bytes as they were written"),
    )
