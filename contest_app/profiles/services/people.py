"""Reckoning what people say of pupils' works when raters settle one. Only ``profiles/jobs.py`` imports this."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.profiles.models import PeopleEstimate, PeopleRun
from contest_app.profiles.queries import evidence, rated
from contest_app.profiles.rules.people import VERSION, Measure, people_levels
from contest_app.scoring.versions import digest_of


def estimate_author(session: Session, response_id: UUID, *, now: datetime) -> None:
    """Add a run for the pupil whose work was settled, unless it would say the same."""
    student_id = rated.student_of(session, response_id)
    if student_id is not None:
        _estimate(session, [student_id], now)


def estimate_takers(session: Session, sitting_id: UUID, *, now: datetime) -> None:
    """Add a run for everyone who took part in a sitting, unless it would say the same."""
    _estimate(session, evidence.takers(session, sitting_id), now)


def _estimate(session: Session, student_ids: Collection[UUID], now: datetime) -> None:
    measures = rated.measures_of(session, student_ids)
    newest = rated.newest_runs(session, student_ids)
    for student_id in student_ids:
        run = _run(student_id, measures.get(student_id, []), now)
        before = newest.get(student_id)
        told = (before.version, before.input_hash) if before else (VERSION, digest_of(rows=[]))
        if (run.version, run.input_hash) != told:
            session.add(run)


def _run(student_id: UUID, measures: Sequence[Measure], now: datetime) -> PeopleRun:
    rows = [(str(one.response_id), 0, f"{one.total.value:.6f} {one.total.standard_error:.6f}") for one in measures]
    run = PeopleRun(student_id=student_id, version=VERSION, input_hash=digest_of(rows=rows), created_at=now)
    run.estimates = [
        PeopleEstimate(
            aspect=aspect.value,
            value=level.place.value,
            standard_error=level.place.standard_error,
            tasks=level.tasks,
        )
        for aspect, level in people_levels(measures).items()
    ]
    return run
