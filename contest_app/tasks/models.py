"""Items, sittings, attempts, ideas and scores."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.accounts.models import SchoolClass, Student
from contest_app.db import Base, Identified


class Item(Identified, Base):
    """One version of a prompt in the bank. An edit adds a version; attempts keep theirs."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("slug", "version"),)

    slug: Mapped[str]
    version: Mapped[int]
    kind: Mapped[str]
    domain: Mapped[str]
    facet: Mapped[str]
    grades: Mapped[list[int]]
    seconds: Mapped[int]
    title: Mapped[dict[str, str]]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    created_at: Mapped[datetime]


class NormPool(Identified, Base):
    """Answers of a named sample to one item in one language, which new answers are compared with."""

    __tablename__ = "norm_pools"
    __table_args__ = (UniqueConstraint("item_slug", "language", "name"),)

    item_slug: Mapped[str]
    language: Mapped[str]
    name: Mapped[str]
    people: Mapped[int]
    created_at: Mapped[datetime]

    answers: Mapped[list[NormAnswer]] = relationship(back_populates="pool", lazy="raise", passive_deletes=True)


class NormAnswer(Base):
    """One idea of one nameless person of the sample."""

    __tablename__ = "norm_answers"

    pool_id: Mapped[UUID] = mapped_column(ForeignKey("norm_pools.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]

    pool: Mapped[NormPool] = relationship(back_populates="answers", lazy="raise")


class Sitting(Identified, Base):
    """The event that a teacher opens for a class; closing it calls for the score of record."""

    __tablename__ = "sittings"
    __table_args__ = (CheckConstraint("mode IN ('assessment', 'practice')", name="mode"),)

    class_id: Mapped[UUID] = mapped_column(ForeignKey("school_classes.id", ondelete="CASCADE"), index=True)
    mode: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    school_class: Mapped[SchoolClass] = relationship(lazy="raise")
    items: Mapped[list[SittingItem]] = relationship(
        back_populates="sitting", lazy="raise", order_by="SittingItem.position", passive_deletes=True
    )
    attempts: Mapped[list[Attempt]] = relationship(back_populates="sitting", lazy="raise", passive_deletes=True)


class SittingItem(Base):
    """One item of a sitting, in its place."""

    __tablename__ = "sitting_items"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"))
    seconds: Mapped[int]

    sitting: Mapped[Sitting] = relationship(back_populates="items", lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")


class Attempt(Identified, Base):
    """One pupil's part in a sitting, in the language that the pupil chose."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("sitting_id", "student_id"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    started_at: Mapped[datetime]

    sitting: Mapped[Sitting] = relationship(back_populates="attempts", lazy="raise")
    student: Mapped[Student] = relationship(lazy="raise")
    responses: Mapped[list[Response]] = relationship(back_populates="attempt", lazy="raise", passive_deletes=True)


class Response(Identified, Base):
    """What a pupil gave to one item: it starts, is due by the server's clock, and is submitted once."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("attempt_id", "item_id"), UniqueConstraint("receipt"))

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), index=True)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    receipt: Mapped[str | None]

    attempt: Mapped[Attempt] = relationship(back_populates="responses", lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")
    ideas: Mapped[list[Idea]] = relationship(
        back_populates="response", lazy="raise", order_by="Idea.position", passive_deletes=True
    )


class Idea(Base):
    """One statement in a response; the browser names it, ``revision`` counts its changes."""

    __tablename__ = "ideas"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    text: Mapped[str]
    revision: Mapped[int]
    written_at: Mapped[datetime]
    is_late: Mapped[bool]
    removed_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship(back_populates="ideas", lazy="raise")


class ScoringRun(Identified, Base):
    """One run of the scorer over a named pool; runs are only added.

    ``provisional``: one response against the norm pool and the class so far (``response_id`` set).
    ``final``: all responses of a closed sitting to one item in one language, the score of record.
    """

    __tablename__ = "scoring_runs"
    __table_args__ = (
        CheckConstraint("standing IN ('provisional', 'final')", name="standing"),
        CheckConstraint("(standing = 'provisional') = (response_id IS NOT NULL)", name="provisional_is_of_one"),
        UniqueConstraint("response_id", "input_hash", "scorer_version"),
        # A final run is of no single response, and NULLs are never equal: it has an index of its own.
        Index(
            "uq_scoring_runs_final",
            "sitting_id",
            "item_id",
            "language",
            "input_hash",
            "scorer_version",
            unique=True,
            sqlite_where=text("response_id IS NULL"),
            postgresql_where=text("response_id IS NULL"),
        ),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"))
    response_id: Mapped[UUID | None] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    standing: Mapped[str]
    scorer_version: Mapped[str]
    pool_name: Mapped[str]
    pool_people: Mapped[int]
    pool_ideas: Mapped[int]
    pool_hash: Mapped[str]
    input_hash: Mapped[str]
    category_labels: Mapped[dict[str, str]]
    created_at: Mapped[datetime]

    scores: Mapped[list[Score]] = relationship(back_populates="run", lazy="raise", passive_deletes=True)
    idea_scores: Mapped[list[IdeaScore]] = relationship(back_populates="run", lazy="raise", passive_deletes=True)


class Score(Base):
    """One dimension of one response in one run, with its standard error."""

    __tablename__ = "scores"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    response_id: Mapped[UUID] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    dimension: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]
    standard_error: Mapped[float | None]

    run: Mapped[ScoringRun] = relationship(back_populates="scores", lazy="raise")


class IdeaScore(Base):
    """What one run found about one idea: is it an answer, what it is like, and how many people had it."""

    __tablename__ = "idea_scores"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "idea_id"], ["ideas.response_id", "ideas.id"], ondelete="CASCADE"),
        Index("ix_idea_scores_idea", "response_id", "idea_id"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_valid: Mapped[bool]
    flags: Mapped[list[str]]
    cluster: Mapped[int]
    category: Mapped[int]
    people: Mapped[int]
    rarity: Mapped[float]
    distance: Mapped[float | None]
    elaboration: Mapped[float]
    text: Mapped[str]

    run: Mapped[ScoringRun] = relationship(back_populates="idea_scores", lazy="raise")
