"""Ideas keep the conventional theme that they lie within.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the key of the theme; ideas scored before have none."""
    op.add_column("idea_scores", sa.Column("theme", sa.String(), nullable=True))


def downgrade() -> None:
    """Forget the themes."""
    op.drop_column("idea_scores", "theme")
