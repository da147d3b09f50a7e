"""Keep what pupils ask a person about the program's judgements, and the answers; they are only ever added.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("questions", "question_answers")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"
WHOLE = sa.text("idea_id IS NULL")


def upgrade() -> None:
    """Add the tables and their guards."""
    op.create_table(
        "questions",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "about IN ('uncounted', 'same', 'rare', 'place', 'answer')", name=op.f("ck_questions_about")
        ),
        sa.CheckConstraint("(about = 'answer') = (idea_id IS NULL)", name=op.f("ck_questions_answer_is_whole")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_questions_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "idea_id"],
            ["ideas.response_id", "ideas.id"],
            name=op.f("fk_questions_response_id_idea_id_ideas"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("response_id", "idea_id", "turn", name=op.f("uq_questions_response_id_idea_id_turn")),
    )
    op.create_index(
        "uq_questions_whole",
        "questions",
        ["response_id", "turn"],
        unique=True,
        sqlite_where=WHOLE,
        postgresql_where=WHOLE,
    )
    op.create_table(
        "question_answers",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('counts', 'stays', 'told')", name=op.f("ck_question_answers_outcome")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_answers_question_id_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_answers")),
    )
    op.create_index(op.f("ix_question_answers_answered_at"), "question_answers", ["answered_at"])
    create = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in TABLES:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Drop the tables; their guards go with them."""
    for table in reversed(TABLES):
        op.drop_table(table)
