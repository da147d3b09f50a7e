"""What raters' totals of a pupil's works add up to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified


class PeopleRun(Identified, Base):
    """One reckoning of what people say of one pupil's works; runs are only added, the newest counts.

    ``input_hash`` is of the works and their totals, ``version`` of the rules that it was reckoned by. It names no
    rater, and nothing by which one could be found.
    """

    __tablename__ = "people_runs"

    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"), index=True)
    version: Mapped[str]
    input_hash: Mapped[str]
    created_at: Mapped[datetime]

    estimates: Mapped[list[PeopleEstimate]] = relationship(back_populates="run", lazy="raise", passive_deletes=True)


class PeopleEstimate(Base):
    """A place from 0 to 100 in one domain, its standard error, and how many works it rests on."""

    __tablename__ = "people_estimates"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("people_runs.id", ondelete="CASCADE"), primary_key=True)
    aspect: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]
    standard_error: Mapped[float]
    tasks: Mapped[int]

    run: Mapped[PeopleRun] = relationship(back_populates="estimates", lazy="raise")
