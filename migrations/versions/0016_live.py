"""Let a teacher pause a sitting, a pupil call for help, and a page say that it is there.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENTS = (
    ("sittings", "paused_at"),
    ("attempts", "help_called_at"),
    ("attempts", "help_answered_at"),
    ("responses", "contact_at"),
)


def upgrade() -> None:
    """Add the columns; nothing of this has happened so far."""
    for table, name in MOMENTS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for table, name in reversed(MOMENTS):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(name)
