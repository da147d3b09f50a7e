"""Alembic's environment: it is handed a connection and never looks for one itself.

Migrations run with foreign keys off on SQLite (a batch migration copies tables, and a cascade would
empty their children); ``contest_app.schema`` switches them off and checks them afterwards.
"""

from alembic import context
from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator


def _render(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our moments as plain columns, so that a migration stands without the application."""
    if kind == "type" and isinstance(item, TypeDecorator) and isinstance(item.impl, DateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=context.config.attributes.get("metadata"),
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
