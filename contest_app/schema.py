"""Bring a database to the newest schema, or to any other."""

from __future__ import annotations

from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from contest_app.config import ROOT
from contest_app.db import Database

MIGRATIONS: Final = ROOT / "migrations"


class BrokenReferences(RuntimeError):
    """A migration left rows that point at nothing."""


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's settings for the migrations of this tree, on the given connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up to ``revision``."""
    with database.engine.connect() as connection:
        _unchecked(connection)
        command.upgrade(alembic_config(connection), revision)
        _checked(connection)


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to ``revision``."""
    with database.engine.connect() as connection:
        _unchecked(connection)
        command.downgrade(alembic_config(connection), revision)
        _checked(connection)


def _unchecked(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _set_foreign_keys(connection, "OFF")


def _checked(connection: Connection) -> None:
    if connection.in_transaction():
        connection.commit()
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        connection.rollback()
        _set_foreign_keys(connection, "ON")
        if broken:
            raise BrokenReferences(f"{len(broken)} rows point at nothing, the first: {broken[0]}")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """Switch the checks past SQLAlchemy: it begins a transaction first, and inside one SQLite ignores the switch."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection to the database is closed")
    driver.execute(f"PRAGMA foreign_keys = {state}")
