"""Reads of what pupils are granted, and of the tasks whose clock it moves."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.accounts.models import Student
from contest_app.tasks.models import Accommodation, Attempt, Response, SittingItem
from contest_app.tasks.rules.accommodations import Support


class Running(NamedTuple):
    """A task that is begun and not handed in, and the seconds that everybody has for it."""

    response: Response
    seconds: int


def accommodation_of(session: Session, student_id: UUID) -> Accommodation | None:
    """Return what a pupil is granted."""
    return session.get(Accommodation, student_id)


def support_of(session: Session, student_id: UUID) -> Support:
    """Return what a pupil is granted; nothing where nothing was ever set."""
    found = accommodation_of(session, student_id)
    return found.support if found else Support()


def supports_in(session: Session, class_id: UUID) -> dict[UUID, Support]:
    """Return by pupil what the pupils of a class are granted; absent where nothing was ever set."""
    query = select(Accommodation).join(Student, Student.user_id == Accommodation.student_id)
    rows = session.scalars(query.where(Student.class_id == class_id))
    return {row.student_id: row.support for row in rows}


def running_of(session: Session, student_id: UUID) -> list[Running]:
    """Return a pupil's running tasks, held so that their clocks are moved once."""
    query = (
        select(Response, SittingItem.seconds)
        .join(Response.attempt)
        .join(SittingItem, (SittingItem.sitting_id == Attempt.sitting_id) & (SittingItem.item_id == Response.item_id))
        .where(Attempt.student_id == student_id, Response.submitted_at.is_(None))
        .with_for_update(of=Response)
    )
    return [Running(*row) for row in session.execute(query)]
