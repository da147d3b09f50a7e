"""Reads of the paper way: sheets of a teacher's sittings, and the answers that pupils have there."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import SchoolClass, Student
from contest_app.tasks.models import Attempt, Idea, PaperSheet, Response, Sitting


class Answered(NamedTuple):
    """The answer that counts of a pupil to an item, and how many ideas it holds."""

    response: Response
    ideas: int


def sheet_by_code(session: Session, teacher_id: UUID, code: str) -> PaperSheet | None:
    """Return the sheet with a code, if it is of one of this teacher's sittings."""
    return session.scalar(
        select(PaperSheet)
        .join(Sitting, Sitting.id == PaperSheet.sitting_id)
        .join(Sitting.school_class)
        .where(PaperSheet.code == code, SchoolClass.teacher_id == teacher_id)
    )


def sheets_of(session: Session, sitting_id: UUID) -> dict[tuple[UUID, UUID], PaperSheet]:
    """Return the sheets of a sitting by the keys of pupil and item."""
    rows = session.scalars(select(PaperSheet).where(PaperSheet.sitting_id == sitting_id))
    return {(sheet.student_id, sheet.item_id): sheet for sheet in rows}


def languages_in(session: Session, sitting_id: UUID) -> dict[UUID, str]:
    """Return by pupil the language of those who have begun."""
    rows = session.execute(select(Attempt.student_id, Attempt.language).where(Attempt.sitting_id == sitting_id))
    return {student_id: language for student_id, language in rows}  # noqa: C416 -- rows are no pairs to the checker


def answers_in(session: Session, sitting_id: UUID) -> dict[tuple[UUID, UUID], Answered]:
    """Return the answers of a sitting that count, by the keys of pupil and item."""
    kept = select(func.count()).where(Idea.response_id == Response.id, Idea.removed_at.is_(None))
    rows = session.execute(
        select(Attempt.student_id, Response, kept.correlate(Response).scalar_subquery())
        .join(Response.attempt)
        .where(Attempt.sitting_id == sitting_id, Response.superseded_at.is_(None))
    )
    return {(student_id, response.item_id): Answered(response, ideas) for student_id, response, ideas in rows}


def attempt_of(session: Session, sitting_id: UUID, student_id: UUID) -> Attempt | None:
    """Return a pupil's part in a sitting."""
    return session.scalar(select(Attempt).where(Attempt.sitting_id == sitting_id, Attempt.student_id == student_id))


def current(session: Session, sitting_id: UUID, student_id: UUID, item_id: UUID) -> Response | None:
    """Return the answer that counts of a pupil to an item, with its ideas, item, and person."""
    return session.scalar(
        select(Response)
        .join(Response.attempt)
        .where(
            Attempt.sitting_id == sitting_id,
            Attempt.student_id == student_id,
            Response.item_id == item_id,
            Response.superseded_at.is_(None),
        )
        .options(
            selectinload(Response.ideas),
            joinedload(Response.item),
            joinedload(Response.attempt).joinedload(Attempt.student).joinedload(Student.user),
        )
        .execution_options(populate_existing=True)
    )
