"""Reads of a teacher's sittings, always scoped to the teacher."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import SchoolClass, Student
from contest_app.tasks.models import Attempt, Response, Sitting, SittingItem

#: Earlier tries of a practice do not count.
CURRENT: Final = Response.superseded_at.is_(None)


class SittingCounts(NamedTuple):
    """A sitting with its class, and how far it has come."""

    sitting: Sitting
    items: int
    pupils: int
    begun: int
    submitted: int


def sittings_of(session: Session, teacher_id: UUID, limit: int = 100) -> list[SittingCounts]:
    """Return the newest sittings of a teacher's classes, the open ones first."""
    answers = select(func.count()).select_from(Response).join(Response.attempt)
    counts = (
        _count(select(func.count()).where(SittingItem.sitting_id == Sitting.id)),
        _count(select(func.count()).where(Student.class_id == Sitting.class_id, Student.left_at.is_(None))),
        _count(select(func.count()).where(Attempt.sitting_id == Sitting.id)),
        _count(answers.where(Attempt.sitting_id == Sitting.id, Response.submitted_at.is_not(None), CURRENT)),
    )
    rows = session.execute(
        select(Sitting, *counts)
        .join(Sitting.school_class)
        .where(SchoolClass.teacher_id == teacher_id)
        .order_by(Sitting.closed_at.is_not(None), Sitting.opened_at.desc(), Sitting.id)
        .limit(limit)
        .options(joinedload(Sitting.school_class))
    )
    return [SittingCounts(*row) for row in rows]


def sitting_of(session: Session, teacher_id: UUID, sitting_id: UUID) -> Sitting | None:
    """Return a sitting if it is of one of this teacher's classes, with its class and items."""
    return session.scalar(
        select(Sitting)
        .join(Sitting.school_class)
        .where(Sitting.id == sitting_id, SchoolClass.teacher_id == teacher_id)
        .options(joinedload(Sitting.school_class), selectinload(Sitting.items).joinedload(SittingItem.item))
    )


def sitting_to_close(session: Session, sitting_id: UUID) -> Sitting | None:
    """Return a sitting that is not closed, held so that it is closed once."""
    query = select(Sitting).where(Sitting.id == sitting_id, Sitting.closed_at.is_(None))
    return session.scalar(query.with_for_update(of=Sitting))


def last_due(session: Session, sitting_id: UUID) -> datetime | None:
    """Return when the last clock of a sitting runs out, of answers that are not handed in; None if there is none."""
    query = select(func.max(Response.due_at)).join(Response.attempt)
    return session.scalar(query.where(Attempt.sitting_id == sitting_id, Response.submitted_at.is_(None)))


def _count(query: Select[int]) -> ColumnElement[int]:
    return query.correlate(Sitting).scalar_subquery()
