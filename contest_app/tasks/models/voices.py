"""Voices of people who read items aloud."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified
from contest_app.tasks.models.items import Item


class Voice(Identified, Base):
    """Somebody reads a part of an item in one language; the bytes lie in the uploads folder under their SHA-256.

    It belongs to the words, not to the version that it was recorded upon: a version with other words has no voice.
    """

    __tablename__ = "voices"
    __table_args__ = (
        CheckConstraint("part IN ('instruction', 'task')", name="part"),
        UniqueConstraint("words_key"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    part: Mapped[str]
    words_key: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[str]
    size: Mapped[int]
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime]

    item: Mapped[Item] = relationship(lazy="raise")
