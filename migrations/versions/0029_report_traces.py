"""Keep whose scores stand behind the rows of a region's report, as hashes; they are only added.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER report_traces_append_only BEFORE UPDATE ON report_traces
BEGIN SELECT RAISE(ABORT, 'report_traces is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER report_traces_append_only BEFORE UPDATE ON report_traces EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the table and its guard."""
    op.create_table(
        "report_traces",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["region_reports.id"],
            name=op.f("fk_report_traces_report_id_region_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_traces")),
        sa.UniqueConstraint("place", name=op.f("uq_report_traces_place")),
    )
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop the table; its guard goes with it."""
    op.drop_table("report_traces")
