"""The embedded runner: takes due jobs one by one from the database and runs their functions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import OperationalError

from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import loop, queries, registry, services
from contest_app.jobs.engine import loaded_engine
from contest_app.jobs.failures import summary
from contest_app.jobs.heartbeat import kept_lease
from contest_app.jobs.models import Job
from contest_app.jobs.rules import LEASE
from contest_app.languages import LANGUAGES

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs jobs in this process; as many runners as you like may share one database."""

    database: Database
    settings: Settings
    clock: Callable[[], datetime] = utcnow
    lasts: timedelta = LEASE

    def run_next(self) -> bool:
        """Run the job that is due first; return whether there was one.

        Reads before it claims: an idle runner takes no write lock.
        """
        now = self.clock()
        with self.database.reading() as session:
            if not queries.is_anything_due(session, now):
                return False
        with self.database.transaction() as session:
            job = services.claim(session, lasts=self.lasts, now=now)
        return self._run(job, now)

    def run_job(self, job_id: UUID) -> bool:
        """Run this job, if it is due and no other worker's; return whether it was run."""
        now = self.clock()
        with self.database.transaction() as session:
            job = services.claim_job(session, job_id, lasts=self.lasts, now=now)
        return self._run(job, now)

    def _run(self, job: Job | None, now: datetime) -> bool:
        if job is None:
            return False
        lease = str(job.lease)
        work = registry.Work(job.id, lease, now, self.settings, self.database, self.clock)
        with kept_lease(self.database, job, lease, lasts=self.lasts, clock=self.clock):
            self._attempt(job, work)
        return True

    def _attempt(self, job: Job, work: registry.Work) -> None:
        try:
            registry.function_of(job.name)(work, **job.payload)
            self._complete_if_left_open(work)
        except services.LeaseLost:
            log.info("job %s %s: no longer ours, its effect is rolled back", job.name, job.id)
        except registry.UnknownJob as error:
            self._give_up(job, work, error, services.bury)
        except Exception as error:  # noqa: BLE001 -- whatever a job raises is kept in its row, and the next one runs
            self._give_up(job, work, error, services.fail)

    def _complete_if_left_open(self, work: registry.Work) -> None:
        """Mark done a job whose function returned early, having found nothing to do."""
        with self.database.reading() as session:
            left_open = queries.is_held(session, work.job_id, work.lease)
        if left_open:
            with work.completing():
                pass

    def _give_up(self, job: Job, work: registry.Work, error: Exception, how: Callable[..., None]) -> None:
        told = summary(error)
        log.error("job %s %s, try %d: %s", job.name, job.id, job.tries, told)
        try:
            with self.database.transaction() as session:
                how(session, job, work.lease, told, now=self.clock())
        except services.LeaseLost:
            log.info("job %s %s: no longer ours", job.name, job.id)


def serve(settings: Settings, *, lasts: timedelta = LEASE) -> None:
    """Run jobs until a SIGTERM or SIGINT; the job in hand is finished first."""
    database = Database(settings.database)
    database.check_durable()
    registry.import_all()
    _warm_up(settings)
    log.info("ready for jobs")
    loop.repeat(Runner(database, settings, lasts=lasts).run_next, outages=(OperationalError,))
    database.dispose()


def _warm_up(settings: Settings) -> None:
    """Load what scores now: the first pupil of the day waits no longer than the others."""
    encoder = loaded_engine(settings.encoder).encoder
    for language in LANGUAGES:
        encoder.encode([LANGUAGES[language]], language)


def run_due(database: Database, settings: Settings, *, now: datetime | None = None, limit: int = 1000) -> int:
    """Run what is due, at most ``limit`` jobs, and return how many were run; for tests and commands."""
    runner = Runner(database, settings, clock=(lambda: now) if now else utcnow)
    for done in range(limit):
        if not runner.run_next():
            return done
    return limit
