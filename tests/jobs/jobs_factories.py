"""Asking for jobs, claiming them, and effects that can be counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from factories import NOW
from sqlalchemy import select

from contest_app import audit
from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.jobs import services
from contest_app.jobs.models import Job
from contest_app.jobs.registry import Work
from contest_app.jobs.rules import LEASE


def ask(
    database: Database,
    name: str = "test.work",
    payload: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    now: datetime = NOW,
    run_at: datetime | None = None,
) -> None:
    """Ask for a job in a transaction of its own."""
    with database.transaction() as session:
        services.enqueue(session, name, payload or {}, now=now, unique_key=key, run_at=run_at)


def claimed(database: Database, now: datetime = NOW) -> Job | None:
    """Whatever was there to claim."""
    with database.transaction() as session:
        return services.claim(session, lasts=LEASE, now=now)


def taken(database: Database, now: datetime = NOW) -> tuple[Job, str]:
    """A job that is due, and the lease under which it was claimed."""
    job = claimed(database, now)
    assert job is not None
    assert job.lease is not None
    return job, job.lease


def all_jobs(database: Database) -> list[Job]:
    """Every job, oldest first."""
    with database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.created_at)))


def only_job(database: Database) -> Job:
    """The one job that there is."""
    (job,) = all_jobs(database)
    return job


def leave_effect(work: Work, act: str) -> None:
    """Complete the work with an audit row as its effect."""
    with work.completing() as session:
        audit.record(session, None, act, session.get_one(Job, work.job_id), at=work.now)


def effects(database: Database) -> list[str]:
    """The effects left so far, in alphabetical order."""
    with database.reading() as session:
        return sorted(session.scalars(select(AuditRow.act)))
