"""Acts of a teacher on sittings: opening one for a class, and closing it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import SchoolClass, User
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import Sitting, SittingItem
from contest_app.tasks.rules.sittings import AlreadyClosed, Plan


def open_sitting(session: Session, school_class: SchoolClass, plan: Plan, *, actor: User, now: datetime) -> Sitting:
    """Open a sitting for a class of the acting teacher.

    Raises NothingToDo, TooManyItems, TooLong.
    """
    plan.check(school_class.grade)
    sitting = Sitting(class_id=school_class.id, mode=plan.mode.value, opened_at=now)
    sitting.items = [
        SittingItem(position=place, item_id=item.item_id, seconds=item.seconds)
        for place, item in enumerate(plan.items, start=1)
    ]
    session.add(sitting)
    audit.record(session, actor, "sitting.opened", sitting, at=now, mode=sitting.mode)
    return sitting


def close_sitting(session: Session, sitting: Sitting, *, actor: User, now: datetime) -> None:
    """Close a sitting and call for its scores of record.

    Raises AlreadyClosed.
    """
    if sitting.closed_at is not None:
        raise AlreadyClosed
    sitting.closed_at = now
    enqueue(
        session,
        "tasks.score_sitting",
        {"sitting_id": str(sitting.id)},
        now=now,
        unique_key=f"tasks.score_sitting:{sitting.id}",
    )
    audit.record(session, actor, "sitting.closed", sitting, at=now)
