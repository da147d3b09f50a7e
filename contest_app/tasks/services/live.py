"""Acts while a class writes: pausing it, giving more time, a pupil's call for help, a page's word of presence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.tasks.models import Attempt, Response, Sitting
from contest_app.tasks.queries import live as queries
from contest_app.tasks.rules.live import extended, needs_writing_down
from contest_app.tasks.rules.sittings import AlreadyClosed
from contest_app.tasks.services.accommodations import go_on


def pause(session: Session, sitting: Sitting, *, actor: User, now: datetime) -> None:
    """Stop all running clocks of a sitting until they are let go on; pressed twice, it is one pause.

    Raises AlreadyClosed.
    """
    queries.sitting_to_steer(session, sitting)
    _check_not_closed(sitting)
    if sitting.paused_at is not None:
        return
    sitting.paused_at = now
    for response in queries.running_in(session, sitting.id):
        go_on(response, now)
        response.paused_at = now
    audit.record(session, actor, "sitting.paused", sitting, at=now)


def resume(session: Session, sitting: Sitting, *, actor: User, now: datetime) -> None:
    """Let all clocks of a sitting go on.

    Raises AlreadyClosed.
    """
    queries.sitting_to_steer(session, sitting)
    _check_not_closed(sitting)
    if sitting.paused_at is None:
        return
    let_go_on(session, sitting, now)
    audit.record(session, actor, "sitting.resumed", sitting, at=now)


def let_go_on(session: Session, sitting: Sitting, now: datetime) -> None:
    """Let all clocks of a sitting go on that stand still."""
    sitting.paused_at = None
    for response in queries.running_in(session, sitting.id):
        go_on(response, now)


def extend(
    session: Session, sitting: Sitting, minutes: int, *, student_id: UUID | None, actor: User, now: datetime
) -> int:
    """Give the running tasks of a sitting more minutes, of one pupil or (None) of all; return how many tasks.

    Raises AlreadyClosed.
    """
    _check_not_closed(sitting)
    running = queries.running_in(session, sitting.id, student_id)
    for response in running:
        later = extended(response.due_at, minutes, now)
        response.added_seconds += round((later - response.due_at).total_seconds())
        response.due_at = later
        audit.record(session, actor, "response.extended", response, at=now, minutes=minutes)
    return len(running)


def call_teacher(session: Session, response: Response, *, actor: User, now: datetime) -> None:
    """Tell the teacher that the pupil needs help; a call that waits is one call."""
    attempt = response.attempt
    if not attempt.help.is_called:
        attempt.help_called_at = now
        audit.record(session, actor, "attempt.help_called", attempt, at=now)


def answer_call(session: Session, attempt: Attempt, *, actor: User, now: datetime) -> None:
    """Tell the pupil that the teacher has seen the call."""
    if attempt.help.is_called:
        attempt.help_answered_at = now
        audit.record(session, actor, "attempt.help_answered", attempt, at=now)


def note_contact(response: Response, *, now: datetime) -> None:
    """Write down that the page of a task was heard of; a word now and then, not every one."""
    if needs_writing_down(response.contact_at, now):
        response.contact_at = now


def _check_not_closed(sitting: Sitting) -> None:
    if sitting.closed_at is not None:
        raise AlreadyClosed
