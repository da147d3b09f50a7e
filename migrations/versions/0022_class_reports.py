"""Keep what a class's report shows: the map of ideas, errors of rarity, how reliable and how well understood.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

APPEND_ONLY = ("idea_maps", "reliabilities")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"


def upgrade() -> None:
    """Add tables and columns, plainly: a batch would copy a table and lose its trigger."""
    op.add_column("idea_scores", sa.Column("rarity_se", sa.Double(), nullable=True))
    op.add_column("scoring_runs", sa.Column("unknown_words", sa.Double(), nullable=True))
    op.create_table(
        "idea_maps",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=True),
        sa.Column("spots", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["scoring_runs.id"], name=op.f("fk_idea_maps_run_id_scoring_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_idea_maps")),
    )
    op.create_table(
        "reliabilities",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_reliabilities_sitting_id_sittings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reliabilities")),
    )
    op.create_index(op.f("ix_reliabilities_sitting_id"), "reliabilities", ["sitting_id"])
    op.create_table(
        "hidden_ideas",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_by_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "idea_id"],
            ["ideas.response_id", "ideas.id"],
            name=op.f("fk_hidden_ideas_response_id_idea_id_ideas"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "idea_id", name=op.f("pk_hidden_ideas")),
    )
    create = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in APPEND_ONLY:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Drop the tables with their guards, and the columns."""
    for table in ("hidden_ideas", "reliabilities", "idea_maps"):
        op.drop_table(table)
    op.drop_column("scoring_runs", "unknown_words")
    op.drop_column("idea_scores", "rarity_se")
