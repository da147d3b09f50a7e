from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from contest_app import audit
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import registry, services
from contest_app.jobs.models import Job
from contest_app.jobs.registry import Work
from contest_app.jobs.runner import run_due

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture
def as_job() -> Iterator[Callable[[Callable[..., None]], str]]:
    """Registers a function under a name of its own for one test."""
    names: list[str] = []

    def register(function: Callable[..., None]) -> str:
        names.append(f"test.{uuid4().hex}")
        registry.job(names[-1])(function)
        return names[-1]

    yield register
    for name in names:
        del registry._FUNCTIONS[name]


def ask(database: Database, name: str, payload: dict[str, Any] | None = None, key: str | None = None) -> None:
    with database.transaction() as session:
        services.enqueue(session, name, payload or {}, now=NOW, unique_key=key)


def only_job(database: Database) -> Job:
    with database.reading() as session:
        return session.scalars(select(Job)).one()


def effects(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditRow.act).order_by(AuditRow.act)))


def leave_effect(work: Work, act: str) -> None:
    with work.completing() as session:
        audit.record(session, None, act, session.get_one(Job, work.job_id), at=work.now)


def test_a_job_gets_its_payload_and_moment_and_is_done_with_its_effect(
    database: Database, settings: Settings, as_job: Any
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
    database: Database, settings: Settings, as_job: Any
) -> None:
    ask(database, as_job(lambda _work: None))

    run_due(database, settings, now=NOW)

    assert only_job(database).state == "done"


def test_an_effect_that_fails_half_way_is_rolled_back_and_tried_again(
    database: Database, settings: Settings, as_job: Any
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
