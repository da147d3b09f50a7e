"""Sittings, what is asked in them, and what makes them accessible to a pupil."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.accounts.models import SchoolClass
from contest_app.db import Base, Identified
from contest_app.tasks.models.items import Item
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.rules.sittings import Standing, standing

if TYPE_CHECKING:
    from contest_app.tasks.models.answers import Attempt


class Sitting(Identified, Base):
    """The event that a teacher opens for a class; closing it calls for the score of record.

    Pupils may begin from ``opens_at`` up to ``closes_at``; ``form_part`` is the number of the ready form's sitting,
    0 where all of the form is in this one.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        CheckConstraint("mode IN ('assessment', 'practice')", name="mode"),
        CheckConstraint("shown IN ('at_once', 'after_closing', 'never')", name="shown"),
        CheckConstraint("closes_at > opens_at", name="window"),
        CheckConstraint(
            "(form_slug IS NULL) = (form_version IS NULL) AND (form_slug IS NULL) = (form_part IS NULL)", name="form"
        ),
    )

    class_id: Mapped[UUID] = mapped_column(ForeignKey("school_classes.id", ondelete="CASCADE"), index=True)
    mode: Mapped[str]
    shown: Mapped[str]
    form_slug: Mapped[str | None]
    form_version: Mapped[int | None]
    form_part: Mapped[int | None]
    opened_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    school_class: Mapped[SchoolClass] = relationship(lazy="raise")
    items: Mapped[list[SittingItem]] = relationship(
        back_populates="sitting", lazy="raise", order_by="SittingItem.position", passive_deletes=True
    )
    attempts: Mapped[list[Attempt]] = relationship(back_populates="sitting", lazy="raise", passive_deletes=True)

    def standing(self, now: datetime) -> Standing:
        """Where it stands by the clock."""
        return standing(self.opens_at, self.closes_at, self.closed_at, now)


class SittingItem(Base):
    """One item of a sitting, in its place."""

    __tablename__ = "sitting_items"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"))
    seconds: Mapped[int]

    sitting: Mapped[Sitting] = relationship(back_populates="items", lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")


class Accommodation(Base):
    """What makes tasks accessible to one pupil, in every sitting until it is changed."""

    __tablename__ = "accommodations"
    __table_args__ = (CheckConstraint("extra_percent IN (0, 17, 25, 50, 100)", name="extra_percent"),)

    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"), primary_key=True)
    extra_percent: Mapped[int]
    is_unlimited: Mapped[bool]
    may_pause: Mapped[bool]
    has_large_type: Mapped[bool]
    is_calm: Mapped[bool]
    is_read_aloud: Mapped[bool]
    helper: Mapped[str]
    changed_at: Mapped[datetime]

    @property
    def support(self) -> Support:
        """What is granted."""
        return Support(**{field.name: getattr(self, field.name) for field in fields(Support)})

    @support.setter
    def support(self, support: Support) -> None:
        for name, value in asdict(support).items():
            setattr(self, name, value)
