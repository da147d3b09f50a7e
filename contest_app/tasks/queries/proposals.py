"""Reads of proposed changes of items."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from contest_app.tasks.models import Item, ItemDecision, ItemProposal
from contest_app.tasks.rules.proposals import Verdict


def waiting(session: Session) -> Sequence[ItemProposal]:
    """Return the proposals that nobody has decided, the oldest first, each with its item."""
    return session.scalars(_undecided().order_by(ItemProposal.proposed_at, ItemProposal.id)).all()


def waiting_count(session: Session) -> int:
    """Return how many proposals nobody has decided."""
    return session.scalar(select(func.count()).select_from(_undecided().subquery())) or 0


def decided(session: Session, most: int) -> Sequence[ItemProposal]:
    """Return the proposals decided last, the newest first."""
    query = _whole(select(ItemProposal).join(ItemDecision))
    return session.scalars(query.order_by(ItemDecision.decided_at.desc(), ItemProposal.id).limit(most)).all()


def proposal(session: Session, proposal_id: UUID) -> ItemProposal | None:
    """Return a proposal with its item and what became of it."""
    return session.scalar(_whole(select(ItemProposal).where(ItemProposal.id == proposal_id)))


def proposal_to_decide(session: Session, proposal_id: UUID) -> ItemProposal | None:
    """Return a proposal that nobody else can decide until this transaction ends."""
    query = select(ItemProposal).where(ItemProposal.id == proposal_id).with_for_update()
    return session.scalar(_whole(query))


def hold(session: Session, item: Item) -> None:
    """Let nobody else add a version to an item until this transaction ends."""
    session.execute(select(Item.id).where(Item.id == item.id).with_for_update(key_share=True))


def waiting_for(session: Session, slug: str) -> Sequence[ItemProposal]:
    """Return the undecided proposals for an item, whatever its version, the oldest first."""
    query = _undecided().join(ItemProposal.item).where(Item.slug == slug)
    return session.scalars(query.order_by(ItemProposal.proposed_at, ItemProposal.id)).all()


def newest_of(session: Session, author_id: UUID, slug: str) -> ItemProposal | None:
    """Return what a person proposed last for an item."""
    query = select(ItemProposal).join(ItemProposal.item).where(Item.slug == slug, ItemProposal.author_id == author_id)
    return session.scalar(_whole(query).order_by(ItemProposal.proposed_at.desc(), ItemProposal.id).limit(1))


def accepted_for(session: Session, slug: str) -> dict[UUID, ItemProposal]:
    """Return the proposals that became versions of an item, by the key of the version."""
    query = select(ItemProposal).join(ItemDecision).join(ItemProposal.item).where(Item.slug == slug)
    rows = session.scalars(_whole(query.where(ItemDecision.verdict == Verdict.ACCEPTED.value)))
    return {row.decision.new_item_id: row for row in rows if row.decision and row.decision.new_item_id}


def _undecided() -> Select[ItemProposal]:
    return _whole(select(ItemProposal).where(~ItemProposal.decision.has()))


def _whole(query: Select[ItemProposal]) -> Select[ItemProposal]:
    return query.options(selectinload(ItemProposal.item), selectinload(ItemProposal.decision))
