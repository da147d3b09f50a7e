"""Certificates: frozen content, its hash, and what the public check shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.contests.models import Contest, Entry
from contest_app.db import Base, Identified
from contest_app.records.rules import Content


class Certificate(Identified, Base):
    """A certificate of one author for one entry and award. ``public_id`` (128 random bits) stands in its QR.

    ``content`` is frozen with its ``sha256``. The PDF is set later, by the machine: ``pdf_sha256`` names it in
    the store; where the fonts lack letters of the content there is none, and ``missing_letters`` tells them.
    ``revoked_by_id`` is None where corrected results, and nobody in person, took the award back.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("contest_id", "serial"),
        Index(
            "uq_certificates_live_award",
            "entry_id",
            "recipient_id",
            "award",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    public_id: Mapped[str]
    serial: Mapped[int]
    number: Mapped[str]
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    award: Mapped[str]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]
    pdf_sha256: Mapped[str | None]
    missing_letters: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None]
    revocation_reason: Mapped[str | None]

    contest: Mapped[Contest] = relationship(lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise")

    @property
    def said(self) -> Content:
        """The content as a value."""
        return Content.from_stored(self.content)
