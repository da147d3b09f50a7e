"""A pupil of the demo at work: a sitting is opened, a task begun, and an answer written as a browser sends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass, Student
from contest_app.demo.answers import operations
from contest_app.demo.people import People
from contest_app.tasks.models import Item, Response, Sitting
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries import items as items_queries
from contest_app.tasks.rules.sittings import Mode, Plan, PlannedItem
from contest_app.tasks.services import answering, sittings


def members(people: People, school_class: SchoolClass) -> Iterator[tuple[str, Student]]:
    """Return the pupils of a class with their keys."""
    return ((key, student) for key, student in people.students.items() if student.class_id == school_class.id)


def open_sitting(
    session: Session, people: People, school_class: SchoolClass, slugs: Sequence[str], mode: Mode, now: datetime
) -> Sitting:
    """Open a sitting with these items, each for its own time, by the teacher of the class."""
    items = [_item(session, slug) for slug in slugs]
    plan = Plan(mode=mode, items=tuple(PlannedItem(item.id, item.seconds) for item in items))
    sitting = sittings.open_sitting(session, school_class, plan, actor=people.teacher_of(school_class), now=now)
    session.flush()  # attempts refer to the sitting by key
    return sitting


def begin(session: Session, student: Student, sitting: Sitting, language: str, now: datetime) -> Response:
    """Start the pupil's next task."""
    started = answering.start_next(session, student, sitting.id, language=language, actor=student.user, now=now)
    session.flush()  # the response is read back with all that its changes need
    response = queries.response_to_change(session, student.user_id, started.id) if started else None
    if response is None:
        raise LookupError(f"nothing left to answer in sitting {sitting.id}")
    # A browser's next request has a session of its own, which knows of this task.
    session.expire(response.attempt, ["responses"])
    return response


def write(session: Session, response: Response, answer: Any, until: datetime) -> None:
    """Write an answer step by step, evenly from the start of the task up to ``until``."""
    sent = operations(response, answer)
    pace = (until - response.started_at) / max(1, len(sent))
    for step, operation in enumerate(sent, start=1):
        answering.take(session, response, [operation], now=response.started_at + pace * step)


def _item(session: Session, slug: str) -> Item:
    item = items_queries.newest(session, slug)
    if item is None:
        raise LookupError(f"the item bank has no {slug}")
    return item
