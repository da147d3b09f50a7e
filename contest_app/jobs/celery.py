"""Spreading the work over machines: a relay names due jobs to Redis, Celery workers claim the same rows.

A message holds nothing but a job's key, and losing or doubling one does no harm: the row, its lease and
the relay's look at what is still due decide. So Celery's late acknowledgements, results and visibility
time-outs are not used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from celery import Celery
from kombu.exceptions import OperationalError as BrokerOutage
from sqlalchemy.exc import OperationalError as DatabaseOutage

from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import loop, queries
from contest_app.jobs.rules import LEASE
from contest_app.jobs.runner import Runner

TASK: Final = "qiyal.run_job"
_BATCH: Final = 500


def make_celery(settings: Settings, *, lasts: timedelta = LEASE) -> Celery:
    """Return the Celery application, whose only task claims one job and runs it like the embedded runner."""
    app = Celery("qiyal", broker=settings.redis_url, set_as_current=False)
    app.conf.update(
        task_default_queue="qiyal",
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"max_retries": 1, "interval_start": 0},  # the loop waits out longer outages
    )

    @cache
    def runner() -> Runner:
        # At the first task, which is after the fork: a connection must not be shared between processes.
        return Runner(Database(settings.database), settings, lasts=lasts)

    def run_job(job_id: str) -> None:
        runner().run_job(UUID(job_id))

    app.task(name=TASK)(run_job)
    return app


class Relay:
    """Tells the broker what is due: each job once, and again while it stays due."""

    def __init__(
        self,
        database: Database,
        send: Callable[[UUID], None],
        *,
        clock: Callable[[], datetime] = utcnow,
        repeat_after: timedelta = LEASE,
    ) -> None:
        self._database = database
        self._send = send
        self._clock = clock
        self._repeat_after = repeat_after
        self._sent_at: dict[tuple[UUID, datetime], datetime] = {}

    def send_due(self) -> bool:
        """Send the keys of due jobs that were not sent lately; return whether there were any."""
        now = self._clock()
        with self._database.reading() as session:
            due = queries.due_since(session, now, _BATCH)
        self._sent_at = {job: self._sent_at[job] for job in due if job in self._sent_at}
        unsent = [job for job in due if job not in self._sent_at or now - self._sent_at[job] >= self._repeat_after]
        for job in unsent:
            self._send(job[0])
            self._sent_at[job] = now
        return bool(unsent)


def broker(app: Celery) -> Callable[[UUID], None]:
    """Return what puts a job's key into the broker. It raises ``BrokerOutage`` at once, without waiting."""

    def send(job_id: UUID) -> None:
        app.send_task(TASK, args=[str(job_id)], retry=False)

    return send


def relay(settings: Settings) -> None:
    """Relay due jobs to the broker until a SIGTERM or SIGINT."""
    database = Database(settings.database)
    step = Relay(database, broker(make_celery(settings))).send_due
    loop.repeat(step, outages=(DatabaseOutage, BrokerOutage))
    database.dispose()


def work(settings: Settings, processes: int, *, lasts: timedelta = LEASE) -> None:
    """Be a Celery worker of so many processes until a SIGTERM or SIGINT."""
    app = make_celery(settings, lasts=lasts)
    app.worker_main(["worker", "--loglevel=WARNING", f"--concurrency={processes}", "--without-mingle"])
