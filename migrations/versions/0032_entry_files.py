"""Let a field of an entry's form hold a few files, each at a position.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each file of a field its place."""
    with op.batch_alter_table("attachments") as table:
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        table.drop_constraint(op.f("uq_attachments_entry_id_field"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_attachments_entry_id_field_position"), ["entry_id", "field", "position"]
        )
    with op.batch_alter_table("attachments") as table:
        table.alter_column("position", server_default=None)


def downgrade() -> None:
    """Keep the first file of each field."""
    op.execute("DELETE FROM attachments WHERE position > 0")
    with op.batch_alter_table("attachments") as table:
        table.drop_constraint(op.f("uq_attachments_entry_id_field_position"), type_="unique")
        table.drop_column("position")
        table.create_unique_constraint(op.f("uq_attachments_entry_id_field"), ["entry_id", "field"])
