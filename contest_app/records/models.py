"""Certificates: frozen content, its hash, and what the public check shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.contests.models import Contest, Entry
from contest_app.db import Base, Identified


class Certificate(Identified, Base):
    """A certificate of one author for one entry. ``public_id`` (128 random bits) stands in its QR."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("public_id"), UniqueConstraint("entry_id", "recipient_id", "award"))

    public_id: Mapped[str]
    number: Mapped[str]
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    award: Mapped[str]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]
    pdf_sha256: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str | None]

    contest: Mapped[Contest] = relationship(lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise")
