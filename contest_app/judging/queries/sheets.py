"""Reads of a judge: the own assignments, one score sheet, the files of the entry; never anybody else's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.contests.models import Entry
from contest_app.judging.models import Assignment, Round


def inbox(session: Session, judge_id: UUID) -> list[Assignment]:
    """Return a judge's assignments: rounds that end first come first, then the judge's own order.

    Loaded: entry with nomination and age group, round with contest, and the judge's own marks.
    """
    return list(
        session.scalars(
            _own(judge_id)
            .join(Assignment.round)
            .order_by(Round.closes_at, Round.id, Assignment.position, Assignment.id)
            .options(
                joinedload(Assignment.entry).options(joinedload(Entry.nomination), joinedload(Entry.age_group)),
                joinedload(Assignment.round).joinedload(Round.contest),
                selectinload(Assignment.marks),
            )
        )
    )


def assignment(session: Session, judge_id: UUID, assignment_id: UUID) -> Assignment | None:
    """Return one assignment of this judge.

    Loaded: entry with nomination, age group and files; round with contest; the judge's own marks.
    """
    return session.scalar(
        _own(judge_id)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.entry).options(
                joinedload(Entry.nomination), joinedload(Entry.age_group), selectinload(Entry.attachments)
            ),
            joinedload(Assignment.round).joinedload(Round.contest),
            selectinload(Assignment.marks),
        )
    )


def locked_assignment(session: Session, judge_id: UUID, assignment_id: UUID) -> Assignment | None:
    """Return one assignment of this judge, held so that submits and batches take turns; marks are read after it."""
    held = session.scalar(_own(judge_id).where(Assignment.id == assignment_id).with_for_update(of=Assignment))
    if held is None:
        return None
    # The marks are read by a statement of their own: one that began before the lock would miss what came meanwhile.
    return session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.entry),
            joinedload(Assignment.round).joinedload(Round.contest),
            selectinload(Assignment.marks),
        )
        .execution_options(populate_existing=True)
    )


def next_open(session: Session, judge_id: UUID, round_id: UUID) -> UUID | None:
    """Return the judge's first assignment of a round without a submitted sheet."""
    return session.scalar(
        _own(judge_id)
        .with_only_columns(Assignment.id)
        .where(Assignment.round_id == round_id, Assignment.submitted_at.is_(None))
        .order_by(Assignment.position, Assignment.id)
        .limit(1)
    )


def pair(session: Session, round_id: UUID, judge_id: UUID, entry_id: UUID) -> Assignment | None:
    """Return the assignment of an entry to a judge, withdrawn or not, with its marks."""
    return session.scalar(
        select(Assignment)
        .where(Assignment.round_id == round_id, Assignment.judge_id == judge_id, Assignment.entry_id == entry_id)
        .options(selectinload(Assignment.marks))
    )


def held_by(session: Session, round_id: UUID, judge_id: UUID) -> list[Assignment]:
    """Return a judge's live assignments of one round with their marks."""
    return list(
        session.scalars(_own(judge_id).where(Assignment.round_id == round_id).options(selectinload(Assignment.marks)))
    )


def all_of_round(session: Session, round_id: UUID) -> list[Assignment]:
    """Return every assignment of a round, withdrawn ones too, with its marks, held until the transaction ends."""
    return list(
        session.scalars(
            select(Assignment)
            .where(Assignment.round_id == round_id)
            .order_by(Assignment.id)
            .with_for_update()
            .options(selectinload(Assignment.marks))
        )
    )


def _own(judge_id: UUID) -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.entry)
        .where(Assignment.judge_id == judge_id, Assignment.withdrawn_at.is_(None), Entry.withdrawn_at.is_(None))
    )
