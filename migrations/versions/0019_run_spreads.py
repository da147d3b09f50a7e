"""Keep with a final run how its people spread, so that items can be brought to one scale.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER run_spreads_append_only BEFORE UPDATE ON run_spreads
BEGIN SELECT RAISE(ABORT, 'run_spreads is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER run_spreads_append_only BEFORE UPDATE ON run_spreads EXECUTE FUNCTION refuse_update()"


def upgrade() -> None:
    """Add the table and its guard; of earlier runs nothing is known."""
    op.create_table(
        "run_spreads",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("deviation", sa.Double(), nullable=False),
        sa.CheckConstraint("basis IN ('sample', 'pool')", name=op.f("ck_run_spreads_basis")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scoring_runs.id"], name=op.f("fk_run_spreads_run_id_scoring_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "dimension", "basis", name=op.f("pk_run_spreads")),
    )
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop the table; its guard goes with it."""
    op.drop_table("run_spreads")
