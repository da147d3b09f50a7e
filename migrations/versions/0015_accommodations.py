"""Keep what makes tasks accessible to a pupil, and let the clock of a task stand still.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COUNTS = ("breaks", "added_seconds")


def upgrade() -> None:
    """Add the table and the columns; no clock has stood still so far."""
    op.create_table(
        "accommodations",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("is_unlimited", sa.Boolean(), nullable=False),
        sa.Column("may_pause", sa.Boolean(), nullable=False),
        sa.Column("has_large_type", sa.Boolean(), nullable=False),
        sa.Column("is_calm", sa.Boolean(), nullable=False),
        sa.Column("is_read_aloud", sa.Boolean(), nullable=False),
        sa.Column("helper", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("extra_percent IN (0, 17, 25, 50, 100)", name=op.f("ck_accommodations_extra_percent")),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.user_id"],
            name=op.f("fk_accommodations_student_id_students"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_accommodations")),
    )
    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
        for name in COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("responses") as batch_op:
        for name in COUNTS:
            batch_op.alter_column(name, existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Drop the columns and the table."""
    with op.batch_alter_table("responses") as batch_op:
        for name in (*COUNTS, "paused_until", "paused_at"):
            batch_op.drop_column(name)
    op.drop_table("accommodations")
