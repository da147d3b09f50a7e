"""The database: one declarative base, typed columns, and the two ways to open a session.

SQLite runs with WAL, synchronous FULL and foreign keys, and a writing transaction begins IMMEDIATE:
a read that turns into a write would otherwise fail at once with "database is locked", whatever the time-out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, create_engine, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

NAMING: Final = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS: Final = 15


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares: constraint names, and how Python types are stored."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it off the class
        datetime: UTCDateTime(),
        dict[str, Any]: JSON(),
        dict[str, str]: JSON(),
        dict[str, float]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


class Identified:
    """A random key, safe in an address: it can neither be guessed nor counted."""

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        # Given at once, not at the flush, so that the audit can name a row before it is written.
        super().__init__(**{"id": uuid4()} | values)


class DurabilityNotGranted(RuntimeError):
    """The database does not promise what an acknowledged answer needs."""


class Database:
    """One engine, and the sessions on it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._readers = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._writers = sessionmaker(self.engine.execution_options(writing=True), expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that is committed at the end, or rolled back whole."""
        with self._writers.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading; whatever is pending in it is dropped."""
        with self._readers() as session:
            yield session

    def check_durable(self) -> None:
        """Raise ``DurabilityNotGranted`` unless a committed row survives a power cut."""
        with self.engine.connect() as connection:
            wanted = _DURABLE[connection.dialect.name]
            found = {name: str(connection.execute(text(query)).scalar_one()) for name, (query, _) in wanted.items()}
        wrong = {name: value for name, value in found.items() if value != wanted[name][1]}
        if wrong:
            raise DurabilityNotGranted(f"the database is not set to keep what it acknowledges: {wrong}")

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


_DURABLE: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "sqlite": {
        "journal_mode": ("PRAGMA journal_mode", "wal"),
        "synchronous": ("PRAGMA synchronous", "2"),
        "foreign_keys": ("PRAGMA foreign_keys", "1"),
    },
    "postgresql": {
        "fsync": ("SHOW fsync", "on"),
        "synchronous_commit": ("SHOW synchronous_commit", "on"),
        "full_page_writes": ("SHOW full_page_writes", "on"),
    },
}


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Take over transaction control from the driver and set what durability needs."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
