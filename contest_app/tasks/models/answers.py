"""What pupils gave: attempts, responses, ideas, strokes and photographs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.accounts.models import Student
from contest_app.db import Base, Identified
from contest_app.tasks.models.items import Item
from contest_app.tasks.models.sittings import Sitting
from contest_app.tasks.rules.accommodations import Pause
from contest_app.tasks.rules.live import Help


class Attempt(Identified, Base):
    """One pupil's part in a sitting, in the language that the pupil chose."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("sitting_id", "student_id"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    started_at: Mapped[datetime]
    help_called_at: Mapped[datetime | None]
    help_answered_at: Mapped[datetime | None]

    sitting: Mapped[Sitting] = relationship(back_populates="attempts", lazy="raise")
    student: Mapped[Student] = relationship(lazy="raise")
    responses: Mapped[list[Response]] = relationship(back_populates="attempt", lazy="raise", passive_deletes=True)

    @property
    def help(self) -> Help:
        """The pupil's call for the teacher."""
        return Help(self.help_called_at, self.help_answered_at)


class Response(Identified, Base):
    """What a pupil gave to one item: it starts, is due by the server's clock, and is submitted once.

    In practice a pupil may begin an item anew: the earlier response is superseded, and counts no longer.
    ``added_seconds`` is what ended pauses and the teacher have added to the time; ``due_at`` has it, and knows of no
    running pause. A pause without ``paused_until`` is the teacher's. ``contact_at``: when its page was last heard of.
    ``source``: written on the screen, or on paper and entered by the teacher.
    """

    __tablename__ = "responses"
    __table_args__ = (
        Index(
            "uq_responses_current",
            "attempt_id",
            "item_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        UniqueConstraint("receipt"),
        CheckConstraint("source IN ('screen', 'paper')", name="source"),
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), index=True)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    breaks: Mapped[int] = mapped_column(default=0)
    added_seconds: Mapped[int] = mapped_column(default=0)
    contact_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]
    receipt: Mapped[str | None]
    source: Mapped[str] = mapped_column(default="screen")

    attempt: Mapped[Attempt] = relationship(back_populates="responses", lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")
    ideas: Mapped[list[Idea]] = relationship(
        back_populates="response", lazy="raise", order_by="Idea.position", passive_deletes=True
    )

    @property
    def pause(self) -> Pause | None:
        """The pause that has not been ended, though it may be over by the clock."""
        return Pause(self.paused_at, self.paused_until) if self.paused_at else None

    def is_resting(self, now: datetime) -> bool:
        """Whether the clock stands still."""
        return self.pause is not None and self.pause.is_on(now)

    def due_by(self, now: datetime) -> datetime:
        """When it is due as far as is known now: a running pause moves the end."""
        return self.due_at + self.pause.lasted(now) if self.pause else self.due_at


class Idea(Base):
    """One statement in a response; the browser names it, ``revision`` counts its changes.

    ``pastes`` counts how often text was pasted into it, as far as the browser told; it is no judgement.
    """

    __tablename__ = "ideas"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    text: Mapped[str]
    revision: Mapped[int]
    pastes: Mapped[int]
    written_at: Mapped[datetime]
    is_late: Mapped[bool]
    removed_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship(back_populates="ideas", lazy="raise")


class Stroke(Base):
    """One line or stamped part of a drawing; the browser names it. Rows are only added, and marked removed.

    ``frame`` counts from 1; ``position`` is the order of drawing. What ``data`` holds is told in rules/strokes.py.
    """

    __tablename__ = "strokes"
    __table_args__ = (CheckConstraint("kind IN ('pen', 'part')", name="kind"),)

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    frame: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
    written_at: Mapped[datetime]
    is_late: Mapped[bool]
    removed_at: Mapped[datetime | None]


class Photo(Base):
    """A photograph of the paper sheet that a response was drawn on; a later one takes its place.

    The bytes lie beside the response, not in a folder: they go with it, and no other row can need them.
    """

    __tablename__ = "photos"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes]
    sha256: Mapped[str]
    taken_in_at: Mapped[datetime]
    is_late: Mapped[bool]
