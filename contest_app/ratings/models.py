"""Who rates, what was taken out of the queue, and what raters gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified
from contest_app.ratings.rules.queue import code_of
from contest_app.ratings.rules.scale import Given, Scale
from contest_app.tasks.models import Response


class RaterProfile(Base):
    """Somebody who takes part in rating, and the languages in which this person reads answers."""

    __tablename__ = "rater_profiles"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    languages: Mapped[list[str]]
    joined_at: Mapped[datetime]


class RatedAnswer(Identified, Base):
    """A response, or one idea of it, that somebody has begun to rate; ``scale`` stays as it was then.

    ``wanted`` is how many raters it needs in all; ``settled_at``: no further rater is asked.
    """

    __tablename__ = "rated_answers"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "idea_id"], ["ideas.response_id", "ideas.id"], ondelete="CASCADE"),
        UniqueConstraint("response_id", "idea_id"),
        # NULLs are never equal: a response as a whole has an index of its own.
        Index(
            "uq_rated_answers_whole",
            "response_id",
            unique=True,
            sqlite_where=text("idea_id IS NULL"),
            postgresql_where=text("idea_id IS NULL"),
        ),
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    idea_id: Mapped[UUID | None]
    rubric: Mapped[str]
    rubric_version: Mapped[int]
    scale_content: Mapped[dict[str, Any]]
    wanted: Mapped[int]
    begun_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship(lazy="raise")
    turns: Mapped[list[RatingTurn]] = relationship(
        back_populates="answer", lazy="raise", order_by="RatingTurn.done_at", passive_deletes=True
    )

    @property
    def scale(self) -> Scale:
        """The criteria as a value."""
        return Scale.from_content(self.scale_content)

    @property
    def code(self) -> str:
        """What raters call it."""
        return code_of(self.id)

    @property
    def done(self) -> list[RatingTurn]:
        """The turns in which marks were given, the earliest first (``turns`` must be loaded)."""
        return sorted((turn for turn in self.turns if turn.done_at), key=lambda turn: (str(turn.done_at), turn.id))

    @property
    def given(self) -> list[Given]:
        """What the raters give by now (``turns`` and their ``sheets`` must be loaded)."""
        return [turn.sheet.given for turn in self.done]


class RatingTurn(Identified, Base):
    """One rater's turn with one answer: leased, then done, or left to others.

    ``rater_id`` names a person by key alone, as the audit does, so that erasure leaves no name here.
    """

    __tablename__ = "rating_turns"
    __table_args__ = (
        UniqueConstraint("answer_id", "rater_id"),
        CheckConstraint("skipped IN ('unreadable', 'known')", name="skipped"),
        CheckConstraint("done_at IS NULL OR skipped IS NULL", name="done_or_skipped"),
    )

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("rated_answers.id", ondelete="CASCADE"))
    rater_id: Mapped[UUID] = mapped_column(index=True)
    taken_at: Mapped[datetime]
    leased_until: Mapped[datetime]
    done_at: Mapped[datetime | None]
    skipped: Mapped[str | None]

    answer: Mapped[RatedAnswer] = relationship(back_populates="turns", lazy="raise")
    sheets: Mapped[list[RatingSheet]] = relationship(
        back_populates="turn", lazy="raise", order_by="RatingSheet.revision", passive_deletes=True
    )

    @property
    def sheet(self) -> RatingSheet:
        """The newest sheet of a turn that is done (``sheets`` must be loaded)."""
        return self.sheets[-1]


class RatingSheet(Identified, Base):
    """What a rater gave at one go; a changed mind is a new revision, never an edit."""

    __tablename__ = "rating_sheets"
    __table_args__ = (UniqueConstraint("turn_id", "revision"),)

    turn_id: Mapped[UUID] = mapped_column(ForeignKey("rating_turns.id", ondelete="CASCADE"))
    revision: Mapped[int]
    is_answer: Mapped[bool]
    marks: Mapped[dict[str, int]] = mapped_column(JSON())
    comment: Mapped[str]
    given_at: Mapped[datetime]

    turn: Mapped[RatingTurn] = relationship(back_populates="sheets", lazy="raise")

    @property
    def given(self) -> Given:
        """The marks as a value."""
        return Given(self.marks, is_answer=self.is_answer)
