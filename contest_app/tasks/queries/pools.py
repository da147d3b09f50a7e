"""Reads of what a scoring run is made from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from contest_app.tasks.models import Attempt, Idea, Item, Response, ScoringRun, Sitting


class Question(NamedTuple):
    """One item as it was asked in one language of a sitting."""

    item: Item
    language: str


def response_in_place(session: Session, response_id: UUID) -> Response | None:
    """Return a response with its item and the attempt and sitting that it belongs to."""
    return session.scalar(
        select(Response)
        .where(Response.id == response_id)
        .options(joinedload(Response.item), joinedload(Response.attempt).joinedload(Attempt.sitting))
    )


def questions_of(session: Session, sitting_id: UUID) -> list[Question]:
    """Return each item of a sitting in each language in which somebody answered it."""
    query = (
        select(Item, Attempt.language)
        .join(Response, Response.item_id == Item.id)
        .join(Response.attempt)
        .where(Attempt.sitting_id == sitting_id)
        .distinct()
        .order_by(Item.slug, Attempt.language)
        .with_only_columns(Item.id, Attempt.language, Item.slug)
    )
    asked = session.execute(query).all()
    items = {item.id: item for item in session.scalars(select(Item).where(Item.id.in_([row[0] for row in asked])))}
    return [Question(items[item_id], language) for item_id, language, _ in asked]


def begun_responses(session: Session, sitting_id: UUID, question: Question) -> Sequence[UUID]:
    """Return the keys of all responses of a sitting to one item in one language."""
    query = (
        select(Response.id)
        .join(Response.attempt)
        .where(
            Attempt.sitting_id == sitting_id,
            Attempt.language == question.language,
            Response.item_id == question.item.id,
            Response.superseded_at.is_(None),
        )
    )
    return session.scalars(query.order_by(Response.id)).all()


def ideas_in_time(
    session: Session,
    sitting_id: UUID,
    question: Question,
    *,
    or_of: UUID | None = None,
    let_count: Collection[tuple[UUID, UUID]] = (),
) -> Sequence[Idea]:
    """Return the ideas of a sitting that count: kept, written in time, and in nobody's earlier try.

    With ``or_of`` only those of submitted responses and of that one; else those of all. Those of ``let_count``, by
    the keys of response and idea, count though they are late.
    """
    is_let = tuple_(Idea.response_id, Idea.id).in_(list(let_count))
    query = _kept_ideas(sitting_id, question).where(or_(Idea.is_late.is_(False), is_let))
    is_current = Response.superseded_at.is_(None)
    if or_of is None:
        query = query.where(is_current)
    else:
        query = query.where(or_(Response.submitted_at.is_not(None) & is_current, Response.id == or_of))
    return session.scalars(query).all()


def late_ideas(session: Session, sitting_id: UUID, question: Question, *, of: UUID | None = None) -> Sequence[Idea]:
    """Return the kept ideas of a sitting that came too late to count; with ``of`` those of one response."""
    query = _kept_ideas(sitting_id, question).where(Idea.is_late)
    if of is not None:
        query = query.where(Response.id == of)
    return session.scalars(query).all()


def _kept_ideas(sitting_id: UUID, question: Question) -> Select[Idea]:
    """Select the ideas of a sitting that were not removed, response by response, in the pupils' order."""
    return (
        select(Idea)
        .join(Idea.response)
        .join(Response.attempt)
        .where(
            Attempt.sitting_id == sitting_id,
            Attempt.language == question.language,
            Response.item_id == question.item.id,
            Idea.removed_at.is_(None),
        )
        .order_by(Idea.response_id, Idea.position, Idea.id)
    )


def same_run(session: Session, run: ScoringRun) -> ScoringRun | None:
    """Return the run that was made of the same input by the same scorer, if there is one."""
    return session.scalar(
        select(ScoringRun).where(
            ScoringRun.sitting_id == run.sitting_id,
            ScoringRun.item_id == run.item_id,
            ScoringRun.language == run.language,
            ScoringRun.response_id == run.response_id,
            ScoringRun.input_hash == run.input_hash,
            ScoringRun.scorer_version == run.scorer_version,
        )
    )


def is_closed(session: Session, sitting_id: UUID) -> bool:
    """Say whether a sitting is closed by now."""
    closed = select(Sitting.id).where(Sitting.id == sitting_id, Sitting.closed_at.is_not(None))
    return session.scalar(closed) is not None
