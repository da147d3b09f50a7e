"""Keep with each scored idea the originality that trained people would give it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("rating", "rating_error", "rating_basis")


def upgrade() -> None:
    """Add the columns, plainly: a batch would copy the table and lose its trigger. Older runs had no rater."""
    op.add_column("idea_scores", sa.Column("rating", sa.Double(), nullable=True))
    op.add_column("idea_scores", sa.Column("rating_error", sa.Double(), nullable=True))
    op.add_column("idea_scores", sa.Column("rating_basis", sa.String(), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for column in COLUMNS:
        op.drop_column("idea_scores", column)
