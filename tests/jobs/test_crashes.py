"""kill -9 in mid-job, again and again, loses no effect and doubles none."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

import pytest
from jobs import crash_work
from jobs.jobs_factories import effects

from contest_app.clock import utcnow
from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.jobs import queries, services
from contest_app.jobs.celery import Relay, broker, make_celery

LONG_RUN: Final = [pytest.mark.slow, pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")]
DEADLINE_SECONDS: Final = 180
LONGEST_WAIT_SECONDS: Final = 0.08  # a little longer than the job


def ask_for_effects(database: Database, number: int) -> list[str]:
    """Queue so many jobs; return the effects that they are to leave."""
    with database.transaction() as session:
        for place in range(number):
            services.enqueue(session, crash_work.JOB, {"number": place}, now=utcnow())
    return sorted(f"effect {place}" for place in range(number))


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return queries.counts(session)


def leases(database: Database) -> set[str]:
    """The leases under which jobs run, or ran when their worker died."""
    with database.reading() as session:
        return {str(job.lease) for job in queries.jobs_in_state(session, "running")}


def interruptions(database: Database) -> int:
    """How many times a job was started in vain."""
    with database.reading() as session:
        return sum(job.tries - 1 for job in queries.jobs_in_state(session, "done", limit=10_000))


def wait_until(is_so: Callable[[], bool], *, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait for what must come; fail where it does not."""
    until = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        assert time.monotonic() < until, "it did not come"
        meanwhile()
        time.sleep(0.01)


@contextmanager
def a_process(settings: Settings, role: str) -> Iterator[subprocess.Popen[str]]:
    """A process group of the crash worker; whatever is left of it is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, crash_work.__file__, role],
        env=os.environ | environment(settings),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill_group(process)


def kill_group(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def environment(settings: Settings) -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT),
        "QIYAL_DATA_DIR": str(settings.data_dir),
        "QIYAL_DATABASE_URL": settings.database_url,
        "QIYAL_REDIS_URL": settings.redis_url,
        "QIYAL_ENCODER": "characters",
    }


def dies_in_mid_job(database: Database, kill: Callable[[], object], chance: random.Random) -> int:
    """Wait for a claim, then a random moment, and kill; return how many jobs are left unfinished: 0 or 1."""
    before = leases(database)
    wait_until(lambda: not leases(database) <= before)
    time.sleep(chance.uniform(0, LONGEST_WAIT_SECONDS))
    kill()
    return len(leases(database) - before)


@pytest.mark.parametrize("deaths", [6, pytest.param(200, marks=LONG_RUN)])
def test_a_runner_killed_at_random_moments_leaves_each_effect_exactly_once(
    database: Database, settings: Settings, deaths: int
) -> None:
    wanted = ask_for_effects(database, 2 * deaths + 20)
    chance = random.Random(deaths)  # noqa: S311 -- moments to die at, no secret
    died = 0

    with a_process(settings, "runner") as supervisor:
        assert supervisor.stdout is not None
        while died < deaths:
            runner = int(supervisor.stdout.readline())
            died += dies_in_mid_job(database, partial(os.kill, runner, signal.SIGKILL), chance)
        wait_until(lambda: counts(database) == {"done": len(wanted)})

    assert effects(database) == wanted
    assert interruptions(database) >= deaths // 2


@pytest.mark.parametrize("deaths", [2, pytest.param(30, marks=LONG_RUN)])
def test_a_celery_worker_killed_in_mid_job_leaves_each_effect_exactly_once(
    database: Database, settings: Settings, redis_url: str, deaths: int
) -> None:
    settings = settings.model_copy(update={"redis_url": redis_url})
    wanted = ask_for_effects(database, 2 * deaths + 5)
    relay = Relay(database, broker(make_celery(settings)), repeat_after=crash_work.LEASE)
    chance = random.Random(deaths)  # noqa: S311 -- moments to die at, no secret
    died = 0

    while died < deaths:
        relay.send_due()
        with a_process(settings, "celery") as worker:
            died += dies_in_mid_job(database, partial(kill_group, worker), chance)
    with a_process(settings, "celery"):
        wait_until(lambda: counts(database) == {"done": len(wanted)}, meanwhile=relay.send_due)

    assert effects(database) == wanted
    assert interruptions(database) >= deaths // 2
