"""What pupils asked a person about the program's judgements, and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified
from contest_app.tasks.models.answers import Response


class Question(Identified, Base):
    """A judgement of the program that a person is asked to look at: of one idea, or of a whole answer.

    ``said`` is what the program said, as it stood on the page; ``turn`` counts the questions about the same from 1.
    Rows are only added; people are named by key, so that erasure leaves no name here.
    """

    __tablename__ = "questions"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "idea_id"], ["ideas.response_id", "ideas.id"], ondelete="CASCADE"),
        CheckConstraint("about IN ('uncounted', 'same', 'rare', 'place', 'answer')", name="about"),
        CheckConstraint("(about = 'answer') = (idea_id IS NULL)", name="answer_is_whole"),
        UniqueConstraint("response_id", "idea_id", "turn"),
        # NULLs are never equal: questions about a whole answer have an index of their own.
        Index(
            "uq_questions_whole",
            "response_id",
            "turn",
            unique=True,
            sqlite_where=text("idea_id IS NULL"),
            postgresql_where=text("idea_id IS NULL"),
        ),
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    idea_id: Mapped[UUID | None]
    turn: Mapped[int]
    about: Mapped[str]
    said: Mapped[dict[str, Any]]
    words: Mapped[str]
    asked_by_id: Mapped[UUID]
    asked_at: Mapped[datetime]

    response: Mapped[Response] = relationship(lazy="raise")
    answer: Mapped[QuestionAnswer | None] = relationship(
        back_populates="question", lazy="raise", passive_deletes=True
    )


class QuestionAnswer(Base):
    """What a person answered; rows are only added, one a question."""

    __tablename__ = "question_answers"
    __table_args__ = (CheckConstraint("outcome IN ('counts', 'stays', 'told')", name="outcome"),)

    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[str]
    words: Mapped[str]
    answered_by_id: Mapped[UUID]
    answered_at: Mapped[datetime] = mapped_column(index=True)

    question: Mapped[Question] = relationship(back_populates="answer", lazy="raise")
