"""Note which rows are the demo's.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "demo_rows",
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("table", "row_id", name=op.f("pk_demo_rows")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("demo_rows")
