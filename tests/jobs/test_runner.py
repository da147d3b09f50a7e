"""Running jobs: what a function is handed, and what becomes of its job."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from factories import NOW
from jobs.jobs_factories import all_jobs, ask, claimed, effects, leave_effect, only_job, taken
from sqlalchemy import event

from contest_app import audit
from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import registry, services
from contest_app.jobs.models import Job
from contest_app.jobs.registry import Work
from contest_app.jobs.rules import LEASE, MAX_TRIES
from contest_app.jobs.runner import Runner, run_due

AsJob = Callable[[Callable[..., None]], str]


@pytest.fixture
def as_job() -> Iterator[AsJob]:
    """Registers a function under a name of its own for one test."""
    names: list[str] = []

    def register(function: Callable[..., None]) -> str:
        names.append(f"test.{uuid4().hex}")
        registry.job(names[-1])(function)
        return names[-1]

    yield register
    for name in names:
        del registry._FUNCTIONS[name]


def test_a_job_gets_its_payload_and_moment_and_is_done_with_its_effect(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    met: list[tuple[datetime, str]] = []

    def work_on(work: Work, colour: str) -> None:
        met.append((work.now, colour))
        leave_effect(work, "coloured")

    ask(database, as_job(work_on), {"colour": "blue"})

    assert run_due(database, settings, now=NOW) == 1
    assert met == [(NOW, "blue")]
    assert effects(database) == ["coloured"]
    job = only_job(database)
    assert (job.state, job.lease, job.finished_at) == ("done", None, NOW)


def test_a_function_that_finds_nothing_to_do_is_done_by_returning(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    ask(database, as_job(lambda _work: None))

    run_due(database, settings, now=NOW)

    assert only_job(database).state == "done"


def test_an_effect_that_fails_half_way_is_rolled_back_and_tried_again(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    fails = [True]

    def stumble(work: Work) -> None:
        with work.completing() as session:
            audit.record(session, None, "stumbled", session.get_one(Job, work.job_id), at=work.now)
            session.flush()
            if fails.pop():
                raise ValueError("the words of a pupil")

    ask(database, as_job(stumble))
    run_due(database, settings, now=NOW)

    assert effects(database) == []
    job = only_job(database)
    assert (job.state, job.tries) == ("queued", 1)
    assert job.error is not None
    assert job.error.startswith("ValueError at tests/jobs/test_runner.py:")
    assert "pupil" not in job.error

    fails.append(False)
    run_due(database, settings, now=job.run_at)
    assert effects(database) == ["stumbled"]
    assert (only_job(database).state, only_job(database).error) == ("done", None)


def test_a_job_whose_function_keeps_failing_ends_with_the_dead(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    def fail(_work: Work) -> None:
        raise ValueError

    ask(database, as_job(fail))
    for _ in range(MAX_TRIES):
        run_due(database, settings, now=only_job(database).run_at)

    assert (only_job(database).state, only_job(database).tries) == ("dead", MAX_TRIES)


def test_a_job_that_nobody_knows_dies_at_once_and_says_so(database: Database, settings: Settings) -> None:
    ask(database, "tasks.no_such_work")

    run_due(database, settings, now=NOW)

    job = only_job(database)
    assert (job.state, job.tries) == ("dead", 1)
    assert job.error is not None
    assert job.error.startswith("UnknownJob at contest_app/jobs/registry.py:")


def test_the_effect_of_a_worker_that_lost_its_lease_is_rolled_back(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    lost: list[bool] = []

    def oversleep(work: Work) -> None:
        if not lost:
            lost.append(True)
            taken(database, NOW + LEASE)  # another worker takes the job over
        leave_effect(work, "late")

    ask(database, as_job(oversleep))
    run_due(database, settings, now=NOW)

    assert lost == [True]
    assert effects(database) == []
    assert (only_job(database).state, only_job(database).tries) == ("running", 2)


def test_work_asked_for_anew_while_it_runs_leaves_the_effect_of_the_fresh_run_alone(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    seen: list[str] = []

    def overtaken(work: Work) -> None:
        if not seen:
            ask(database, name, key="k")
        seen.append(work.lease)
        leave_effect(work, f"run {len(seen)}")

    name = as_job(overtaken)
    ask(database, name, key="k")

    assert run_due(database, settings, now=NOW) == 2
    assert effects(database) == ["run 2"]
    assert only_job(database).state == "done"


def test_a_long_job_keeps_its_lease(database: Database, settings: Settings, as_job: AsJob) -> None:
    rivals: list[Job | None] = []
    short = timedelta(seconds=0.6)

    def work_long(work: Work) -> None:
        time.sleep(2.5 * short.total_seconds())
        rivals.append(claimed(database, utcnow()))
        leave_effect(work, "long")

    ask(database, as_job(work_long))
    Runner(database, settings, lasts=short).run_next()

    assert rivals == [None]
    assert effects(database) == ["long"]


def test_a_job_asked_for_by_a_job_runs_after_it(database: Database, settings: Settings, as_job: AsJob) -> None:
    def second(work: Work) -> None:
        leave_effect(work, "second")

    def first(work: Work) -> None:
        with work.completing() as session:
            services.enqueue(session, follower, {}, now=work.now)

    follower = as_job(second)
    ask(database, as_job(first))

    assert run_due(database, settings, now=NOW) == 2
    assert effects(database) == ["second"]


def test_a_job_may_ask_for_itself_again_as_it_completes(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    def go_on(work: Work, left: int) -> None:
        with work.completing() as session:
            audit.record(session, None, f"{left} left", session.get_one(Job, work.job_id), at=work.now)
            if left:
                services.enqueue(session, name, {"left": left - 1}, now=work.now, unique_key="k")

    name = as_job(go_on)
    ask(database, name, {"left": 2}, key="k")

    assert run_due(database, settings, now=NOW) == 3
    assert effects(database) == ["0 left", "1 left", "2 left"]


def test_jobs_run_in_the_order_in_which_they_are_due(database: Database, settings: Settings, as_job: AsJob) -> None:
    order: list[int] = []
    name = as_job(lambda _work, place: order.append(place))
    for place in (3, 1, 2):
        ask(database, name, {"place": place}, run_at=NOW + timedelta(seconds=place))

    assert run_due(database, settings, now=NOW + timedelta(seconds=2)) == 2
    assert order == [1, 2]


def test_a_limited_run_leaves_the_rest(database: Database, settings: Settings, as_job: AsJob) -> None:
    name = as_job(lambda _work: None)
    for _ in range(3):
        ask(database, name)

    assert run_due(database, settings, now=NOW, limit=2) == 2
    assert Counter(job.state for job in all_jobs(database)) == {"done": 2, "queued": 1}


def test_an_idle_runner_writes_nothing(database: Database, settings: Settings) -> None:
    ask(database, run_at=NOW + timedelta(days=1))
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement.split(maxsplit=1)[0])

    event.listen(database.engine, "before_cursor_execute", note)
    ran = Runner(database, settings, clock=lambda: NOW).run_next()

    assert ran is False
    assert [word for word in statements if word != "BEGIN"] == ["SELECT", "SELECT"]


def test_eight_workers_run_each_of_fifty_jobs_exactly_once(
    database: Database, settings: Settings, as_job: AsJob
) -> None:
    name = as_job(lambda work, number: leave_effect(work, f"effect {number:02}"))
    for number in range(50):
        ask(database, name, {"number": number})
    start = threading.Barrier(8)
    runs: list[int] = []

    def be_a_worker() -> None:
        start.wait()
        runs.append(run_due(database, settings))

    workers = [threading.Thread(target=be_a_worker) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert effects(database) == [f"effect {number:02}" for number in range(50)]
    assert sum(runs) == 50
    assert {(job.state, job.tries) for job in all_jobs(database)} == {("done", 1)}
