"""The life of a job: queued, claimed, then done, retried or dead.

Whoever holds the lease changes the row by compare-and-set, so that a worker that was thought dead can
neither finish nor fail a job which another has taken over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.errors import Conflict
from contest_app.jobs import queries
from contest_app.jobs.models import LIVE, Job
from contest_app.jobs.rules import is_exhausted, retry_delay
from contest_app.languages import N_

DIED_WITH_ITS_WORKER: Final = "the worker died while it ran this job, each time"

_RELEASED: Final[dict[str, Any]] = {"lease": None, "leased_until": None}


class LeaseLost(Exception):
    """The job is no longer this worker's: it was taken over, or asked for anew. The effect must not stay."""


class NotDead(Conflict):
    """Only a dead job can be revived."""

    message = N_("This job is not dead; there is nothing to revive.")


class AlreadyQueued(Conflict):
    """The same work has been asked for since the job died."""

    message = N_("The same work is queued already.")


def enqueue(
    session: Session,
    name: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    unique_key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Ask for a job in the transaction that makes it necessary; it is due at ``run_at``, else at once.

    Asked twice under one ``unique_key``, a job that waits still runs once, at the earlier moment. A job
    that is running may have read what this transaction changes: it loses its lease, so that its effect
    is rolled back, and starts afresh after the commit.
    """
    insert = _insert(session).values(
        id=uuid4(), name=name, payload=payload, unique_key=unique_key, run_at=run_at or now, created_at=now
    )
    wanted = insert.excluded
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[Job.unique_key],
            index_where=LIVE,
            set_={
                "state": "queued",
                "payload": wanted.payload,
                "run_at": case((Job.run_at < wanted.run_at, Job.run_at), else_=wanted.run_at),
                "tries": 0,
                **_RELEASED,
            },
        )
    )


def put_off(session: Session, *, until: datetime) -> None:
    """Let no job that waits start before ``until``; one that starts later anyway stays as it is."""
    session.execute(update(Job).where(Job.state == "queued", Job.run_at < until).values(run_at=until))


def claim(session: Session, *, lasts: timedelta, now: datetime) -> Job | None:
    """Lease the job to start next, or return None where nothing is due."""
    job = queries.next_due(session, now)
    while job is not None and is_exhausted(job.tries):
        _bury_abandoned(job, now)
        session.flush()  # so that it is not found again
        job = queries.next_due(session, now)
    return _leased(job, lasts, now)


def claim_job(session: Session, job_id: UUID, *, lasts: timedelta, now: datetime) -> Job | None:
    """Lease this job, or return None where it is not due, or another worker's."""
    job = queries.due_job(session, job_id, now)
    if job is not None and is_exhausted(job.tries):
        _bury_abandoned(job, now)
        return None
    return _leased(job, lasts, now)


def renew(session: Session, job_id: UUID, lease: str, *, until: datetime) -> None:
    """Hold a lease for longer. Raises LeaseLost."""
    _change(session, job_id, lease, {"leased_until": until})


def finish(session: Session, job_id: UUID, lease: str, *, now: datetime) -> None:
    """Mark the job done, in the transaction of its effect. Raises LeaseLost."""
    _change(session, job_id, lease, _RELEASED | {"state": "done", "error": None, "finished_at": now})


def fail(session: Session, job: Job, lease: str, error: str, *, now: datetime) -> None:
    """Put the job back to be tried later, or lay it with the dead after its last try. Raises LeaseLost."""
    if is_exhausted(job.tries):
        bury(session, job, lease, error, now=now)
        return
    due = now + retry_delay(job.tries, job.id)
    _change(session, job.id, lease, _RELEASED | {"state": "queued", "run_at": due, "error": error})


def bury(session: Session, job: Job, lease: str, error: str, *, now: datetime) -> None:
    """Lay the job with the dead, where it stays until somebody revives it. Raises LeaseLost."""
    _change(session, job.id, lease, _RELEASED | {"state": "dead", "error": error, "finished_at": now})


def revive(session: Session, job: Job, *, actor: audit.Actor | None, now: datetime) -> None:
    """Queue a dead job anew. Raises NotDead or AlreadyQueued."""
    if job.state != "dead":
        raise NotDead
    if job.unique_key is not None and queries.has_live_job(session, job.unique_key):
        raise AlreadyQueued
    job.state, job.tries, job.run_at, job.finished_at = "queued", 0, now, None
    audit.record(session, actor, "job.revived", job, at=now, name=job.name)


def _insert(session: Session) -> sqlite.Insert | postgresql.Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(Job)
    return postgresql.insert(Job)


def _leased(job: Job | None, lasts: timedelta, now: datetime) -> Job | None:
    if job is not None:
        job.state, job.tries = "running", job.tries + 1
        job.lease, job.leased_until = uuid4().hex, now + lasts
    return job


def _bury_abandoned(job: Job, now: datetime) -> None:
    job.state, job.lease, job.leased_until = "dead", None, None
    job.error, job.finished_at = DIED_WITH_ITS_WORKER, now


def _change(session: Session, job_id: UUID, lease: str, values: dict[str, Any]) -> None:
    ours: ColumnElement[bool] = (Job.id == job_id) & (Job.lease == lease) & (Job.state == "running")
    change = update(Job).where(ours).values(values).returning(Job.id)
    if session.scalar(change, execution_options={"synchronize_session": False}) is None:
        raise LeaseLost
