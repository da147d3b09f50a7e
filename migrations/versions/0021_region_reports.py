"""Keep the region's reports as they were counted; they are only added.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER region_reports_append_only BEFORE UPDATE ON region_reports
BEGIN SELECT RAISE(ABORT, 'region_reports is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER region_reports_append_only BEFORE UPDATE ON region_reports EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the table and its guard."""
    op.create_table(
        "region_reports",
        sa.Column("first_month", sa.String(), nullable=False),
        sa.Column("last_month", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_reports")),
    )
    op.create_index(op.f("ix_region_reports_counted_at"), "region_reports", ["counted_at"])
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop the table; its guard goes with it."""
    op.drop_table("region_reports")
