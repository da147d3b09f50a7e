"""Reads about plans that are proposed, and about who has one entry."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from contest_app.accounts.models import User
from contest_app.contests.models import Entry, EntryAuthor
from contest_app.judging.models import AllocationDraft, Assignment

#: Drafts of a round that are kept and shown; older ones that nothing was given out by go.
KEPT: Final = 10


def drafts(session: Session, round_id: UUID) -> list[AllocationDraft]:
    """Return the drafts of a round, the newest first, each with the juror left out."""
    return list(
        session.scalars(
            select(AllocationDraft)
            .where(AllocationDraft.round_id == round_id)
            .order_by(AllocationDraft.asked_at.desc(), AllocationDraft.id)
            .options(joinedload(AllocationDraft.without))
        )
    )


def draft(session: Session, round_id: UUID, draft_id: UUID) -> AllocationDraft | None:
    """Return a draft of this round with the juror left out."""
    return session.scalar(
        select(AllocationDraft)
        .where(AllocationDraft.id == draft_id, AllocationDraft.round_id == round_id)
        .options(joinedload(AllocationDraft.without))
    )


def held_draft(session: Session, draft_id: UUID) -> AllocationDraft:
    """Return a draft with its pairs, held until the transaction ends."""
    return session.scalars(
        select(AllocationDraft)
        .where(AllocationDraft.id == draft_id)
        .with_for_update()
        .options(undefer(AllocationDraft.pairs))
        .execution_options(populate_existing=True)
    ).one()


def entry_given_out(session: Session, contest_id: UUID, entry_id: UUID) -> Entry | None:
    """Return a submitted entry of a contest with what decides who may mark it: nomination, authors, their schools."""
    return session.scalar(
        select(Entry)
        .where(
            Entry.id == entry_id,
            Entry.contest_id == contest_id,
            Entry.submitted_at.is_not(None),
            Entry.withdrawn_at.is_(None),
        )
        .options(joinedload(Entry.nomination), selectinload(Entry.authors).joinedload(EntryAuthor.user))
    )


def assignments_of(session: Session, round_id: UUID, entry_id: UUID) -> list[Assignment]:
    """Return who has an entry, each with the judge and the marks."""
    return list(
        session.scalars(
            select(Assignment)
            .where(
                Assignment.round_id == round_id, Assignment.entry_id == entry_id, Assignment.withdrawn_at.is_(None)
            )
            .order_by(Assignment.created_at, Assignment.id)
            .options(joinedload(Assignment.judge), selectinload(Assignment.marks))
        )
    )


def last_position(session: Session, round_id: UUID, judge_id: UUID) -> int:
    """Return the last place in a judge's list."""
    query = select(func.max(Assignment.position))
    return session.scalar(query.where(Assignment.round_id == round_id, Assignment.judge_id == judge_id)) or 0


def names(session: Session, people: Collection[UUID]) -> dict[str, str]:
    """Return the names of people by their keys."""
    rows = session.execute(select(User.id, User.display_name).where(User.id.in_(people)))
    return {str(key): name for key, name in rows}
