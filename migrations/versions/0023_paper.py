"""Know what was written on paper, and give each printed sheet a code.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

SOURCE = "ck_responses_source"


def upgrade() -> None:
    """Add the table and the column; all answers so far came from screens."""
    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(), nullable=False, server_default="screen"))
    with op.batch_alter_table("responses") as batch_op:
        batch_op.alter_column("source", existing_type=sa.String(), server_default=None)
        batch_op.create_check_constraint(op.f(SOURCE), "source IN ('screen', 'paper')")
    op.create_table(
        "paper_sheets",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_paper_sheets_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.user_id"], name=op.f("fk_paper_sheets_student_id_students"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_paper_sheets_item_id_items")),
        sa.PrimaryKeyConstraint("sitting_id", "student_id", "item_id", name=op.f("pk_paper_sheets")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_sheets_code")),
    )
    op.create_index(op.f("ix_paper_sheets_student_id"), "paper_sheets", ["student_id"])


def downgrade() -> None:
    """Drop the table and the column."""
    op.drop_table("paper_sheets")
    with op.batch_alter_table("responses") as batch_op:
        batch_op.drop_constraint(op.f(SOURCE), type_="check")
        batch_op.drop_column("source")
