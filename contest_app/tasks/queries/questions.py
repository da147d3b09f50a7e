"""Reads of what was asked of a person about the program's judgements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from contest_app.accounts.models import SchoolClass, User
from contest_app.tasks.models import Attempt, CareCase, Idea, Item, Question, QuestionAnswer, Response, Sitting
from contest_app.tasks.queries.pools import Question as Asked
from contest_app.tasks.rules.questions import Outcome

#: Of the answered questions a teacher sees the newest.
MOST_ANSWERED = 30

#: The keys of a response and of one of its ideas.
Key = tuple[UUID, UUID]


class Line(NamedTuple):
    """A question with what the teacher must know of it; ``text`` is that of the idea, None for a whole answer."""

    question: Question
    text: str | None
    pupil: str
    language: str
    item: Item
    sitting: Sitting
    school_class: SchoolClass


def of_response(session: Session, response_id: UUID) -> Sequence[Question]:
    """Return what was asked about a response, the oldest first, with the answers."""
    query = select(Question).where(Question.response_id == response_id).options(joinedload(Question.answer))
    return session.scalars(query.order_by(Question.asked_at, Question.id)).all()


def answered_for(session: Session, student_id: UUID, since: datetime) -> Sequence[Question]:
    """Return a pupil's questions that were answered since then, the newest answer first, with answer and item."""
    return session.scalars(
        select(Question)
        .join(Question.answer)
        .join(Question.response)
        .join(Response.attempt)
        .where(Attempt.student_id == student_id, QuestionAnswer.answered_at >= since)
        .order_by(QuestionAnswer.answered_at.desc(), Question.id)
        .options(
            contains_eager(Question.answer),
            contains_eager(Question.response).joinedload(Response.item),
            contains_eager(Question.response).contains_eager(Response.attempt).joinedload(Attempt.sitting),
        )
    ).all()


def waiting(session: Session, teacher_id: UUID) -> list[Line]:
    """Return the questions from a teacher's classes that wait for an answer, class by class, the oldest first."""
    query = _lines(teacher_id).where(~_is_answered())
    ordered = query.order_by(SchoolClass.grade, SchoolClass.letter, SchoolClass.id, Question.asked_at, Question.id)
    return [Line(*row) for row in session.execute(ordered)]


def answered(session: Session, teacher_id: UUID) -> list[Line]:
    """Return the newest questions from a teacher's classes that were answered, with the answers."""
    query = _lines(teacher_id).join(Question.answer).options(contains_eager(Question.answer))
    newest = query.order_by(QuestionAnswer.answered_at.desc(), Question.id).limit(MOST_ANSWERED)
    return [Line(*row) for row in session.execute(newest)]


def count_waiting(session: Session, teacher_id: UUID) -> int:
    """Return how many questions from a teacher's classes wait."""
    found = _lines(teacher_id).where(~_is_answered()).subquery()
    return session.scalars(select(func.count()).select_from(found)).one()


def line_of(session: Session, teacher_id: UUID, question_id: UUID) -> Line | None:
    """Return a question if it comes from one of this teacher's classes, with its answer and the response's ideas."""
    query = _lines(teacher_id).where(Question.id == question_id)
    row = session.execute(
        query.options(joinedload(Question.answer), joinedload(Question.response).selectinload(Response.ideas))
    ).one_or_none()
    return Line(*row) if row else None


def hold_response(session: Session, response_id: UUID) -> None:
    """Hold a response to the end of the transaction, so that questions about it and their answers take turns."""
    session.execute(select(Response.id).where(Response.id == response_id).with_for_update())


def let_count(session: Session, sitting_id: UUID, asked: Asked) -> dict[Key, str]:
    """Return the ideas to an item in a language of a sitting that a person has let count, and what was asked."""
    rows = session.execute(
        select(Question.response_id, Question.idea_id, Question.about)
        .join(Question.answer)
        .join(Question.response)
        .join(Response.attempt)
        .where(
            Attempt.sitting_id == sitting_id,
            Attempt.language == asked.language,
            Response.item_id == asked.item.id,
            QuestionAnswer.outcome == Outcome.COUNTS,
        )
    )
    return {(response_id, idea_id): about for response_id, idea_id, about in rows if idea_id is not None}


def _lines(teacher_id: UUID) -> Select[Question, str, str, str, Item, Sitting, SchoolClass]:
    """Select a teacher's questions; what somebody takes care of is for nobody else."""
    return (
        select(Question, Idea.text, User.display_name, Attempt.language, Item, Sitting, SchoolClass)
        .select_from(Question)
        .join(Question.response)
        .join(Response.attempt)
        .join(Attempt.sitting)
        .join(Sitting.school_class)
        .join(Response.item)
        .join(User, User.id == Attempt.student_id)
        .outerjoin(Idea, (Idea.response_id == Question.response_id) & (Idea.id == Question.idea_id))
        .where(SchoolClass.teacher_id == teacher_id, ~_is_cared_for())
    )


def _is_cared_for() -> ColumnElement[bool]:
    is_meant = or_(Question.idea_id.is_(None), CareCase.idea_id == Question.idea_id)
    return exists().where(CareCase.response_id == Question.response_id, is_meant)


def _is_answered() -> ColumnElement[bool]:
    return exists().where(QuestionAnswer.question_id == Question.id)
