"""Keep what teachers set right in the groups of ideas; it is only ever added.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("group_corrections", "group_correction_ideas")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"


def upgrade() -> None:
    """Add the tables and their guards."""
    op.create_table(
        "group_corrections",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('merge', 'split', 'rename')", name=op.f("ck_group_corrections_kind")),
        sa.CheckConstraint(
            "(kind = 'rename') = (name IS NOT NULL)", name=op.f("ck_group_corrections_rename_has_a_name")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_group_corrections_item_id_items")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_group_corrections_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_corrections")),
    )
    op.create_index(op.f("ix_group_corrections_sitting_id"), "group_corrections", ["sitting_id"])
    op.create_table(
        "group_correction_ideas",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["group_corrections.id"],
            name=op.f("fk_group_correction_ideas_correction_id_group_corrections"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "idea_id"],
            ["ideas.response_id", "ideas.id"],
            name=op.f("fk_group_correction_ideas_response_id_idea_id_ideas"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("correction_id", "response_id", "idea_id", name=op.f("pk_group_correction_ideas")),
    )
    op.create_index("ix_group_correction_ideas_idea", "group_correction_ideas", ["response_id", "idea_id"])
    create = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in TABLES:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Drop the tables; their guards go with them."""
    for table in reversed(TABLES):
        op.drop_table(table)
