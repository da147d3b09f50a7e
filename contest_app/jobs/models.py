"""The outbox: a row says what the machine is to do, written in the transaction that made it necessary."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_app.db import Base, Identified

#: Unfinished; said in SQL, because the partial index and whoever relies on it must say it alike.
LIVE: Final = text("state IN ('queued', 'running')")
STATES: Final = ("queued", "running", "done", "dead")


class Job(Identified, Base):
    """One piece of work for the machine.

    ``unique_key`` is unique among unfinished jobs: asking twice for the same work queues it once.
    A running job is leased until ``leased_until``; whoever holds ``lease`` alone may finish it.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'dead')", name="state"),
        Index(
            "uq_jobs_live_key",
            "unique_key",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_jobs_due", "state", "run_at"),
    )

    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="queued")
    run_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    @property
    def due_since(self) -> datetime:
        """The moment from which the job may be started, or taken over from a worker that died."""
        return self.leased_until or self.run_at
