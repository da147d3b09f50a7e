"""Keep what pupils' scores add up to, and guardians' requests for correction; all are only ever added.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("profile_runs", "profile_estimates", "correction_requests", "correction_answers")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"


def upgrade() -> None:
    """Add the tables and their guards."""
    _add_estimates()
    _add_corrections()
    create = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in TABLES:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Drop the tables; their guards go with them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _add_estimates() -> None:
    op.create_table(
        "profile_runs",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("input_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.user_id"],
            name=op.f("fk_profile_runs_student_id_students"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_profile_runs_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_runs")),
        sa.UniqueConstraint(
            "student_id",
            "sitting_id",
            "input_hash",
            "version",
            name=op.f("uq_profile_runs_student_id_sitting_id_input_hash_version"),
        ),
    )
    op.create_index(op.f("ix_profile_runs_student_id"), "profile_runs", ["student_id"])
    op.create_index(op.f("ix_profile_runs_sitting_id"), "profile_runs", ["sitting_id"])
    op.create_table(
        "profile_estimates",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("standard_error", sa.Double(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.CheckConstraint("scope IN ('sitting', 'so_far')", name=op.f("ck_profile_estimates_scope")),
        sa.CheckConstraint("basis IN ('sample', 'pool')", name=op.f("ck_profile_estimates_basis")),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["profile_runs.id"],
            name=op.f("fk_profile_estimates_run_id_profile_runs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "scope", "aspect", name=op.f("pk_profile_estimates")),
    )


def _add_corrections() -> None:
    op.create_table(
        "correction_requests",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["students.user_id"],
            name=op.f("fk_correction_requests_student_id_students"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_requests")),
    )
    op.create_index(op.f("ix_correction_requests_student_id"), "correction_requests", ["student_id"])
    op.create_index(op.f("ix_correction_requests_asked_by_id"), "correction_requests", ["asked_by_id"])
    op.create_table(
        "correction_answers",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["correction_requests.id"],
            name=op.f("fk_correction_answers_request_id_correction_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_correction_answers")),
    )
