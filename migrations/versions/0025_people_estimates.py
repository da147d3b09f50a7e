"""Keep what raters' totals of a pupil's works add up to; rows are only ever added.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("people_runs", "people_estimates")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"


def upgrade() -> None:
    """Add the tables and their guards."""
    op.create_table(
        "people_runs",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("input_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.user_id"], name=op.f("fk_people_runs_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_runs")),
    )
    op.create_index(op.f("ix_people_runs_student_id"), "people_runs", ["student_id"])
    op.create_table(
        "people_estimates",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("standard_error", sa.Double(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["people_runs.id"], name=op.f("fk_people_estimates_run_id_people_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "aspect", name=op.f("pk_people_estimates")),
    )
    create = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in TABLES:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Drop the tables; their guards go with them."""
    for table in reversed(TABLES):
        op.drop_table(table)
