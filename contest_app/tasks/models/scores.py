"""Runs of the scorer and what they found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified


class ScoringRun(Identified, Base):
    """One run of the scorer over a named pool; runs are only added.

    ``provisional``: one response against the norm pool and the class so far (``response_id`` set).
    ``final``: all responses of a closed sitting to one item in one language, the score of record.

    ``unknown_words``: share of the class's words that the scorer's lexicon does not know; None where it needs none.
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
    unknown_words: Mapped[float | None]
    created_at: Mapped[datetime]

    scores: Mapped[list[Score]] = relationship(back_populates="run", lazy="raise", passive_deletes=True)
    idea_scores: Mapped[list[IdeaScore]] = relationship(back_populates="run", lazy="raise", passive_deletes=True)
    spreads: Mapped[list[RunSpread]] = relationship(lazy="raise", passive_deletes=True)


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


class RunSpread(Base):
    """How the people of a run spread on one dimension: what numbers of different items are brought to one scale with.

    ``basis``: the fixed sample alone, or the whole pool. Mean and deviation are in the unit of ``scoring.composite``.
    """

    __tablename__ = "run_spreads"
    __table_args__ = (CheckConstraint("basis IN ('sample', 'pool')", name="basis"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]
    mean: Mapped[float]
    deviation: Mapped[float]


class IdeaScore(Base):
    """What one run found about one idea: is it an answer, what it is like, and how many people had it.

    ``rating`` is the originality from 1 to 5 that trained people would give; None where the run had no rater.
    ``theme`` is the key of the item's conventional theme that it lies within, None outside all.
    ``rarity_se`` is the error of the rarity in bits; runs before it was kept have none.
    """

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
    rarity_se: Mapped[float | None]
    distance: Mapped[float | None]
    elaboration: Mapped[float]
    rating: Mapped[float | None]
    rating_error: Mapped[float | None]
    rating_basis: Mapped[str | None]
    theme: Mapped[str | None]
    text: Mapped[str]

    run: Mapped[ScoringRun] = relationship(back_populates="idea_scores", lazy="raise")
