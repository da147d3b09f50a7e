"""The request boundary: the only place in the web process where a transaction begins and ends."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from contest_app.config import Settings
from contest_app.db import Database

__all__ = ["Session", "database", "reading", "settings", "transaction"]


def database() -> Database:
    """Return the application's database."""
    return cast("Database", current_app.extensions["qiyal_database"])


def settings() -> Settings:
    """Return the application's settings."""
    return cast("Settings", current_app.extensions["qiyal_settings"])


def transaction() -> AbstractContextManager[Session]:
    """Open the one transaction of a request that changes something."""
    return database().transaction()


def reading() -> AbstractContextManager[Session]:
    """Open a session of a request that only reads."""
    return database().reading()
