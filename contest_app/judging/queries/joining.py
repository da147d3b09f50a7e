"""Reads about coming into a jury: invitations, who has signed, what members declared."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import User
from contest_app.contests.models import Contest, Entry
from contest_app.judging.models import (
    ConflictOfInterest,
    JudgeProfile,
    JudgeTie,
    JuryInvitation,
    JuryMember,
    JurySignature,
    Round,
)


class OwnSeat(NamedTuple):
    """A person's place in a jury with what the person has told and signed so far."""

    member: JuryMember
    profile: JudgeProfile | None
    signature: JurySignature | None


def invitation_by_token(session: Session, token_hash: str) -> JuryInvitation | None:
    """Return the invitation that a link opens, held so that it is taken once, with contest and organizer."""
    return session.scalar(
        select(JuryInvitation)
        .where(JuryInvitation.token_hash == token_hash)
        .with_for_update(of=JuryInvitation)
        .options(
            joinedload(JuryInvitation.round).joinedload(Round.contest).joinedload(Contest.organizer),
            joinedload(JuryInvitation.user),
        )
    )


def invitation(session: Session, round_id: UUID, invitation_id: UUID) -> JuryInvitation | None:
    """Return an invitation into the jury of this round, with who came by it."""
    return session.scalar(
        select(JuryInvitation)
        .where(JuryInvitation.id == invitation_id, JuryInvitation.round_id == round_id)
        .options(joinedload(JuryInvitation.user), joinedload(JuryInvitation.round))
    )


def invitations(session: Session, round_id: UUID) -> list[tuple[JuryInvitation, bool]]:
    """Return the invitations into a jury in the order of sending, each with whether its person has signed."""
    rows = session.execute(
        select(JuryInvitation, JurySignature.id)
        .outerjoin(
            JurySignature,
            (JurySignature.round_id == JuryInvitation.round_id) & (JurySignature.user_id == JuryInvitation.user_id),
        )
        .where(JuryInvitation.round_id == round_id)
        .order_by(JuryInvitation.created_at, JuryInvitation.id)
    )
    return [(invitation, signature_id is not None) for invitation, signature_id in rows]


def own_seat(session: Session, user_id: UUID, round_id: UUID) -> OwnSeat | None:
    """Return a person's seat in the jury of a round; the contest comes with its nominations and organizer."""
    row = session.execute(
        select(JuryMember, JudgeProfile, JurySignature)
        .outerjoin(JudgeProfile, JudgeProfile.user_id == JuryMember.user_id)
        .outerjoin(
            JurySignature,
            (JurySignature.round_id == JuryMember.round_id) & (JurySignature.user_id == JuryMember.user_id),
        )
        .where(JuryMember.round_id == round_id, JuryMember.user_id == user_id)
        .options(
            joinedload(JuryMember.user).joinedload(User.school),
            joinedload(JuryMember.round)
            .joinedload(Round.contest)
            .options(selectinload(Contest.nominations), joinedload(Contest.organizer)),
        )
    ).one_or_none()
    return OwnSeat(*row) if row is not None else None


def unsigned_rounds(session: Session, user_id: UUID) -> list[Round]:
    """Return the rounds, not yet published, in whose jury this person sits without having signed."""
    signed = select(JurySignature.round_id).where(JurySignature.user_id == user_id)
    return list(
        session.scalars(
            select(Round)
            .join(Round.members)
            .where(JuryMember.user_id == user_id, Round.published_at.is_(None), Round.id.not_in(signed))
            .order_by(Round.closes_at, Round.id)
            .options(joinedload(Round.contest))
        )
    )


def signature(session: Session, round_id: UUID, user_id: UUID) -> JurySignature | None:
    """Return a person's signature in a round."""
    return session.scalar(
        select(JurySignature).where(JurySignature.round_id == round_id, JurySignature.user_id == user_id)
    )


def has_signed(session: Session, user_id: UUID) -> bool:
    """Say whether a person has signed in the jury of a round that is not yet published."""
    open_rounds = select(Round.id).where(Round.published_at.is_(None))
    found = select(JurySignature.id).where(JurySignature.user_id == user_id, JurySignature.round_id.in_(open_rounds))
    return session.scalar(found.limit(1)) is not None


def ties(session: Session, judge_id: UUID) -> list[JudgeTie]:
    """Return what a judge declared, schools first, with the schools."""
    return list(
        session.scalars(
            select(JudgeTie)
            .where(JudgeTie.judge_id == judge_id)
            .order_by(JudgeTie.person, JudgeTie.declared_at, JudgeTie.id)
            .options(joinedload(JudgeTie.school))
        )
    )


def tie(session: Session, judge_id: UUID, tie_id: UUID) -> JudgeTie | None:
    """Return a tie if this judge declared it."""
    return session.scalar(select(JudgeTie).where(JudgeTie.id == tie_id, JudgeTie.judge_id == judge_id))


def ties_of_round(session: Session, round_id: UUID) -> list[JudgeTie]:
    """Return what the members of a jury declared, with the schools."""
    seated = select(JuryMember.user_id).where(JuryMember.round_id == round_id)
    return list(
        session.scalars(
            select(JudgeTie)
            .where(JudgeTie.judge_id.in_(seated))
            .order_by(JudgeTie.declared_at, JudgeTie.id)
            .options(joinedload(JudgeTie.school))
        )
    )


def rounds_judged_by(session: Session, judge_id: UUID) -> list[Round]:
    """Return the rounds, not yet published, in whose jury this person sits, with their contests."""
    return list(
        session.scalars(
            select(Round)
            .join(Round.members)
            .where(JuryMember.user_id == judge_id, Round.published_at.is_(None))
            .order_by(Round.id)
            .options(joinedload(Round.contest))
        )
    )


def declared_pairs(session: Session, contest_id: UUID) -> set[tuple[UUID, UUID]]:
    """Return the pairs of judge and entry of a contest between which a conflict stands."""
    rows = session.execute(
        select(ConflictOfInterest.judge_id, ConflictOfInterest.entry_id)
        .join(Entry, Entry.id == ConflictOfInterest.entry_id)
        .where(Entry.contest_id == contest_id)
    )
    return {(judge_id, entry_id) for judge_id, entry_id in rows}
