"""Reads about entries that are alike: one a function, each with what it loads."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from contest_app.contests.models import Attachment, Contest, Entry
from contest_app.likeness.models import LikenessRun, LikePair, LikeVerdict

#: Files that are looked at; PDF pages are not drawn.
PICTURES = ("image/png", "image/jpeg")


def contest_to_compare(session: Session, contest_id: UUID) -> Contest | None:
    """Return a contest by its key alone, for the job."""
    return session.get(Contest, contest_id)


def entries_to_compare(session: Session, contest: Contest) -> list[Entry]:
    """Return what a contest received, the first submitted first, with contest and files."""
    return list(session.scalars(_live_entries().where(Entry.contest_id == contest.id)))


def earlier_entries(session: Session, contest: Contest) -> list[Entry]:
    """Return what earlier contests of the same organizer received, the first submitted first, with contest and files.

    Only an organizer's own: works of other organizers' contests are not theirs to see.
    """
    of_organizer = and_(Contest.organizer_id == contest.organizer_id, Contest.id != contest.id)
    return list(session.scalars(_live_entries().where(of_organizer, Contest.opens_at < contest.opens_at)))


def run_of(session: Session, contest_id: UUID) -> LikenessRun | None:
    """Return the newest look at a contest."""
    return session.scalar(select(LikenessRun).where(LikenessRun.contest_id == contest_id))


def pairs_of(session: Session, contest_id: UUID) -> list[LikePair]:
    """Return the pairs of a contest whose entries both still take part, the most alike first.

    Loaded: both entries with contest, nomination and authors; an entry alike in text and pictures comes twice.
    """
    query = _live_pairs().where(LikenessRun.contest_id == contest_id)
    return list(session.scalars(query.options(*_read(LikePair.entry), *_read(LikePair.other))))


def pair_of(session: Session, contest_id: UUID, entry_id: UUID, other_id: UUID) -> list[LikePair]:
    """Return in what two entries of a contest's list are alike: one row a kind, none where they are not listed.

    Loaded: both entries with contest, nomination, authors and files.
    """
    ours = (LikenessRun.contest_id == contest_id, LikePair.entry_id == entry_id, LikePair.other_id == other_id)
    return list(session.scalars(_live_pairs().where(*ours).options(*_whole(LikePair.entry), *_whole(LikePair.other))))


def verdicts_of(session: Session, contest_id: UUID) -> dict[tuple[UUID, UUID], LikeVerdict]:
    """Return the newest verdict on each pair of a contest's entries."""
    rows = session.scalars(
        select(LikeVerdict)
        .join(Entry, Entry.id == LikeVerdict.entry_id)
        .where(Entry.contest_id == contest_id)
        .order_by(LikeVerdict.said_at)
    )
    return {(row.entry_id, row.other_id): row for row in rows}


def verdicts_on(session: Session, entry_id: UUID, other_id: UUID) -> Sequence[LikeVerdict]:
    """Return all that was said of two entries, the newest first."""
    ours = (LikeVerdict.entry_id == entry_id, LikeVerdict.other_id == other_id)
    return session.scalars(select(LikeVerdict).where(*ours).order_by(LikeVerdict.said_at.desc())).all()


def picture(session: Session, pair: LikePair, attachment_id: UUID) -> Attachment | None:
    """Return a picture of one of a pair's two entries."""
    ours = (Attachment.id == attachment_id, Attachment.entry_id.in_([pair.entry_id, pair.other_id]))
    return session.scalar(select(Attachment).where(*ours, Attachment.media_type.in_(PICTURES)))


def _live_entries() -> Select[Entry]:
    return (
        select(Entry)
        .join(Entry.contest)
        .where(Entry.submitted_at.is_not(None), Entry.withdrawn_at.is_(None))
        .order_by(Entry.submitted_at, Entry.id)
        .options(joinedload(Entry.contest), selectinload(Entry.attachments))
    )


def _live_pairs() -> Select[LikePair]:
    one, other = aliased(Entry), aliased(Entry)
    return (
        select(LikePair)
        .join(LikePair.run)
        .join(one, one.id == LikePair.entry_id)
        .join(other, other.id == LikePair.other_id)
        .where(one.withdrawn_at.is_(None), other.withdrawn_at.is_(None))
        .order_by(LikePair.likeness.desc(), LikePair.id)
    )


def _read(side: InstrumentedAttribute[Entry]) -> list[ExecutableOption]:
    entry = joinedload(side)
    return [entry.joinedload(Entry.contest), entry.joinedload(Entry.nomination), entry.selectinload(Entry.authors)]


def _whole(side: InstrumentedAttribute[Entry]) -> list[ExecutableOption]:
    return [*_read(side), joinedload(side).selectinload(Entry.attachments)]
