"""Keep plans that are proposed before entries are given out by them.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "allocation_drafts",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("without_id", sa.Uuid(), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("band_percent", sa.Integer(), nullable=True),
        sa.Column("moves_little", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("released", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.Column("pairs", sa.JSON(), nullable=True),
        sa.Column("problem_sha256", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_allocation_drafts_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["without_id"], ["users.id"], name=op.f("fk_allocation_drafts_without_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_drafts")),
    )
    for column in ("round_id", "without_id"):
        op.create_index(op.f(f"ix_allocation_drafts_{column}"), "allocation_drafts", [column])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("allocation_drafts")
