"""What guardians ask to have corrected, and what the teacher answered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified


class CorrectionRequest(Identified, Base):
    """A guardian's words on what is wrong about a child's work or scores; rows are only added.

    ``asked_by_id`` names a person by key alone, as the audit does, so that erasure leaves no name here.
    """

    __tablename__ = "correction_requests"

    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]

    answer: Mapped[CorrectionAnswer | None] = relationship(
        back_populates="request", lazy="raise", passive_deletes=True
    )


class CorrectionAnswer(Base):
    """The teacher's answer to a request; there is one, and it is not edited."""

    __tablename__ = "correction_answers"

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("correction_requests.id", ondelete="CASCADE"), primary_key=True
    )
    answered_by_id: Mapped[UUID]
    text: Mapped[str]
    answered_at: Mapped[datetime]

    request: Mapped[CorrectionRequest] = relationship(back_populates="answer", lazy="raise")
