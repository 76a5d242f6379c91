"""What each export lists whole: a post that it should have shown and did not is deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a file that was read before covers nothing until it is read again."""
    op.add_column("files", sa.Column("covers", sa.JSON(none_as_null=True), comment="what the file lists whole: see covering.py"))
