"""Holding a lease while a long job runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy.exc import OperationalError

from contest_app.db import Database
from contest_app.jobs import services
from contest_app.jobs.models import Job
from contest_app.jobs.rules import BEATS_PER_LEASE

log = logging.getLogger(__name__)


@contextmanager
def kept_lease(
    database: Database, job: Job, lease: str, *, lasts: timedelta, clock: Callable[[], datetime]
) -> Iterator[None]:
    """Renew the lease from a thread of its own, each time in a short transaction, until the block ends."""
    stopped = Event()

    def beat() -> None:
        while not stopped.wait(lasts.total_seconds() / BEATS_PER_LEASE):
            if not _renewed(database, job, lease, until=clock() + lasts):
                return

    thread = Thread(target=beat, name=f"lease of {job.name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _renewed(database: Database, job: Job, lease: str, *, until: datetime) -> bool:
    """Renew once; return whether another beat makes sense."""
    try:
        with database.transaction() as session:
            services.renew(session, job.id, lease, until=until)
    except services.LeaseLost:
        return False  # finished in this moment, or taken over: completing will find out which
    except OperationalError:
        log.warning("job %s: the lease was not renewed; the next beat tries again", job.id)
    return True
