"""The job of the crash tests and the processes that run it; those are killed at any moment.

``python crash_work.py runner`` begins a real runner in a forked child, and another whenever the child
dies, as an installation's supervisor would; the libraries are imported once. ``… celery`` is a Celery worker.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from typing import Final

from contest_app import audit
from contest_app.config import Settings
from contest_app.jobs import registry, runner
from contest_app.jobs.engine import loaded_engine
from contest_app.jobs.models import Job
from contest_app.jobs.registry import Work

JOB: Final = "crash.leave_effect"
LEASE: Final = timedelta(seconds=1)
PAUSE_SECONDS: Final = 0.02


@registry.job(JOB)
def leave_effect(work: Work, number: int) -> None:
    """Leave one audit row, slowly, so that a kill may fall before, within and after the transaction."""
    time.sleep(PAUSE_SECONDS)
    with work.completing() as session:
        audit.record(session, None, f"effect {number}", session.get_one(Job, work.job_id), at=work.now)
        session.flush()
        time.sleep(PAUSE_SECONDS)
    time.sleep(PAUSE_SECONDS)


def supervise(settings: Settings) -> None:
    """Keep one runner alive, saying the process number of each."""
    registry.import_all()
    loaded_engine(settings.encoder)
    while True:
        child = os.fork()
        if child == 0:
            runner.serve(settings, lasts=LEASE)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


def be_celery_worker(settings: Settings) -> None:
    """Serve the broker with one process, under the same short lease."""
    from contest_app.jobs import celery  # noqa: PLC0415 -- the runner's process is the quicker for its absence

    celery.work(settings, processes=1, lasts=LEASE)


if __name__ == "__main__":
    {"runner": supervise, "celery": be_celery_worker}[sys.argv[1]](Settings())
