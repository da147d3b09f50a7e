"""Acts that make tasks accessible: a teacher grants a pupil support, a pupil takes a break and goes on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import Student, User
from contest_app.tasks.models import Accommodation, Response
from contest_app.tasks.queries import accommodations as queries
from contest_app.tasks.rules.accommodations import LONGEST_BREAK, NoBreak, PausedByTeacher, Support, breaks_left, due


def grant(session: Session, student: Student, support: Support, *, actor: User, now: datetime) -> None:
    """Grant a pupil support from now on, in running tasks too; nothing happens where it is granted already."""
    row = queries.accommodation_of(session, student.user_id)
    before = row.support if row else Support()
    if before == support:
        return
    if row is None:
        row = Accommodation(student_id=student.user_id)
        session.add(row)
    row.support, row.changed_at = support, now
    for response, seconds in queries.running_of(session, student.user_id):
        response.due_at = due(response.started_at, support.seconds(seconds), response.added_seconds)
    told = {"before": asdict(before), "after": asdict(support)}
    audit.record(session, actor, "accommodation.granted", student.user, at=now, **told)


def take_break(session: Session, response: Response, *, actor: User, now: datetime) -> None:
    """Stop the clock of the pupil's task; pressed twice, it is one break.

    Raises NoBreak.
    """
    if response.is_resting(now):
        return
    support = queries.support_of(session, actor.id)
    if response.submitted_at is not None or not breaks_left(support, response.breaks):
        raise NoBreak
    go_on(response, now)
    response.paused_at, response.paused_until = now, now + LONGEST_BREAK
    response.breaks += 1
    audit.record(session, actor, "response.paused", response, at=now)


def end_break(session: Session, response: Response, *, actor: User, now: datetime) -> None:
    """Let the clock of the pupil's task go on; it may have gone on by itself.

    Raises PausedByTeacher.
    """
    if response.paused_at is None:
        return
    if response.paused_until is None:
        raise PausedByTeacher
    go_on(response, now)
    audit.record(session, actor, "response.resumed", response, at=now)


def go_on(response: Response, now: datetime) -> None:
    """Add to the end of a task what its clock has stood still, and let it go on."""
    pause = response.pause
    if pause is not None:
        stood_still = pause.lasted(now)
        response.due_at += stood_still
        response.added_seconds += round(stood_still.total_seconds())
        response.paused_at = response.paused_until = None
