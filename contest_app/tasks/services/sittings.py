"""Acts of a teacher on sittings: opening one for classes, moving its window, and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import SchoolClass, User
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import Sitting, SittingItem
from contest_app.tasks.queries import sittings as queries
from contest_app.tasks.rules.answering import GRACE
from contest_app.tasks.rules.sittings import AlreadyClosed, NoClass, Plan, Window
from contest_app.tasks.services.live import let_go_on

#: How often a sitting whose window is over is looked at while its clocks stand still.
WHILE_PAUSED: Final = timedelta(minutes=1)


def open_sittings(
    session: Session, plans: Sequence[tuple[SchoolClass, Plan]], *, actor: User, now: datetime
) -> list[Sitting]:
    """Open sittings for classes of the acting teacher: all of them, or none.

    Raises NoClass, NothingToDo, TooManyItems, TooLong, WindowEmpty.
    """
    if not plans:
        raise NoClass
    return [open_sitting(session, school_class, plan, actor=actor, now=now) for school_class, plan in plans]


def open_sitting(session: Session, school_class: SchoolClass, plan: Plan, *, actor: User, now: datetime) -> Sitting:
    """Open a sitting for a class of the acting teacher.

    Raises NothingToDo, TooManyItems, TooLong, WindowEmpty.
    """
    plan.check(school_class.grade)
    plan.window.check(now)
    sitting = Sitting(
        class_id=school_class.id,
        mode=plan.mode.value,
        shown=plan.shown.value,
        form_slug=plan.form.slug if plan.form else None,
        form_version=plan.form.version if plan.form else None,
        form_part=plan.form.number if plan.form else None,
        opened_at=now,
    )
    sitting.items = [
        SittingItem(position=place, item_id=item.item_id, seconds=item.seconds)
        for place, item in enumerate(plan.items, start=1)
    ]
    session.add(sitting)
    _put_window(session, sitting, plan.window, now)
    form = {"form": plan.form.slug, "part": plan.form.number} if plan.form else {}
    audit.record(session, actor, "sitting.opened", sitting, at=now, mode=sitting.mode, **form)
    return sitting


def move_window(session: Session, sitting: Sitting, window: Window, *, actor: User, now: datetime) -> None:
    """Let a sitting that is not closed begin and end at other times.

    Raises AlreadyClosed, WindowEmpty.
    """
    if sitting.closed_at is not None:
        raise AlreadyClosed
    window.check(now)
    before = [_told(sitting.opens_at), _told(sitting.closes_at)]
    _put_window(session, sitting, window, now)
    after = [_told(sitting.opens_at), _told(sitting.closes_at)]
    audit.record(session, actor, "sitting.window_moved", sitting, at=now, before=before, after=after)


def close_sitting(session: Session, sitting: Sitting, *, actor: User, now: datetime) -> None:
    """Close a sitting and call for its scores of record.

    Raises AlreadyClosed.
    """
    if sitting.closed_at is not None:
        raise AlreadyClosed
    _close(session, sitting, actor, now)


def close_if_over(session: Session, sitting_id: UUID, *, now: datetime) -> None:
    """Close a sitting whose window is over and whose last clock has run out; one that still runs is looked at later.

    Tasks that are begun in the window keep their whole time.
    """
    sitting = queries.sitting_to_close(session, sitting_id)
    if sitting is None or sitting.closes_at is None:
        return
    last_due = queries.last_due(session, sitting_id)
    over_at = max(sitting.closes_at, last_due + GRACE) if last_due else sitting.closes_at
    if sitting.paused_at is not None:
        over_at = max(over_at, now + WHILE_PAUSED)
    if over_at > now:
        _look_again(session, sitting, over_at, now)
    else:
        _close(session, sitting, None, now)


def _put_window(session: Session, sitting: Sitting, window: Window, now: datetime) -> None:
    sitting.opens_at = window.opens_at or now
    sitting.closes_at = window.closes_at
    if window.closes_at is not None:
        _look_again(session, sitting, window.closes_at, now)


def _look_again(session: Session, sitting: Sitting, at: datetime, now: datetime) -> None:
    payload, key = {"sitting_id": str(sitting.id)}, f"tasks.close_sitting:{sitting.id}"
    enqueue(session, "tasks.close_sitting", payload, now=now, run_at=at, unique_key=key)


def _close(session: Session, sitting: Sitting, actor: User | None, now: datetime) -> None:
    if sitting.paused_at is not None:
        let_go_on(session, sitting, now)
    sitting.closed_at = now
    enqueue(
        session,
        "tasks.score_sitting",
        {"sitting_id": str(sitting.id)},
        now=now,
        unique_key=f"tasks.score_sitting:{sitting.id}",
    )
    audit.record(session, actor, "sitting.closed", sitting, at=now)


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
