"""Reads of what pupils may practise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest_app.profiles.rules.levels import Aspect
from contest_app.profiles.rules.practice import Candidate
from contest_app.tasks.models import Attempt, Item, Response, Sitting, SittingItem
from contest_app.tasks.queries import items
from contest_app.tasks.rules.sittings import Mode


def candidates(session: Session, grade: int) -> list[Candidate]:
    """Return the bank's tasks for a grade."""
    return [
        Candidate(item.slug, item.title, Aspect(item.domain), Aspect(item.facet), item.seconds)
        for item in items.listed(session)
        if grade in item.grades
    ]


def met(session: Session, student_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return the tasks that each pupil has begun, in whatever version and sitting."""
    query = select(Attempt.student_id, Item.slug).join(Response, Response.attempt_id == Attempt.id)
    rows = session.execute(query.join(Item, Item.id == Response.item_id).where(Attempt.student_id.in_(student_ids)))
    found: dict[UUID, set[str]] = {}
    for student_id, slug in rows:
        found.setdefault(student_id, set()).add(slug)
    return found


def open_practice(session: Session, class_id: UUID, now: datetime) -> dict[str, UUID]:
    """Return the practice sittings of a class that are open now, by the tasks in them; the newest for each."""
    rows = session.execute(
        select(Item.slug, Sitting.id)
        .join(SittingItem, SittingItem.item_id == Item.id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            Sitting.class_id == class_id,
            Sitting.mode == Mode.PRACTICE.value,
            Sitting.closed_at.is_(None),
            Sitting.opens_at <= now,
            or_(Sitting.closes_at.is_(None), Sitting.closes_at > now),
        )
        .order_by(Sitting.opened_at, Sitting.id)
    )
    return {slug: sitting_id for slug, sitting_id in rows}  # noqa: C416 -- rows are no pairs to the checker
