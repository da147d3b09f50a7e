"""Keep which entries look alike, and what organizers said of them; what was said is only added.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER like_verdicts_append_only BEFORE UPDATE ON like_verdicts
BEGIN SELECT RAISE(ABORT, 'like_verdicts is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER like_verdicts_append_only BEFORE UPDATE ON like_verdicts EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the tables and the guard."""
    op.create_table(
        "likeness_runs",
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("encoder_version", sa.String(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_likeness_runs_contest_id_contests"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_runs")),
        sa.UniqueConstraint("contest_id", name=op.f("uq_likeness_runs_contest_id")),
    )
    _create_pairs()
    _create_verdicts()
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def _create_pairs() -> None:
    op.create_table(
        "like_pairs",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        *_two_entries(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'picture')", name=op.f("ck_like_pairs_kind")),
        sa.CheckConstraint("likeness > 0 AND likeness <= 1", name=op.f("ck_like_pairs_likeness")),
        sa.CheckConstraint("entry_id <> other_id", name=op.f("ck_like_pairs_two_entries")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["likeness_runs.id"], name=op.f("fk_like_pairs_run_id_likeness_runs"), ondelete="CASCADE"
        ),
        *_their_keys("like_pairs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_like_pairs")),
        sa.UniqueConstraint(
            "run_id", "entry_id", "other_id", "kind", name=op.f("uq_like_pairs_run_id_entry_id_other_id_kind")
        ),
    )
    _index("like_pairs")


def _create_verdicts() -> None:
    op.create_table(
        "like_verdicts",
        *_two_entries(),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("verdict IN ('nothing', 'own', 'copied')", name=op.f("ck_like_verdicts_verdict")),
        *_their_keys("like_verdicts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_like_verdicts")),
    )
    _index("like_verdicts")


def _two_entries() -> list[sa.Column[object]]:
    return [sa.Column("entry_id", sa.Uuid(), nullable=False), sa.Column("other_id", sa.Uuid(), nullable=False)]


def _their_keys(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], ["entries.id"], name=op.f(f"fk_{table}_{column}_entries"), ondelete="CASCADE"
        )
        for column in ("entry_id", "other_id")
    ]


def _index(table: str) -> None:
    for column in ("entry_id", "other_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Drop the tables; the guard goes with them."""
    for table in ("like_verdicts", "like_pairs", "likeness_runs"):
        op.drop_table(table)
