"""Count how often text was pasted into an idea; what was pasted is not kept.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of older ideas it is not known, and nothing is said of them."""
    with op.batch_alter_table("ideas") as batch_op:
        batch_op.add_column(sa.Column("pastes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("ideas") as batch_op:
        batch_op.alter_column("pastes", server_default=None)


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("ideas") as batch_op:
        batch_op.drop_column("pastes")
