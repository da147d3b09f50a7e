"""Reads of what a class's report shows beside the scores."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.tasks.models import (
    Attempt,
    HiddenIdea,
    Idea,
    IdeaMap,
    Item,
    Reliability,
    Response,
    RunSpread,
    Sitting,
    SittingItem,
)


def idea_maps(session: Session, run_ids: Collection[UUID]) -> dict[UUID, IdeaMap]:
    """Return the map of each of the runs that has one."""
    rows = session.scalars(select(IdeaMap).where(IdeaMap.run_id.in_(run_ids)))
    return {row.run_id: row for row in rows}


def sample_spreads(session: Session, run_ids: Collection[UUID]) -> dict[tuple[UUID, str], RunSpread]:
    """Return how the fixed sample of each run spreads, by run and dimension."""
    query = select(RunSpread).where(RunSpread.run_id.in_(run_ids), RunSpread.basis == "sample")
    return {(row.run_id, row.dimension): row for row in session.scalars(query)}


def reliabilities(session: Session, sitting_id: UUID) -> Sequence[Reliability]:
    """Return the newest reliability of a sitting for each language and dimension."""
    query = select(Reliability).where(Reliability.sitting_id == sitting_id)
    rows = session.scalars(query.order_by(Reliability.created_at, Reliability.id))
    return list({(row.language, row.dimension): row for row in rows}.values())


def kinds_of_items(session: Session, sitting_id: UUID) -> dict[UUID, str]:
    """Return the kinds of a sitting's items by key."""
    query = select(Item.id, Item.kind).join(SittingItem, SittingItem.item_id == Item.id)
    rows = session.execute(query.where(SittingItem.sitting_id == sitting_id))
    return {item_id: kind for item_id, kind in rows}  # noqa: C416 -- rows are no pairs to the type checker


def students_of_responses(session: Session, sitting_id: UUID) -> dict[UUID, UUID]:
    """Return who gave each answer of a sitting that counts, by the answer's key."""
    query = select(Response.id, Attempt.student_id).join(Response.attempt)
    rows = session.execute(query.where(Attempt.sitting_id == sitting_id, Response.superseded_at.is_(None)))
    return {response_id: student_id for response_id, student_id in rows}  # noqa: C416 -- as above


def hidden(session: Session, sitting_id: UUID) -> set[tuple[UUID, UUID]]:
    """Return the ideas of a sitting that are hidden from its report, by the keys of response and idea."""
    query = (
        select(HiddenIdea.response_id, HiddenIdea.idea_id)
        .join(Response, Response.id == HiddenIdea.response_id)
        .join(Response.attempt)
        .where(Attempt.sitting_id == sitting_id)
    )
    return {(response_id, idea_id) for response_id, idea_id in session.execute(query)}


def idea_in(session: Session, sitting_id: UUID, response_id: UUID, idea_id: UUID) -> Idea | None:
    """Return a kept idea if it was given in that sitting."""
    return session.scalar(
        select(Idea)
        .join(Idea.response)
        .join(Response.attempt)
        .where(
            Idea.response_id == response_id,
            Idea.id == idea_id,
            Idea.removed_at.is_(None),
            Attempt.sitting_id == sitting_id,
        )
    )


def hidden_idea(session: Session, response_id: UUID, idea_id: UUID) -> HiddenIdea | None:
    """Return the note that an idea is hidden, if it is."""
    return session.get(HiddenIdea, (response_id, idea_id))


def used_slugs(session: Session, class_id: UUID) -> set[str]:
    """Return the items that a class has been given in any sitting."""
    query = (
        select(Item.slug)
        .join(SittingItem, SittingItem.item_id == Item.id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(Sitting.class_id == class_id)
    )
    return set(session.scalars(query.distinct()))
