"""What a pupil's scores of record add up to, sitting by sitting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified
from contest_app.tasks.models import Sitting


class ProfileRun(Identified, Base):
    """One reckoning of one pupil after one closed sitting; runs are only added, the newest of a sitting counts.

    ``input_hash`` is of the pupil's own evidence, ``version`` of the rules that it was reckoned by.
    """

    __tablename__ = "profile_runs"
    __table_args__ = (UniqueConstraint("student_id", "sitting_id", "input_hash", "version"),)

    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"), index=True)
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    version: Mapped[str]
    input_hash: Mapped[str]
    created_at: Mapped[datetime]

    sitting: Mapped[Sitting] = relationship(lazy="raise")
    estimates: Mapped[list[ProfileEstimate]] = relationship(back_populates="run", lazy="raise", passive_deletes=True)


class ProfileEstimate(Base):
    """A place on the scale with mean 50 and deviation 10, its standard error, and the tasks it rests on.

    ``scope``: the tasks of this sitting alone, or all up to it. ``aspect``: all of them, or those of one domain or
    facet. ``basis``: whether all of them were measured with the items' fixed samples.
    """

    __tablename__ = "profile_estimates"
    __table_args__ = (
        CheckConstraint("scope IN ('sitting', 'so_far')", name="scope"),
        CheckConstraint("basis IN ('sample', 'pool')", name="basis"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("profile_runs.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    aspect: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float]
    standard_error: Mapped[float]
    tasks: Mapped[int]
    basis: Mapped[str]

    run: Mapped[ProfileRun] = relationship(back_populates="estimates", lazy="raise")
