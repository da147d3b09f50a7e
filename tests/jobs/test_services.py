"""The life of a job."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from factories import NOW
from jobs.jobs_factories import all_jobs, ask, claimed, only_job, taken
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.jobs import queries, services
from contest_app.jobs.models import Job
from contest_app.jobs.rules import LEASE, MAX_TRIES, retry_delay


def test_work_asked_for_twice_under_one_key_is_queued_once(database: Database) -> None:
    ask(database, key="k")
    ask(database, key="k")

    assert [(job.state, job.tries) for job in all_jobs(database)] == [("queued", 0)]


def test_work_asked_for_by_eight_at_once_under_one_key_is_queued_once(database: Database) -> None:
    start = threading.Barrier(8)

    def ask_with_the_others() -> None:
        start.wait()
        ask(database, key="k")

    with ThreadPoolExecutor(8) as people:
        for asked in [people.submit(ask_with_the_others) for _ in range(8)]:
            asked.result()

    assert len(all_jobs(database)) == 1


def test_work_without_a_key_is_queued_each_time(database: Database) -> None:
    ask(database)
    ask(database)

    assert len(all_jobs(database)) == 2


def test_asking_again_keeps_the_earlier_moment(database: Database) -> None:
    ask(database, key="k", run_at=NOW + timedelta(minutes=5))
    ask(database, key="k", run_at=NOW + timedelta(minutes=1))
    ask(database, key="k", run_at=NOW + timedelta(minutes=9))

    assert [job.run_at for job in all_jobs(database)] == [NOW + timedelta(minutes=1)]


def test_waiting_work_that_is_put_off_starts_no_earlier(database: Database) -> None:
    ask(database, key="soon", run_at=NOW)
    ask(database, key="late", run_at=NOW + timedelta(minutes=9))

    with database.transaction() as session:
        services.put_off(session, until=NOW + timedelta(minutes=5))

    assert sorted(job.run_at for job in all_jobs(database)) == [
        NOW + timedelta(minutes=5),
        NOW + timedelta(minutes=9),
    ]


def test_work_asked_for_in_a_transaction_that_fails_is_not_queued(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        ask_and_fail(database)

    assert all_jobs(database) == []


def test_the_key_is_free_again_when_the_work_is_done(database: Database) -> None:
    ask(database, key="k")
    job, lease = taken(database)
    with database.transaction() as session:
        services.finish(session, job.id, lease, now=NOW)

    ask(database, key="k", now=NOW + timedelta(seconds=1))

    assert [job.state for job in all_jobs(database)] == ["done", "queued"]


def test_work_asked_for_while_it_runs_starts_afresh_and_the_old_run_may_not_finish(database: Database) -> None:
    ask(database, key="k")
    job, stale_lease = taken(database)

    ask(database, key="k")

    with pytest.raises(services.LeaseLost), database.transaction() as session:
        services.finish(session, job.id, stale_lease, now=NOW)
    again, fresh_lease = taken(database)
    assert (again.id, again.tries) == (job.id, 1)
    assert fresh_lease != stale_lease


def test_a_leased_job_is_no_one_elses_until_the_lease_expires(database: Database) -> None:
    ask(database, key="k")
    first, first_lease = taken(database)

    assert claimed(database, NOW + LEASE - timedelta(seconds=1)) is None
    second, second_lease = taken(database, NOW + LEASE)

    assert (second.id, second.tries) == (first.id, 2)
    assert second_lease != first_lease


def test_a_job_whose_worker_died_takes_its_turn_by_the_moment_its_lease_ran_out(database: Database) -> None:
    ask(database, "test.deadly")
    taken(database, NOW)
    ask(database, "test.before", run_at=NOW + LEASE / 2)
    ask(database, "test.after", run_at=NOW + LEASE + timedelta(seconds=1))

    order = [taken(database, NOW + 2 * LEASE)[0].name for _ in range(3)]

    assert order == ["test.before", "test.deadly", "test.after"]


def test_a_renewed_lease_holds_longer(database: Database) -> None:
    ask(database, key="k")
    job, lease = taken(database)

    with database.transaction() as session:
        services.renew(session, job.id, lease, until=NOW + 2 * LEASE)

    assert claimed(database, NOW + LEASE) is None
    assert claimed(database, NOW + 2 * LEASE) is not None


@pytest.mark.parametrize("act", ["finish", "fail", "bury", "renew"])
def test_who_lost_the_lease_can_change_nothing(database: Database, act: str) -> None:
    ask(database, key="k")
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


def test_a_failed_job_waits_longer_after_each_try_and_dies_after_the_last(database: Database) -> None:
    ask(database)
    moment, waits = NOW, []
    for _ in range(MAX_TRIES):
        job, lease = taken(database, moment)
        with database.transaction() as session:
            services.fail(session, job, lease, "ValueError", now=moment)
        waits.append(only_job(database).run_at - moment)
        moment = only_job(database).run_at

    job = only_job(database)
    assert waits[:-1] == [retry_delay(tries, job.id) for tries in range(1, MAX_TRIES)]
    assert (job.state, job.tries, job.error, job.finished_at) == (
        "dead",
        MAX_TRIES,
        "ValueError",
        moment,
    )
    assert claimed(database, moment + timedelta(days=1)) is None


def test_a_job_that_always_takes_its_worker_down_dies_and_lets_the_next_one_through(database: Database) -> None:
    ask(database)
    moment = NOW
    for _ in range(MAX_TRIES):
        taken(database, moment)
        moment += LEASE
    ask(database, "test.innocent", now=moment + timedelta(seconds=1))

    moment += timedelta(seconds=1)
    job, _ = taken(database, moment)

    assert job.name == "test.innocent"
    assert [(row.state, row.error) for row in all_jobs(database)] == [
        ("dead", services.DIED_WITH_ITS_WORKER),
        ("running", None),
    ]


def test_one_job_is_claimed_by_its_key_only_while_it_is_due(database: Database) -> None:
    ask(database, run_at=NOW + timedelta(minutes=1))
    job_id = only_job(database).id

    def claim_at(moment: timedelta) -> Job | None:
        with database.transaction() as session:
            return services.claim_job(session, job_id, lasts=LEASE, now=NOW + moment)

    assert claim_at(timedelta()) is None
    assert claim_at(timedelta(minutes=1)) is not None
    assert claim_at(timedelta(minutes=1)) is None
    assert claim_at(timedelta(minutes=1) + LEASE) is not None


def test_a_job_claimed_by_its_key_dies_after_its_last_try(database: Database) -> None:
    ask(database)
    for tries in range(MAX_TRIES):
        taken(database, NOW + tries * LEASE)

    with database.transaction() as session:
        found = services.claim_job(session, only_job_id(session), lasts=LEASE, now=NOW + MAX_TRIES * LEASE)

    assert found is None
    assert only_job(database).state == "dead"


def test_a_dead_job_is_revived_with_all_its_tries_and_an_audit_row(database: Database) -> None:
    dead = a_dead_job(database)

    with database.transaction() as session:
        services.revive(session, session.get_one(Job, dead.id), actor=None, now=NOW)

    job, _ = taken(database)
    assert (job.id, job.tries) == (dead.id, 1)
    with database.reading() as session:
        assert session.scalars(select(AuditRow.act)).all() == ["job.revived"]


def test_a_living_job_is_not_revived(database: Database) -> None:
    ask(database)

    with pytest.raises(services.NotDead), database.transaction() as session:
        services.revive(session, session.get_one(Job, only_job_id(session)), actor=None, now=NOW)


def test_a_dead_job_is_not_revived_beside_the_same_work_asked_for_since(database: Database) -> None:
    dead = a_dead_job(database, "k")
    ask(database, key="k", now=NOW + timedelta(seconds=1))

    with pytest.raises(services.AlreadyQueued), database.transaction() as session:
        services.revive(session, session.get_one(Job, dead.id), actor=None, now=NOW)

    assert [job.state for job in all_jobs(database)] == ["dead", "queued"]


def test_jobs_are_counted_by_state(database: Database) -> None:
    a_dead_job(database)
    ask(database)
    ask(database)

    with database.reading() as session:
        assert queries.counts(session) == {"dead": 1, "queued": 2}


def only_job_id(session: Session) -> UUID:
    return session.scalars(select(Job.id)).one()


def a_dead_job(database: Database, key: str | None = None) -> Job:
    ask(database, key=key)
    job, lease = taken(database)
    with database.transaction() as session:
        services.bury(session, job, lease, "UnknownJob at registry.py:1", now=NOW)
    return job
