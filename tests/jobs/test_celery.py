"""The relay: what it tells the broker, and when it repeats itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from factories import NOW
from jobs.jobs_factories import all_jobs, ask, only_job, taken
from kombu.exceptions import OperationalError as BrokerOutage

from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import services
from contest_app.jobs.celery import Relay, broker, make_celery
from contest_app.jobs.rules import LEASE


class Moment:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def sent() -> list[UUID]:
    """The keys that were sent, in order."""
    return []


@pytest.fixture
def moment() -> Moment:
    """The time as the relay reads it."""
    return Moment()


@pytest.fixture
def relay(database: Database, sent: list[UUID], moment: Moment) -> Relay:
    """A relay whose messages can be read."""
    return Relay(database, sent.append, clock=moment)


def test_due_jobs_are_sent_once_and_in_the_order_in_which_they_are_due(
    database: Database, relay: Relay, sent: list[UUID]
) -> None:
    for seconds in (0, -2, 1):
        ask(database, run_at=NOW + timedelta(seconds=seconds))
    by_moment = {job.run_at: job.id for job in all_jobs(database)}

    assert relay.send_due() is True
    assert relay.send_due() is False
    assert sent == [by_moment[NOW - timedelta(seconds=2)], by_moment[NOW]]


def test_a_job_that_stays_due_is_sent_again_after_a_lease(
    database: Database, relay: Relay, sent: list[UUID], moment: Moment
) -> None:
    ask(database)
    relay.send_due()

    moment.now = NOW + LEASE
    relay.send_due()

    assert sent == [only_job(database).id] * 2


def test_a_job_whose_worker_died_is_sent_again(
    database: Database, relay: Relay, sent: list[UUID], moment: Moment
) -> None:
    ask(database)
    relay.send_due()
    job, _ = taken(database)

    moment.now = NOW + LEASE - timedelta(seconds=1)
    relay.send_due()
    assert sent == [job.id]

    moment.now = NOW + LEASE
    relay.send_due()
    assert sent == [job.id] * 2


def test_a_failed_job_is_sent_again_as_soon_as_it_is_due(
    database: Database, relay: Relay, sent: list[UUID], moment: Moment
) -> None:
    ask(database)
    relay.send_due()
    job, lease = taken(database)
    with database.transaction() as session:
        services.fail(session, job, lease, "ValueError", now=NOW)

    moment.now = only_job(database).run_at
    assert moment.now < NOW + LEASE
    relay.send_due()

    assert sent == [job.id] * 2


def test_without_a_broker_the_relay_fails_at_once_and_forgets_nothing(database: Database, settings: Settings) -> None:
    nowhere = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    relay = Relay(database, broker(make_celery(nowhere)), clock=lambda: NOW)
    ask(database)

    for _ in range(2):
        with pytest.raises(BrokerOutage):
            relay.send_due()
