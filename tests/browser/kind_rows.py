"""The keys of what the class with every kind of task has handed in and is writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass
from contest_app.tasks.kinds import KINDS
from contest_app.tasks.models import Attempt, Idea, Item, Response, Sitting

GRADE: Final = 8

Found = Select[Response, UUID]


def leave_time(session: Session, now: datetime) -> None:
    """Put off the end for all who are writing: a page hands in by itself when the time is over."""
    for response, _ in session.execute(_of_class().where(Response.submitted_at.is_(None))):
        response.due_at = now + timedelta(hours=1)


def keys_of_kinds(session: Session) -> dict[str, UUID]:
    """Return for each kind who is writing what, and who has handed in what; and the sittings that are over."""
    found: dict[str, UUID] = {}
    for kind in KINDS:
        writing = _one(session, _of_kind(kind).where(Response.submitted_at.is_(None)))
        done = _one(session, _of_kind(kind).where(Sitting.closed_at.is_not(None)))
        found |= {f"writing_{kind}": writing[0].id, f"writer_{kind}": writing[1]}
        found |= {f"done_{kind}": done[0].id, f"doer_{kind}": done[1]}
    return found | dict(_sittings(session))


def _of_class() -> Found:
    statement = select(Response, Attempt.student_id).join(Response.attempt).join(Attempt.sitting)
    return statement.join(SchoolClass, SchoolClass.id == Sitting.class_id).where(SchoolClass.grade == GRADE)


def _of_kind(kind: str) -> Found:
    """Return the responses to items of a kind, those in English last, and those with the most in them first."""
    ideas = select(func.count()).where(Idea.response_id == Response.id).scalar_subquery()
    return (
        _of_class()
        .join(Response.item)
        .where(Item.kind == kind)
        .order_by(Attempt.language == "en", ideas.desc(), Attempt.language, Response.started_at, Response.id)
    )


def _one(session: Session, statement: Found) -> Row[Response, UUID]:
    found = session.execute(statement).first()
    if found is None:
        raise LookupError(f"the demo has no row for {statement}")
    return found


def _sittings(session: Session) -> Iterator[tuple[str, UUID]]:
    """Go through the sittings in which somebody has begun an item of a kind."""
    begun = _of_class().join(Response.item).with_only_columns(Item.kind, Sitting.id, Sitting.closed_at).distinct()
    for kind, sitting_id, closed_at in session.execute(begun):
        yield f"{'running' if closed_at is None else 'over'}_{kind}", sitting_id
