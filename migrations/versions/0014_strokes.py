"""Keep drawings: strokes that are only added and marked removed, and photographs of paper sheets.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEPT = "response_id, id, frame, position, kind, data, written_at, is_late"
SQLITE = f"""
CREATE TRIGGER strokes_append_only BEFORE UPDATE OF {KEPT} ON strokes
BEGIN SELECT RAISE(ABORT, 'strokes is append-only'); END
"""
POSTGRESQL = f"""
CREATE TRIGGER strokes_append_only BEFORE UPDATE OF {KEPT} ON strokes EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the tables, and the guard of what a stroke was."""
    op.create_table(
        "strokes",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('pen', 'part')", name=op.f("ck_strokes_kind")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_strokes_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "id", name=op.f("pk_strokes")),
    )
    op.create_table(
        "photos",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_photos_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_photos")),
    )
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def downgrade() -> None:
    """Drop the tables; the guard goes with its own."""
    op.drop_table("photos")
    op.drop_table("strokes")
