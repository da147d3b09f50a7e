"""What teachers set right in groups of answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified


class GroupCorrection(Identified, Base):
    """What a teacher set right in the groups of a class's answers; rows are only added, the later one holds.

    ``made_by_id`` names a person by key alone, as the audit does, so that erasure leaves no name here.
    """

    __tablename__ = "group_corrections"
    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'split', 'rename')", name="kind"),
        CheckConstraint("(kind = 'rename') = (name IS NOT NULL)", name="rename_has_a_name"),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"))
    language: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str | None]
    reason: Mapped[str]
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]

    ideas: Mapped[list[GroupCorrectionIdea]] = relationship(lazy="raise", passive_deletes=True)


class GroupCorrectionIdea(Base):
    """An idea that a correction speaks of; in a split those that stay are ``is_kept``. Its words are the idea's."""

    __tablename__ = "group_correction_ideas"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "idea_id"], ["ideas.response_id", "ideas.id"], ondelete="CASCADE"),
        Index("ix_group_correction_ideas_idea", "response_id", "idea_id"),
    )

    correction_id: Mapped[UUID] = mapped_column(
        ForeignKey("group_corrections.id", ondelete="CASCADE"), primary_key=True
    )
    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_kept: Mapped[bool]
