"""Reads of pupils' works that people have rated, and of what they add up to."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_app.profiles.models import PeopleRun
from contest_app.profiles.queries.evidence import COUNTS
from contest_app.profiles.rules.levels import Aspect
from contest_app.profiles.rules.people import Measure
from contest_app.ratings.queries.people import PEOPLE_KINDS, people_scores
from contest_app.scoring.estimate import Estimate
from contest_app.tasks.models import Attempt, Item, Response, Sitting


def student_of(session: Session, response_id: UUID) -> UUID | None:
    """Return whose a response is."""
    return session.scalar(select(Attempt.student_id).join(Attempt.responses).where(Response.id == response_id))


def measures_of(session: Session, student_ids: Collection[UUID]) -> dict[UUID, list[Measure]]:
    """Return what raters say of pupils' works in closed assessments, by pupil, in the order of closing.

    A task counts in the sitting where the pupil first met it.
    """
    rows = session.execute(
        select(Attempt.student_id, Response.id, Item.slug, Item.domain)
        .join(Response, Response.attempt_id == Attempt.id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(Item, Item.id == Response.item_id)
        .where(Attempt.student_id.in_(student_ids), Item.kind.in_(PEOPLE_KINDS))
        .where(Response.submitted_at.is_not(None), Response.superseded_at.is_(None), *COUNTS)
        .order_by(Sitting.closed_at, Sitting.id, Item.slug)
    )
    first: dict[tuple[UUID, str], tuple[UUID, str]] = {}
    for student_id, response_id, slug, domain in rows:
        first.setdefault((student_id, slug), (response_id, domain))
    scores = people_scores(session, [response_id for response_id, _ in first.values()])
    found: dict[UUID, list[Measure]] = {}
    for (student_id, _), (response_id, domain) in first.items():
        score = scores.get(response_id)
        if score and score.total is not None and score.standard_error is not None:
            total = Estimate(score.total, score.standard_error)
            found.setdefault(student_id, []).append(Measure(response_id, Aspect(domain), total))
    return found


def newest_runs(session: Session, student_ids: Collection[UUID]) -> dict[UUID, PeopleRun]:
    """Return each pupil's newest run with its estimates."""
    rows = session.scalars(
        select(PeopleRun)
        .where(PeopleRun.student_id.in_(student_ids))
        .order_by(PeopleRun.created_at, PeopleRun.id)
        .options(selectinload(PeopleRun.estimates))
    )
    return {run.student_id: run for run in rows}
