"""The audit: every act leaves a row that says who did what to which thing, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from contest_app.db import Base, Identified


class Actor(Protocol):
    """Whoever acts: a person who is signed in."""

    @property
    def id(self) -> UUID:
        """The person's key."""


class Subject(Protocol):
    """Whatever is acted on: any row with a key of its own."""

    __tablename__: str

    @property
    def id(self) -> UUID:
        """The row's key."""


class AuditRow(Identified, Base):
    """One act. Rows are only ever added; people are named by key, so that erasure leaves no name here."""

    __tablename__ = "audit_rows"
    __table_args__ = (Index("ix_audit_rows_subject", "subject_table", "subject_id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    act: Mapped[str]
    subject_table: Mapped[str]
    subject_id: Mapped[UUID]
    details: Mapped[dict[str, Any]]


def record(
    session: Session, actor: Actor | None, act: str, subject: Subject, *, at: datetime, **details: object
) -> None:
    """Add an audit row to the transaction; ``actor`` is None for what the machine does by itself."""
    session.add(
        AuditRow(
            at=at,
            actor_id=actor.id if actor else None,
            act=act,
            subject_table=subject.__tablename__,
            subject_id=subject.id,
            details=details,
        )
    )
