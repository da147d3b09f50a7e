"""What is due, what is running and what has died."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from contest_app.jobs.models import LIVE, Job


def is_anything_due(session: Session, now: datetime) -> bool:
    """Return whether a job waits to be started or taken over; asked several times a second."""
    return any(session.scalar(statement.with_only_columns(Job.id)) for statement in _first_due(now))


def next_due(session: Session, now: datetime) -> Job | None:
    """Lock and return the job that has been due longest, skipping those that another worker is just taking.

    A job whose worker died is due since its lease ran out, so one that brings its worker down again and
    again does not stand before all others. SQLite has no row locks and needs none, since a writing
    transaction is alone there.
    """
    first = [session.scalar(statement.with_for_update(skip_locked=True)) for statement in _first_due(now)]
    return min(filter(None, first), key=lambda job: job.due_since, default=None)


def due_job(session: Session, job_id: UUID, now: datetime) -> Job | None:
    """Lock and return one job, if it is due and no other worker is just taking it."""
    statement = select(Job).where(Job.id == job_id, or_(_is_waiting(now), _is_abandoned(now)))
    return session.scalars(statement.with_for_update(skip_locked=True)).first()


def due_since(session: Session, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
    """Return the keys of the due jobs and the moment since which each is due, oldest first."""
    moment = func.coalesce(Job.leased_until, Job.run_at)
    statement = select(Job.id, moment).where(or_(_is_waiting(now), _is_abandoned(now)))
    return list(session.execute(statement.order_by(moment).limit(limit)))


def is_held(session: Session, job_id: UUID, lease: str) -> bool:
    """Return whether the job still runs under this lease."""
    statement = select(Job.id).where(Job.id == job_id, Job.lease == lease, Job.state == "running")
    return session.scalar(statement) is not None


def has_live_job(session: Session, unique_key: str) -> bool:
    """Return whether the work of that key waits or runs."""
    return session.scalar(select(Job.id).where(Job.unique_key == unique_key, LIVE)) is not None


def jobs_in_state(session: Session, state: str, limit: int = 100) -> list[Job]:
    """Return the newest jobs in a state."""
    statement = select(Job).where(Job.state == state).order_by(Job.created_at.desc()).limit(limit)
    return list(session.scalars(statement))


def job(session: Session, job_id: UUID) -> Job | None:
    """Return one job."""
    return session.get(Job, job_id)


def counts(session: Session) -> dict[str, int]:
    """Return how many jobs there are in each state that occurs."""
    statement = select(Job.state, func.count()).group_by(Job.state)
    return dict(session.execute(statement).all())


def _first_due(now: datetime) -> tuple[Select[Job], Select[Job]]:
    # Two statements, not one with OR: each walks the index and stops at its first row.
    abandoned = select(Job).where(_is_abandoned(now)).order_by(Job.leased_until).limit(1)
    waiting = select(Job).where(_is_waiting(now)).order_by(Job.run_at).limit(1)
    return abandoned, waiting


def _is_waiting(now: datetime) -> ColumnElement[bool]:
    return and_(Job.state == "queued", Job.run_at <= now)


def _is_abandoned(now: datetime) -> ColumnElement[bool]:
    return and_(Job.state == "running", Job.leased_until <= now)
