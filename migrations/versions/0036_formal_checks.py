"""Check entries formally before the jury gets them; verdicts are only added.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

VERDICTS = "IN ('accepted', 'returned', 'rejected')"
SQLITE = """
CREATE TRIGGER formal_checks_append_only BEFORE UPDATE ON formal_checks
BEGIN SELECT RAISE(ABORT, 'formal_checks is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER formal_checks_append_only BEFORE UPDATE ON formal_checks EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the verdicts with their guard, and where an entry stands."""
    op.create_table(
        "formal_checks",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("mend_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"verdict {VERDICTS}", name=op.f("ck_formal_checks_verdict")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_formal_checks_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_formal_checks_checked_by_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_checks")),
    )
    op.create_index(op.f("ix_formal_checks_entry_id"), "formal_checks", ["entry_id"])
    op.create_index(op.f("ix_formal_checks_checked_by_id"), "formal_checks", ["checked_by_id"])
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)
    with op.batch_alter_table("contests") as table:
        table.add_column(sa.Column("formal_check", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("contests") as table:
        table.alter_column("formal_check", server_default=None)
    with op.batch_alter_table("entries") as table:
        table.add_column(sa.Column("formal_state", sa.String(), nullable=True))
        table.add_column(sa.Column("mend_until", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(op.f("ck_entries_formal_state"), f"formal_state {VERDICTS}")


def downgrade() -> None:
    """Drop the table, its guard with it, and where entries stand."""
    with op.batch_alter_table("entries") as table:
        table.drop_constraint(op.f("ck_entries_formal_state"), type_="check")
        table.drop_column("mend_until")
        table.drop_column("formal_state")
    with op.batch_alter_table("contests") as table:
        table.drop_column("formal_check")
    op.drop_table("formal_checks")
