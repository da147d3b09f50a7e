"""Reads of what the jury gave and of what is published."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.contests.models import Contest, Entry
from contest_app.contests.queries import goes_to_jury
from contest_app.judging.models import Assignment, ResultSheet, Round
from contest_app.judging.standings import Competitor, SubmittedSheet


def submitted_sheets(session: Session, round_id: UUID) -> list[SubmittedSheet]:
    """Return every submitted sheet of a round that counts: not withdrawn, of an entry not withdrawn."""
    rows = session.scalars(
        select(Assignment)
        .join(Assignment.entry)
        .where(
            Assignment.round_id == round_id,
            Assignment.submitted_at.is_not(None),
            Assignment.withdrawn_at.is_(None),
            Entry.withdrawn_at.is_(None),
        )
        .order_by(Assignment.entry_id, Assignment.judge_id)
        .options(selectinload(Assignment.marks))
    )
    return [SubmittedSheet(row.entry_id, row.judge_id, row.sheet) for row in rows]


def competitors(session: Session, contest_id: UUID) -> list[Competitor]:
    """Return the entries of a contest by blind code, without anything of their authors."""
    rows = session.scalars(
        select(Entry)
        .where(Entry.contest_id == contest_id, goes_to_jury())
        .order_by(Entry.blind_code)
        .options(joinedload(Entry.nomination), joinedload(Entry.age_group))
    )
    return [Competitor(row.id, row.blind_code or "", row.nomination.key, row.age_group.key) for row in rows]


def published_sheets(session: Session, contest_id: UUID) -> list[ResultSheet]:
    """Return the published results of a contest, the newest version first; none before publication."""
    return list(
        session.scalars(
            select(ResultSheet)
            .join(ResultSheet.round)
            .where(Round.contest_id == contest_id, Round.published_at.is_not(None))
            .order_by(ResultSheet.version.desc())
        )
    )


def versions(session: Session, round_id: UUID) -> list[ResultSheet]:
    """Return the result sheets of a round, the newest version first."""
    return list(
        session.scalars(
            select(ResultSheet).where(ResultSheet.round_id == round_id).order_by(ResultSheet.version.desc())
        )
    )


def published_contest(session: Session, contest_id: UUID) -> Contest | None:
    """Return a contest whose results are published, with its nominations and age groups."""
    return session.scalar(
        select(Contest)
        .where(Contest.id == contest_id, Contest.published_at.is_not(None))
        .options(selectinload(Contest.nominations), selectinload(Contest.age_groups))
    )


def entries_of_results(session: Session, contest_id: UUID) -> dict[UUID, Entry]:
    """Return the submitted entries of a contest by key, with their authors; withdrawn ones too."""
    rows = session.scalars(
        select(Entry)
        .where(Entry.contest_id == contest_id, Entry.submitted_at.is_not(None))
        .options(selectinload(Entry.authors))
    )
    return {row.id: row for row in rows}
