"""Acts of care: a case is opened for each sign of distress, seen, and closed with a note by a responsible adult.

It is no diagnosis. The words are kept with the case alone, for the adult who is told; the audit names the case only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.tasks.models import CareCase, Idea
from contest_app.tasks.queries import care as queries
from contest_app.tasks.rules.care import CaseClosed


def open_cases(session: Session, sitting_id: UUID, language: str, ideas: Iterable[Idea], *, now: datetime) -> None:
    """Open a case for each idea that has none yet; the words are kept as they were found."""
    signs = {idea.id: idea for idea in ideas}
    known = queries.ideas_with_case(session, list(signs))
    school_id = queries.school_of(session, sitting_id) if signs else None
    for idea_id, idea in signs.items():
        if idea_id not in known:
            case = CareCase(
                school_id=school_id,
                response_id=idea.response_id,
                idea_id=idea_id,
                text=idea.text,
                language=language,
                opened_at=now,
            )
            session.add(case)
            audit.record(session, None, "care.opened", case, at=now)


def see_case(session: Session, case: CareCase, *, actor: User, now: datetime) -> None:
    """Note that a responsible adult has read a case; the first time counts. Raises CaseClosed."""
    if case.closed_at is not None:
        raise CaseClosed
    if case.seen_at is None:
        case.seen_at, case.seen_by_id = now, actor.id
        audit.record(session, actor, "care.seen", case, at=now)


def close_case(session: Session, case: CareCase, note: str, *, actor: User, now: datetime) -> None:
    """Close a case with a note on what was done; closing says that it was read, too. Raises CaseClosed."""
    see_case(session, case, actor=actor, now=now)
    case.closed_at, case.closed_by_id, case.note = now, actor.id, note
    audit.record(session, actor, "care.closed", case, at=now)
