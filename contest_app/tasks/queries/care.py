"""Reads of cases of possible distress, scoped to the adult who answers for the school's pupils."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import School, SchoolCarer, SchoolClass, Student, User
from contest_app.roles import Role
from contest_app.tasks.models import Attempt, CareCase, Item, Response, Sitting

#: Open cases are all listed, closed ones as far as they are recent.
MOST_CLOSED = 50


class CaseLine(NamedTuple):
    """A case with what the adult must know: who wrote it, where and when."""

    case: CareCase
    pupil: str
    school_class: SchoolClass
    school: School
    item: Item
    opened_at: datetime


class Told(NamedTuple):
    """To whom the cases of a sitting went: the named adult, or None for the administrator."""

    carer: str | None


def cases_for(session: Session, reader: User, *, is_closed: bool = False) -> list[CaseLine]:
    """Return the open (or the closed) cases that are this reader's, the newest first.

    Those of the schools that name the reader; an administrator has those of schools that name nobody.
    ``reader.grants`` must be loaded.
    """
    query = (
        select(CareCase, User.display_name, SchoolClass, School, Item, Sitting.opened_at)
        .join(Response, Response.id == CareCase.response_id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Student, Student.user_id == Attempt.student_id)
        .join(User, User.id == Student.user_id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(SchoolClass, SchoolClass.id == Sitting.class_id)
        .join(School, School.id == CareCase.school_id)
        .join(Item, Item.id == Response.item_id)
        .where(_is_of(reader))
        .order_by(CareCase.opened_at.desc(), CareCase.id)
    )
    if is_closed:
        query = query.where(CareCase.closed_at.is_not(None)).limit(MOST_CLOSED)
    else:
        query = query.where(CareCase.closed_at.is_(None))
    return [CaseLine(*row) for row in session.execute(query)]


def case_to_change(session: Session, reader: User, case_id: UUID) -> CareCase | None:
    """Return a case if it is this reader's, held to the end of the transaction."""
    return session.scalar(select(CareCase).where(CareCase.id == case_id, _is_of(reader)).with_for_update())


def ideas_with_case(session: Session, idea_ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the ideas for which a case was opened."""
    return set(session.scalars(select(CareCase.idea_id).where(CareCase.idea_id.in_(idea_ids))))


def ideas_of_response_with_case(session: Session, response_id: UUID) -> set[UUID]:
    """Return the ideas of a response for which a case was opened."""
    return set(session.scalars(select(CareCase.idea_id).where(CareCase.response_id == response_id)))


def school_of(session: Session, sitting_id: UUID) -> UUID:
    """Return the school of a sitting's class."""
    query = select(SchoolClass.school_id).join(Sitting, Sitting.class_id == SchoolClass.id)
    return session.scalars(query.where(Sitting.id == sitting_id)).one()


def told_about(session: Session, sitting_id: UUID) -> Told | None:
    """Return who was told of signs of distress in a sitting's answers; None where there were none."""
    count = session.scalar(
        select(func.count(CareCase.id))
        .join(Response, Response.id == CareCase.response_id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.sitting_id == sitting_id)
    )
    if not count:
        return None
    named = _named().where(SchoolCarer.school_id == school_of(session, sitting_id))
    return Told(session.scalar(named.with_only_columns(User.display_name)))


def _named() -> Select[UUID]:
    """Select the schools that name somebody who can sign in."""
    return select(SchoolCarer.school_id).join(SchoolCarer.user).where(User.disabled_at.is_(None))


def _is_of(reader: User) -> ColumnElement[bool]:
    own = CareCase.school_id.in_(select(SchoolCarer.school_id).where(SchoolCarer.user_id == reader.id))
    if Role.ADMINISTRATOR in reader.roles:
        return or_(own, CareCase.school_id.not_in(_named()))
    return own
