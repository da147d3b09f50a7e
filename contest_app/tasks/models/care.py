"""Words that may be a sign of distress, and what became of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_app.db import Base, Identified
from contest_app.tasks.rules.care import CaseState, case_state


class CareCase(Identified, Base):
    """Words that may be a sign of distress, for the adult who answers for the school's pupils; never for a list.

    The words are kept as they were found; they go with the idea, and so with the pupil's erasure.
    """

    __tablename__ = "care_cases"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "idea_id"], ["ideas.response_id", "ideas.id"], ondelete="CASCADE"),
        UniqueConstraint("response_id", "idea_id"),
        CheckConstraint("(closed_at IS NULL) = (note IS NULL)", name="closed_with_a_note"),
    )

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    response_id: Mapped[UUID]
    idea_id: Mapped[UUID]
    text: Mapped[str]
    language: Mapped[str]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    note: Mapped[str | None]

    @property
    def state(self) -> CaseState:
        """How far a responsible adult has come with it."""
        return case_state(self.seen_at, self.closed_at)
