"""Keep the voices of people who read items aloud.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "voices",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("words_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("part IN ('instruction', 'task')", name=op.f("ck_voices_part")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_voices_item_id_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voices")),
        sa.UniqueConstraint("words_key", name=op.f("uq_voices_words_key")),
    )
    op.create_index(op.f("ix_voices_item_id"), "voices", ["item_id"])
    op.create_index(op.f("ix_voices_sha256"), "voices", ["sha256"])


def downgrade() -> None:
    """Drop the table; the bytes stay on the disk."""
    op.drop_index(op.f("ix_voices_sha256"), "voices")
    op.drop_index(op.f("ix_voices_item_id"), "voices")
    op.drop_table("voices")
