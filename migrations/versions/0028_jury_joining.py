"""Invitations into a jury, signatures under its declaration, and what judges tell of whom they know.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER jury_signatures_append_only BEFORE UPDATE ON jury_signatures
BEGIN SELECT RAISE(ABORT, 'jury_signatures is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER jury_signatures_append_only BEFORE UPDATE ON jury_signatures EXECUTE FUNCTION refuse_update()
"""


def upgrade() -> None:
    """Add the tables, the guard of signatures, and what a conflict follows from."""
    _add_invitations()
    _add_signatures()
    _add_ties()
    with op.batch_alter_table("conflicts_of_interest") as table:
        table.add_column(sa.Column("tie_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_conflicts_of_interest_tie_id_judge_ties"), "judge_ties", ["tie_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index(op.f("ix_conflicts_of_interest_tie_id"), ["tie_id"])


def downgrade() -> None:
    """Drop the tables; conflicts that followed from ties stay as if declared by hand."""
    with op.batch_alter_table("conflicts_of_interest") as table:
        table.drop_index(op.f("ix_conflicts_of_interest_tie_id"))
        table.drop_constraint(op.f("fk_conflicts_of_interest_tie_id_judge_ties"), type_="foreignkey")
        table.drop_column("tie_id")
    for name in ("judge_ties", "jury_signatures", "jury_invitations"):
        op.drop_table(name)


def _add_invitations() -> None:
    op.create_table(
        "jury_invitations",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("duty IN ('judge', 'chair', 'secretary')", name=op.f("ck_jury_invitations_duty")),
        _to("jury_invitations", "round_id", "rounds"),
        _to("jury_invitations", "user_id", "users", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_jury_invitations_token_hash")),
    )
    op.create_index(op.f("ix_jury_invitations_round_id"), "jury_invitations", ["round_id"])
    op.create_index(op.f("ix_jury_invitations_user_id"), "jury_invitations", ["user_id"])


def _add_signatures() -> None:
    op.create_table(
        "jury_signatures",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("jury_signatures", "round_id", "rounds"),
        _to("jury_signatures", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_signatures")),
        sa.UniqueConstraint("round_id", "user_id", name=op.f("uq_jury_signatures_round_id_user_id")),
    )
    op.create_index(op.f("ix_jury_signatures_user_id"), "jury_signatures", ["user_id"])
    op.execute(POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE)


def _add_ties() -> None:
    op.create_table(
        "judge_ties",
        sa.Column("judge_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(school_id IS NULL) <> (person IS NULL)", name=op.f("ck_judge_ties_school_or_person")),
        _to("judge_ties", "judge_id", "users"),
        _to("judge_ties", "school_id", "schools"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judge_ties")),
    )
    op.create_index(op.f("ix_judge_ties_judge_id"), "judge_ties", ["judge_id"])
    op.create_index(op.f("ix_judge_ties_school_id"), "judge_ties", ["school_id"])


def _to(table: str, column: str, referred: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{referred}")
    return sa.ForeignKeyConstraint([column], [f"{referred}.id"], name=name, ondelete=ondelete)
