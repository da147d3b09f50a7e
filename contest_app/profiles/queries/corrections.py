"""Reads of guardians' requests for correction."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest_app.profiles.models import CorrectionAnswer, CorrectionRequest


def requests_about(session: Session, student_id: UUID) -> list[CorrectionRequest]:
    """Return the requests about a pupil with their answers, the newest first."""
    query = select(CorrectionRequest).where(CorrectionRequest.student_id == student_id)
    ordered = query.order_by(CorrectionRequest.asked_at.desc(), CorrectionRequest.id)
    return list(session.scalars(ordered.options(joinedload(CorrectionRequest.answer))))


def request_about(session: Session, student_id: UUID, request_id: UUID) -> CorrectionRequest | None:
    """Return a request if it is about this pupil, with its answer, held so that it is answered once."""
    query = select(CorrectionRequest).where(
        CorrectionRequest.id == request_id, CorrectionRequest.student_id == student_id
    )
    held = query.with_for_update(of=CorrectionRequest)
    return session.scalar(held.options(joinedload(CorrectionRequest.answer)))


def waiting(session: Session, student_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many requests about each pupil wait for an answer; absent where none does."""
    rows = session.execute(
        select(CorrectionRequest.student_id, func.count())
        .outerjoin(CorrectionAnswer, CorrectionAnswer.request_id == CorrectionRequest.id)
        .where(CorrectionRequest.student_id.in_(student_ids), CorrectionAnswer.request_id.is_(None))
        .group_by(CorrectionRequest.student_id)
    )
    return {student_id: count for student_id, count in rows}  # noqa: C416 -- rows are no pairs to the checker


def waiting_of(session: Session, guardian_id: UUID, student_id: UUID) -> int:
    """Return how many of a guardian's requests about a child wait for an answer."""
    query = (
        select(func.count())
        .select_from(CorrectionRequest)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.request_id == CorrectionRequest.id)
        .where(
            CorrectionRequest.student_id == student_id,
            CorrectionRequest.asked_by_id == guardian_id,
            CorrectionAnswer.request_id.is_(None),
        )
    )
    return session.scalar(query) or 0
