"""Give sittings a window, say what pupils see afterwards, and let a practice be tried again.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FORM = "(form_slug IS NULL) = (form_version IS NULL) AND (form_slug IS NULL) = (form_part IS NULL)"
CURRENT = sa.text("superseded_at IS NULL")
EARLIER = "SELECT id FROM responses WHERE superseded_at IS NOT NULL"
# SQLite migrates without foreign keys, so that nothing cascades: what refers to others goes first.
OF_A_RESPONSE = ("care_cases", "group_correction_ideas", "idea_scores", "scores", "scoring_runs", "ideas")


def upgrade() -> None:
    """Add the columns; a sitting that is there opened when it was made, and its comments are shown at once."""
    with op.batch_alter_table("sittings") as batch_op:
        batch_op.add_column(sa.Column("shown", sa.String(), nullable=False, server_default="at_once"))
        batch_op.add_column(sa.Column("form_slug", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("form_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("form_part", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sittings SET opens_at = opened_at")
    with op.batch_alter_table("sittings") as batch_op:
        batch_op.alter_column("shown", existing_type=sa.String(), server_default=None)
        batch_op.alter_column("opens_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_check_constraint(op.f("ck_sittings_shown"), "shown IN ('at_once', 'after_closing', 'never')")
        batch_op.create_check_constraint(op.f("ck_sittings_window"), "closes_at > opens_at")
        batch_op.create_check_constraint(op.f("ck_sittings_form"), FORM)
    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint("uq_responses_attempt_id_item_id", type_="unique")
    op.create_index(
        "uq_responses_current",
        "responses",
        ["attempt_id", "item_id"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def downgrade() -> None:
    """Drop the columns, and with them the earlier tries, of which there was no way to tell."""
    for table in OF_A_RESPONSE:
        op.execute(f"DELETE FROM {table} WHERE response_id IN ({EARLIER})")
    op.execute(f"DELETE FROM responses WHERE id IN ({EARLIER})")
    op.drop_index("uq_responses_current", table_name="responses")
    with op.batch_alter_table("responses") as batch_op:
        batch_op.create_unique_constraint("uq_responses_attempt_id_item_id", ["attempt_id", "item_id"])
        batch_op.drop_column("superseded_at")
    with op.batch_alter_table("sittings") as batch_op:
        for name in ("form", "window", "shown"):
            batch_op.drop_constraint(op.f(f"ck_sittings_{name}"), type_="check")
        for name in ("closes_at", "opens_at", "form_part", "form_version", "form_slug", "shown"):
            batch_op.drop_column(name)
