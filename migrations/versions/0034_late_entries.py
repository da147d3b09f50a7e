"""Mark late entries, and number a pupil's entries in one nomination where a contest takes several.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

INDEX = "uq_entries_live_entry"
LIVE = {"sqlite_where": sa.text("withdrawn_at IS NULL"), "postgresql_where": sa.text("withdrawn_at IS NULL")}


def upgrade() -> None:
    """Let the database tell apart a pupil's entries in one nomination."""
    with op.batch_alter_table("entries") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("entries") as table:
        table.alter_column("number", server_default=None)
        table.alter_column("is_late", server_default=None)
        table.drop_index(INDEX)
        table.create_index(INDEX, ["contest_id", "nomination_id", "owner_id", "number"], unique=True, **LIVE)


def downgrade() -> None:
    """Drop both; entries beyond the first in a nomination leave the contest."""
    op.execute("UPDATE entries SET withdrawn_at = created_at WHERE number > 0 AND withdrawn_at IS NULL")
    with op.batch_alter_table("entries") as table:
        table.drop_index(INDEX)
        table.create_index(INDEX, ["contest_id", "nomination_id", "owner_id"], unique=True, **LIVE)
        table.drop_column("is_late")
        table.drop_column("number")
