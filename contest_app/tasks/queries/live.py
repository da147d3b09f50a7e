"""Reads of a class at work: how far everybody has come, without scores and texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest_app.tasks.models import Attempt, Idea, Response, Sitting
from contest_app.tasks.rules.accommodations import Pause
from contest_app.tasks.rules.live import Help, TaskFacts


class PupilFacts(NamedTuple):
    """How far one pupil has come with each task that is begun, and a call for help."""

    tasks: list[TaskFacts]
    help: Help


def facts_of(session: Session, sitting_id: UUID) -> dict[UUID, PupilFacts]:
    """Return by pupil how far everybody has come who has joined; earlier tries of a practice aside."""
    kept = (Idea.response_id == Response.id) & Idea.removed_at.is_(None)
    query = (
        select(
            Attempt.student_id,
            Attempt.help_called_at,
            Attempt.help_answered_at,
            Response.due_at,
            Response.submitted_at,
            Response.paused_at,
            Response.paused_until,
            Response.contact_at,
            func.max(Idea.written_at).label("saved_at"),
            func.count(Idea.id).label("ideas"),
        )
        .join(Response.attempt)
        .outerjoin(Idea, kept)
        .where(Attempt.sitting_id == sitting_id, Response.superseded_at.is_(None))
        .group_by(Attempt.id, Response.id)
        .order_by(Response.started_at)
    )
    tasks: defaultdict[UUID, list[TaskFacts]] = defaultdict(list)
    calls: dict[UUID, Help] = {}
    for row in session.execute(query):
        pause = Pause(row.paused_at, row.paused_until) if row.paused_at else None
        facts = TaskFacts(row.due_at, row.submitted_at, pause, row.contact_at, row.saved_at, row.ideas)
        tasks[row.student_id].append(facts)
        calls[row.student_id] = Help(row.help_called_at, row.help_answered_at)
    return {student_id: PupilFacts(found, calls[student_id]) for student_id, found in tasks.items()}


def sitting_to_steer(session: Session, sitting: Sitting) -> None:
    """Hold a sitting, so that two presses of its buttons take turns."""
    session.refresh(sitting, attribute_names=["paused_at", "closed_at"], with_for_update=True)


def running_in(session: Session, sitting_id: UUID, student_id: UUID | None = None) -> Sequence[Response]:
    """Return the running tasks of a sitting, of one pupil or of all, held so that their clocks are moved once."""
    query = (
        select(Response)
        .join(Response.attempt)
        .where(Attempt.sitting_id == sitting_id, Response.submitted_at.is_(None))
        .order_by(Response.id)
        .with_for_update(of=Response)
    )
    if student_id is not None:
        query = query.where(Attempt.student_id == student_id)
    return session.scalars(query).all()


def attempt_in(session: Session, sitting_id: UUID, student_id: UUID) -> Attempt | None:
    """Return a pupil's part in a sitting, held."""
    query = select(Attempt).where(Attempt.sitting_id == sitting_id, Attempt.student_id == student_id)
    return session.scalar(query.with_for_update(of=Attempt))


def response_heard_of(session: Session, student_id: UUID, response_id: UUID) -> Response | None:
    """Return a pupil's response with its part in the sitting, for a page that asks how its clock stands."""
    query = select(Response).join(Response.attempt).options(joinedload(Response.attempt))
    return session.scalar(query.where(Response.id == response_id, Attempt.student_id == student_id))
