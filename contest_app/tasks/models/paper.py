"""Sheets of paper that pupils write on instead of a screen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.accounts.models import Student
from contest_app.db import Base
from contest_app.tasks.models.items import Item


class PaperSheet(Base):
    """The sheet of one pupil for one item of a sitting; its code says all three, so that no name need stand on it."""

    __tablename__ = "paper_sheets"
    __table_args__ = (UniqueConstraint("code"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(
        ForeignKey("students.user_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), primary_key=True)
    code: Mapped[str]
    language: Mapped[str]
    printed_at: Mapped[datetime]

    student: Mapped[Student] = relationship(lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")
