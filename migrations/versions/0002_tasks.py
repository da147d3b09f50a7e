"""The pupil's side: items, sittings, ideas and scores.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "items",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("slug", "version", name=op.f("uq_items_slug_version")),
    )
    op.create_table(
        "norm_pools",
        sa.Column("item_slug", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm_pools")),
        sa.UniqueConstraint("item_slug", "language", "name", name=op.f("uq_norm_pools_item_slug_language_name")),
    )
    op.create_table(
        "norm_answers",
        sa.Column("pool_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["norm_pools.id"], name=op.f("fk_norm_answers_pool_id_norm_pools"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pool_id", "person", "position", name=op.f("pk_norm_answers")),
    )
    op.create_table(
        "sittings",
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("mode IN ('assessment', 'practice')", name=op.f("ck_sittings_mode")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_classes.id"], name=op.f("fk_sittings_class_id_school_classes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sittings_class_id"), ["class_id"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_attempts_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["students.user_id"], name=op.f("fk_attempts_student_id_students"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("sitting_id", "student_id", name=op.f("uq_attempts_sitting_id_student_id")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_student_id"), ["student_id"], unique=False)

    op.create_table(
        "sitting_items",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_sitting_items_item_id_items")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_sitting_items_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sitting_id", "position", name=op.f("pk_sitting_items")),
    )
    op.create_table(
        "responses",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_responses_attempt_id_attempts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_responses_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("attempt_id", "item_id", name=op.f("uq_responses_attempt_id_item_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_responses_receipt")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_item_id"), ["item_id"], unique=False)

    op.create_table(
        "ideas",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_ideas_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "id", name=op.f("pk_ideas")),
    )
    op.create_table(
        "scoring_runs",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("scorer_version", sa.String(), nullable=False),
        sa.Column("pool_name", sa.String(), nullable=False),
        sa.Column("pool_people", sa.Integer(), nullable=False),
        sa.Column("pool_ideas", sa.Integer(), nullable=False),
        sa.Column("pool_hash", sa.String(), nullable=False),
        sa.Column("input_hash", sa.String(), nullable=False),
        sa.Column("category_labels", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'provisional') = (response_id IS NOT NULL)",
            name=op.f("ck_scoring_runs_provisional_is_of_one"),
        ),
        sa.CheckConstraint("standing IN ('provisional', 'final')", name=op.f("ck_scoring_runs_standing")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_scoring_runs_item_id_items")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_scoring_runs_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_scoring_runs_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_runs")),
        sa.UniqueConstraint(
            "response_id",
            "input_hash",
            "scorer_version",
            name=op.f("uq_scoring_runs_response_id_input_hash_scorer_version"),
        ),
    )
    with op.batch_alter_table("scoring_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scoring_runs_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scoring_runs_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(
            "uq_scoring_runs_final",
            ["sitting_id", "item_id", "language", "input_hash", "scorer_version"],
            unique=True,
            sqlite_where=sa.text("response_id IS NULL"),
            postgresql_where=sa.text("response_id IS NULL"),
        )

    op.create_table(
        "idea_scores",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("cluster", sa.Integer(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rarity", sa.Double(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=True),
        sa.Column("elaboration", sa.Double(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "idea_id"],
            ["ideas.response_id", "ideas.id"],
            name=op.f("fk_idea_scores_response_id_idea_id_ideas"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scoring_runs.id"], name=op.f("fk_idea_scores_run_id_scoring_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "response_id", "idea_id", name=op.f("pk_idea_scores")),
    )
    with op.batch_alter_table("idea_scores", schema=None) as batch_op:
        batch_op.create_index("ix_idea_scores_idea", ["response_id", "idea_id"], unique=False)

    op.create_table(
        "scores",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("standard_error", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_scores_response_id_responses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scoring_runs.id"], name=op.f("fk_scores_run_id_scoring_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "response_id", "dimension", name=op.f("pk_scores")),
    )
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scores_response_id"), ["response_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scores_response_id"))

    op.drop_table("scores")
    with op.batch_alter_table("idea_scores", schema=None) as batch_op:
        batch_op.drop_index("ix_idea_scores_idea")

    op.drop_table("idea_scores")
    with op.batch_alter_table("scoring_runs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_scoring_runs_final",
            sqlite_where=sa.text("response_id IS NULL"),
            postgresql_where=sa.text("response_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_scoring_runs_sitting_id"))
        batch_op.drop_index(batch_op.f("ix_scoring_runs_response_id"))

    op.drop_table("scoring_runs")
    op.drop_table("ideas")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_item_id"))

    op.drop_table("responses")
    op.drop_table("sitting_items")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_student_id"))

    op.drop_table("attempts")
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sittings_class_id"))

    op.drop_table("sittings")
    op.drop_table("norm_answers")
    op.drop_table("norm_pools")
    op.drop_table("items")
