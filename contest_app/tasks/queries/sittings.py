"""Reads of a teacher's sittings, always scoped to the teacher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import SchoolClass, Student
from contest_app.tasks.models import Attempt, Idea, Response, Sitting, SittingItem


class SittingCounts(NamedTuple):
    """A sitting with its class, and how far it has come."""

    sitting: Sitting
    items: int
    pupils: int
    begun: int
    submitted: int


class AnswerState(NamedTuple):
    """How far one pupil has come with one item; times are None where it has not happened."""

    student_id: UUID
    item_id: UUID
    due_at: datetime
    submitted_at: datetime | None
    ideas: int
    saved_at: datetime | None


def sittings_of(session: Session, teacher_id: UUID, limit: int = 100) -> list[SittingCounts]:
    """Return the newest sittings of a teacher's classes, the open ones first."""
    answers = select(func.count()).select_from(Response).join(Response.attempt)
    counts = (
        _count(select(func.count()).where(SittingItem.sitting_id == Sitting.id)),
        _count(select(func.count()).where(Student.class_id == Sitting.class_id, Student.left_at.is_(None))),
        _count(select(func.count()).where(Attempt.sitting_id == Sitting.id)),
        _count(answers.where(Attempt.sitting_id == Sitting.id, Response.submitted_at.is_not(None))),
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


def answer_states(session: Session, sitting_id: UUID) -> Sequence[AnswerState]:
    """Return how far each begun answer of a sitting has come, with its number of kept ideas."""
    kept = (Idea.response_id == Response.id) & Idea.removed_at.is_(None)
    query = (
        select(
            Attempt.student_id,
            Response.item_id,
            Response.due_at,
            Response.submitted_at,
            func.count(Idea.id),
            func.max(Idea.written_at),
        )
        .join(Response.attempt)
        .outerjoin(Idea, kept)
        .where(Attempt.sitting_id == sitting_id)
        .group_by(Attempt.student_id, Response.id)
    )
    return [AnswerState(*row) for row in session.execute(query)]


def _count(query: Select[int]) -> ColumnElement[int]:
    return query.correlate(Sitting).scalar_subquery()
