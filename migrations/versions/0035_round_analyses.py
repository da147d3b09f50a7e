"""Keep what the marks of a round said of severity and of how sure places are; it is only added.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER round_analyses_append_only BEFORE UPDATE ON round_analyses
BEGIN SELECT RAISE(ABORT, 'round_analyses is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER round_analyses_append_only BEFORE UPDATE ON round_analyses EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the table and its guard."""
    op.create_table(
        "round_analyses",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("input_sha256", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_round_analyses_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_analyses")),
    )
    op.create_index(op.f("ix_round_analyses_round_id"), "round_analyses", ["round_id"])
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop the table; its guard goes with it."""
    op.drop_table("round_analyses")
