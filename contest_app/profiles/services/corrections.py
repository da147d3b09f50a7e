"""Acts of guardians and teachers on requests for correction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import Student, User
from contest_app.profiles.models import CorrectionAnswer, CorrectionRequest
from contest_app.profiles.queries import corrections as queries
from contest_app.profiles.rules.corrections import MOST_WAITING, AlreadyAnswered, TooManyRequests


def ask(session: Session, student: Student, text: str, *, actor: User, now: datetime) -> CorrectionRequest:
    """Keep a guardian's request about a child, for the teacher of the child's class.

    Raises TooManyRequests.
    """
    if queries.waiting_of(session, actor.id, student.user_id) >= MOST_WAITING:
        raise TooManyRequests
    request = CorrectionRequest(student_id=student.user_id, asked_by_id=actor.id, text=text, asked_at=now)
    session.add(request)
    audit.record(session, actor, "correction.asked", request, at=now)
    return request


def answer(session: Session, request: CorrectionRequest, text: str, *, actor: User, now: datetime) -> None:
    """Keep the teacher's answer to a request, once.

    Raises AlreadyAnswered.
    """
    if request.answer is not None:
        raise AlreadyAnswered
    request.answer = CorrectionAnswer(answered_by_id=actor.id, text=text, answered_at=now)
    audit.record(session, actor, "correction.answered", request, at=now)
