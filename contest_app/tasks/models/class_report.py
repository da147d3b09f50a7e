"""What a class's report shows beside the scores: the map of ideas, how reliable a sitting was, and what is hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_app.db import Base, Identified


class IdeaMap(Base):
    """Where the class's ideas lie on the sheet of a final run; rows are only added.

    ``spots`` holds by the number of the cluster x, y and radius in units of `scoring.idea_map`, whose sheet is
    1000 wide. ``likeness`` is the share of nearest circles that are nearest in meaning too, None for too few ideas.
    """

    __tablename__ = "idea_maps"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_runs.id", ondelete="CASCADE"), primary_key=True)
    height: Mapped[float]
    likeness: Mapped[float | None]
    spots: Mapped[dict[str, Any]]


class Reliability(Identified, Base):
    """Cronbach's alpha of a sitting's tasks in one language on one dimension, with Feldt's 95 % interval.

    Over those who did all of the tasks; rows are only added, the newest holds.
    """

    __tablename__ = "reliabilities"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    dimension: Mapped[str]
    value: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    people: Mapped[int]
    items: Mapped[int]
    created_at: Mapped[datetime]


class HiddenIdea(Base):
    """An idea that a teacher keeps out of what the class's report shows as examples; it stays counted."""

    __tablename__ = "hidden_ideas"
    __table_args__ = (
        ForeignKeyConstraint(["response_id", "idea_id"], ["ideas.response_id", "ideas.id"], ondelete="CASCADE"),
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    idea_id: Mapped[UUID] = mapped_column(primary_key=True)
    hidden_by_id: Mapped[UUID]
    hidden_at: Mapped[datetime]
