"""Months that were closed: their reports stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table of closed months."""
    op.create_table(
        "closes",
        sa.Column("brand", _NAME, nullable=False),
        sa.Column("month", _NAME, nullable=False),
        sa.Column("state", _NAME, nullable=False, comment="closed, or reopened until the journal knows of it"),
        sa.Column("event", _NAME, nullable=False, comment="name of the close in journal/close/<brand>/"),
        sa.Column("closed_at", sa.DateTime(timezone=False), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False, comment="table to what its file was when the month was closed"),
        sa.Column("pending", sa.JSON(), nullable=True, comment="events that the journal does not have yet"),
        sa.PrimaryKeyConstraint("brand", "month"),
        comment="one row per closed month of a brand: its reports are not written any more",
    )
