"""Refuse to edit what is only ever added: marks, scores, results, consents and the audit.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("audit_rows", "consents", "scoring_runs", "scores", "idea_scores", "marks", "result_sheets")

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = "CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_update()"
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""


def upgrade() -> None:
    """Add one trigger a table. Rows may still be deleted: erasure is a person's right."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_FUNCTION)
        create = POSTGRESQL
    else:
        create = SQLITE
    for table in TABLES:
        op.execute(create.format(table=table))


def downgrade() -> None:
    """Take the triggers away again."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_append_only" + (f" ON {table}" if on_postgresql else ""))
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_update()")
