from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.db import Database
from contest_app.jobs import services
from contest_app.jobs.models import Job
from contest_app.jobs.rules import LEASE

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def all_jobs(database: Database) -> list[Job]:
    with database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.created_at)))


def ask(database: Database, key: str | None = "k", *, now: datetime = NOW, run_at: datetime | None = None) -> None:
    with database.transaction() as session:
        services.enqueue(session, "test.work", {"n": 1}, now=now, unique_key=key, run_at=run_at)


def claimed(database: Database, now: datetime = NOW) -> Job | None:
    with database.transaction() as session:
        return services.claim(session, lasts=LEASE, now=now)


def taken(database: Database, now: datetime = NOW) -> tuple[Job, str]:
    """A job that is due, and the lease under which it was claimed."""
    job = claimed(database, now)
    assert job is not None
    assert job.lease is not None
    return job, job.lease


def test_work_asked_for_twice_under_one_key_is_queued_once(database: Database) -> None:
    ask(database)
    ask(database)

    assert [(job.state, job.tries) for job in all_jobs(database)] == [("queued", 0)]


def test_work_without_a_key_is_queued_each_time(database: Database) -> None:
    ask(database, None)
    ask(database, None)

    assert len(all_jobs(database)) == 2


def test_asking_again_keeps_the_earlier_moment(database: Database) -> None:
    ask(database, run_at=NOW + timedelta(minutes=5))
    ask(database, run_at=NOW + timedelta(minutes=1))
    ask(database, run_at=NOW + timedelta(minutes=9))

    assert [job.run_at for job in all_jobs(database)] == [NOW + timedelta(minutes=1)]


def test_work_asked_for_in_a_transaction_that_fails_is_not_queued(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        ask_and_fail(database)

    assert all_jobs(database) == []


def test_the_key_is_free_again_when_the_work_is_done(database: Database) -> None:
    ask(database)
    job, lease = taken(database)
    with database.transaction() as session:
        services.finish(session, job.id, lease, now=NOW)

    ask(database, now=NOW + timedelta(seconds=1))

    assert [job.state for job in all_jobs(database)] == ["done", "queued"]


def test_work_asked_for_while_it_runs_starts_afresh_and_the_old_run_may_not_finish(database: Database) -> None:
    ask(database)
    job, stale_lease = taken(database)

    ask(database)

    with pytest.raises(services.LeaseLost), database.transaction() as session:
        services.finish(session, job.id, stale_lease, now=NOW)
    again, fresh_lease = taken(database)
    assert (again.id, again.tries) == (job.id, 1)
    assert fresh_lease != stale_lease


def test_a_leased_job_is_no_one_elses_until_the_lease_expires(database: Database) -> None:
    ask(database)
    first, first_lease = taken(database)

    assert claimed(database, NOW + LEASE - timedelta(seconds=1)) is None
    second, second_lease = taken(database, NOW + LEASE)

    assert (second.id, second.tries) == (first.id, 2)
    assert second_lease != first_lease


def test_a_renewed_lease_holds_longer(database: Database) -> None:
    ask(database)
    job, lease = taken(database)

    with database.transaction() as session:
        services.renew(session, job.id, lease, until=NOW + 2 * LEASE)

    assert claimed(database, NOW + LEASE) is None
    assert claimed(database, NOW + 2 * LEASE) is not None


@pytest.mark.parametrize("act", ["finish", "fail", "bury", "renew"])
def test_who_lost_the_lease_can_change_nothing(database: Database, act: str) -> None:
    ask(database)
    job, lost = taken(database)
    _, held = taken(database, NOW + LEASE)

    with pytest.raises(services.LeaseLost), database.transaction() as session:
        change(session, act, job, lost)

    assert [(row.state, row.lease) for row in all_jobs(database)] == [("running", held)]


def ask_and_fail(database: Database) -> None:
    with database.transaction() as session:
        services.enqueue(session, "test.work", {}, now=NOW)
        raise ZeroDivisionError


def change(session: Session, act: str, job: Job, lease: str) -> None:
    if act == "finish":
        services.finish(session, job.id, lease, now=NOW)
    elif act == "fail":
        services.fail(session, job, lease, "error", now=NOW)
    elif act == "bury":
        services.bury(session, job, lease, "error", now=NOW)
    else:
        services.renew(session, job.id, lease, until=NOW)
