"""Keep what is proposed for items of the bank, and what became of it; both are only ever added.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("item_proposals", "item_decisions")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"


def upgrade() -> None:
    """Add the tables and their guards."""
    op.create_table(
        "item_proposals",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_proposals_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_proposals")),
    )
    op.create_index(op.f("ix_item_proposals_item_id"), "item_proposals", ["item_id"])
    op.create_index(op.f("ix_item_proposals_author_id"), "item_proposals", ["author_id"])
    op.create_table(
        "item_decisions",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_item_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'returned', 'withdrawn')", name=op.f("ck_item_decisions_verdict")
        ),
        sa.CheckConstraint(
            "(verdict = 'accepted') = (new_item_id IS NOT NULL)",
            name=op.f("ck_item_decisions_accepted_is_a_version"),
        ),
        sa.CheckConstraint(
            "(verdict = 'returned') = (reason IS NOT NULL)", name=op.f("ck_item_decisions_returned_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["new_item_id"], ["items.id"], name=op.f("fk_item_decisions_new_item_id_items")),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["item_proposals.id"],
            name=op.f("fk_item_decisions_proposal_id_item_proposals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_item_decisions")),
        sa.UniqueConstraint("new_item_id", name=op.f("uq_item_decisions_new_item_id")),
    )
    create = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in TABLES:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Drop the tables; their guards go with them."""
    for table in reversed(TABLES):
        op.drop_table(table)
