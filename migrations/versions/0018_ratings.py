"""Keep who rates pupils' work, what was taken out of the queue and what raters gave; sheets are only ever added.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("rater_profiles", "rated_answers", "rating_turns", "rating_sheets")

SQLITE = """
CREATE TRIGGER rating_sheets_append_only BEFORE UPDATE ON rating_sheets
BEGIN SELECT RAISE(ABORT, 'rating_sheets is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER rating_sheets_append_only BEFORE UPDATE ON rating_sheets EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the tables, and the guard of what raters gave."""
    op.create_table(
        "rater_profiles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_rater_profiles_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_rater_profiles")),
    )
    _create_answers()
    op.create_table(
        "rating_turns",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("skipped IN ('unreadable', 'known')", name=op.f("ck_rating_turns_skipped")),
        sa.CheckConstraint("done_at IS NULL OR skipped IS NULL", name=op.f("ck_rating_turns_done_or_skipped")),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["rated_answers.id"],
            name=op.f("fk_rating_turns_answer_id_rated_answers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_turns")),
        sa.UniqueConstraint("answer_id", "rater_id", name=op.f("uq_rating_turns_answer_id_rater_id")),
    )
    op.create_index(op.f("ix_rating_turns_rater_id"), "rating_turns", ["rater_id"])
    op.create_table(
        "rating_sheets",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["rating_turns.id"], name=op.f("fk_rating_sheets_turn_id_rating_turns"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_sheets")),
        sa.UniqueConstraint("turn_id", "revision", name=op.f("uq_rating_sheets_turn_id_revision")),
    )
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop the tables; the guard goes with its table."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_answers() -> None:
    op.create_table(
        "rated_answers",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("rubric", sa.String(), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=False),
        sa.Column("scale_content", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_rated_answers_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "idea_id"],
            ["ideas.response_id", "ideas.id"],
            name=op.f("fk_rated_answers_response_id_idea_id_ideas"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rated_answers")),
        sa.UniqueConstraint("response_id", "idea_id", name=op.f("uq_rated_answers_response_id_idea_id")),
    )
    op.create_index(
        "uq_rated_answers_whole",
        "rated_answers",
        ["response_id"],
        unique=True,
        sqlite_where=sa.text("idea_id IS NULL"),
        postgresql_where=sa.text("idea_id IS NULL"),
    )
