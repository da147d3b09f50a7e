"""Reads of drawings: the strokes of responses, and photographs of paper sheets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, selectinload

from contest_app.accounts.models import Student
from contest_app.tasks.models import Attempt, Photo, Response, Sitting, Stroke


def strokes_of(session: Session, response_id: UUID) -> Sequence[Stroke]:
    """Return the strokes that stand, in the order of drawing."""
    query = select(Stroke).where(Stroke.response_id == response_id, Stroke.removed_at.is_(None))
    return session.scalars(query.order_by(Stroke.position, Stroke.id)).all()


def all_strokes(session: Session, response_id: UUID) -> Sequence[Stroke]:
    """Return every stroke of a response, removed ones too, without its lines."""
    query = select(Stroke).where(Stroke.response_id == response_id)
    return session.scalars(query.options(defer(Stroke.data, raiseload=True))).all()


def strokes_of_each(session: Session, response_ids: Collection[UUID]) -> dict[UUID, list[Stroke]]:
    """Return for each response its strokes that stand, in the order of drawing."""
    query = select(Stroke).where(Stroke.response_id.in_(response_ids), Stroke.removed_at.is_(None))
    found: dict[UUID, list[Stroke]] = {response_id: [] for response_id in response_ids}
    for stroke in session.scalars(query.order_by(Stroke.position, Stroke.id)):
        found[stroke.response_id].append(stroke)
    return found


def photo_of(session: Session, response_id: UUID) -> Photo | None:
    """Return the photograph of a response's paper sheet, without its bytes."""
    query = select(Photo).where(Photo.response_id == response_id)
    return session.scalar(query.options(defer(Photo.data, raiseload=True)))


def with_photo(session: Session, response_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Return those of the responses that have a photograph, and whether it came late."""
    rows = session.execute(select(Photo.response_id, Photo.is_late).where(Photo.response_id.in_(response_ids)))
    return {response_id: is_late for response_id, is_late in rows}  # noqa: C416 -- rows are no pairs to the checker


def own_photo(session: Session, student_id: UUID, response_id: UUID) -> Photo | None:
    """Return the photograph of a pupil's own response."""
    return session.scalar(
        select(Photo)
        .join(Response, Response.id == Photo.response_id)
        .join(Response.attempt)
        .where(Photo.response_id == response_id, Attempt.student_id == student_id)
    )


def response_in(session: Session, sitting: Sitting, response_id: UUID) -> Response | None:
    """Return a response in a sitting with its item, its ideas and its pupil."""
    return session.scalar(
        select(Response)
        .join(Response.attempt)
        .where(Response.id == response_id, Attempt.sitting_id == sitting.id)
        .options(
            contains_eager(Response.attempt).joinedload(Attempt.student).joinedload(Student.user),
            joinedload(Response.item),
            selectinload(Response.ideas),
        )
    )


def student_of(session: Session, sitting: Sitting, response_id: UUID) -> UUID | None:
    """Return the key of the pupil whose response in a sitting it is."""
    query = select(Attempt.student_id).join(Response, Response.attempt_id == Attempt.id)
    return session.scalar(query.where(Response.id == response_id, Attempt.sitting_id == sitting.id))


def photo_in(session: Session, sitting: Sitting, response_id: UUID) -> Photo | None:
    """Return the photograph of a response in a sitting."""
    return session.scalar(
        select(Photo)
        .join(Response, Response.id == Photo.response_id)
        .join(Response.attempt)
        .where(Photo.response_id == response_id, Attempt.sitting_id == sitting.id)
    )
