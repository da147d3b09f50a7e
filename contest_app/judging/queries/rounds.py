"""Reads about a round: whose it is, its jury, its conflicts, how far it has come."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import RoleGrant, User
from contest_app.contests.models import Contest, Entry
from contest_app.judging.models import Assignment, ConflictOfInterest, JudgeProfile, JuryMember, JurySignature, Round
from contest_app.judging.rules import Duty, Progress
from contest_app.roles import Role

JURY_ROLES = (Role.JUDGE.value, Role.CHAIR.value)


class Member(NamedTuple):
    """A member of the jury with what the person can read and how far the person has come."""

    member: JuryMember
    profile: JudgeProfile | None
    progress: Progress
    signed_at: datetime | None

    @property
    def is_ready_to_mark(self) -> bool:
        """Say whether entries may be given to this person: a judge who has signed the declaration."""
        return self.member.duty == Duty.JUDGE and self.signed_at is not None


def round_of(session: Session, contest_id: UUID) -> Round | None:
    """Return the round of a contest with the contest, its nominations and age groups."""
    return session.scalar(_whole_round().where(Round.contest_id == contest_id))


def organizer_round(session: Session, organizer_id: UUID, contest_id: UUID) -> Round | None:
    """Return the round of a contest if the contest is this organizer's."""
    query = _whole_round().join(Round.contest)
    return session.scalar(query.where(Round.contest_id == contest_id, Contest.organizer_id == organizer_id))


def led_round(session: Session, leader_id: UUID, round_id: UUID) -> Round | None:
    """Return a round if this person is the chair or the secretary of its jury."""
    return session.scalar(_whole_round().join(Round.members).where(Round.id == round_id, *_leads(leader_id)))


def led_rounds(session: Session, leader_id: UUID) -> list[Round]:
    """Return the rounds whose jury this person leads, the newest first, each with its contest."""
    return list(
        session.scalars(
            select(Round)
            .join(Round.members)
            .where(*_leads(leader_id))
            .order_by(Round.closes_at.desc())
            .options(joinedload(Round.contest))
        )
    )


def hold(session: Session, round_id: UUID) -> None:
    """Let nobody else change who is given what in this round until the transaction ends."""
    session.execute(select(Round.id).where(Round.id == round_id).with_for_update())


def members(session: Session, round_id: UUID) -> list[Member]:
    """Return the jury of a round: the chair first, then by name; persons are loaded with their schools."""
    order = {Duty.CHAIR: 0, Duty.SECRETARY: 1, Duty.JUDGE: 2}
    rows = session.execute(
        select(JuryMember, JudgeProfile, JurySignature.signed_at)
        .join(JuryMember.user)
        .outerjoin(JudgeProfile, JudgeProfile.user_id == JuryMember.user_id)
        .outerjoin(
            JurySignature,
            (JurySignature.round_id == JuryMember.round_id) & (JurySignature.user_id == JuryMember.user_id),
        )
        .where(JuryMember.round_id == round_id)
        .order_by(User.sort_key, User.id)
        .options(joinedload(JuryMember.user).joinedload(User.school))
    ).all()
    done = progress(session, round_id)
    found = [
        Member(member, profile, done.get(member.user_id, Progress(0, 0)), signed_at)
        for member, profile, signed_at in rows
    ]
    return sorted(found, key=lambda each: order[Duty(each.member.duty)])


def member(session: Session, round_id: UUID, user_id: UUID) -> JuryMember | None:
    """Return a member of the jury with the person."""
    return session.get(JuryMember, (round_id, user_id), options=[joinedload(JuryMember.user)])


def progress(session: Session, round_id: UUID) -> dict[UUID, Progress]:
    """Return how far each judge who has assignments has come."""
    rows = session.execute(
        select(Assignment.judge_id, func.count(Assignment.submitted_at), func.count())
        .join(Assignment.entry)
        .where(Assignment.round_id == round_id, Assignment.withdrawn_at.is_(None), Entry.withdrawn_at.is_(None))
        .group_by(Assignment.judge_id)
    )
    return {judge_id: Progress(done, total) for judge_id, done, total in rows}


def reviews_planned(session: Session, round_id: UUID) -> dict[UUID, int]:
    """Return how many judges each entry has been given to."""
    rows = session.execute(
        select(Assignment.entry_id, func.count())
        .where(Assignment.round_id == round_id, Assignment.withdrawn_at.is_(None))
        .group_by(Assignment.entry_id)
    )
    return {entry_id: count for entry_id, count in rows}  # noqa: C416 -- rows are no pairs to the type checker


def candidates(session: Session) -> list[tuple[User, JudgeProfile | None]]:
    """Return the people who can be chosen into a jury, by name, with their schools and what they can read."""
    rows = session.execute(_candidates().order_by(User.sort_key, User.id))
    return [(user, profile) for user, profile in rows]


def candidate_with_profile(session: Session, user_id: UUID) -> tuple[User, JudgeProfile | None] | None:
    """Return a person who can be chosen into a jury, with what the person can read."""
    row = session.execute(_candidates().where(User.id == user_id)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def candidate(session: Session, user_id: UUID) -> User | None:
    """Return a person with roles."""
    return session.get(User, user_id, options=[selectinload(User.grants)])


def conflicts(session: Session, contest_id: UUID) -> list[tuple[ConflictOfInterest, str, str]]:
    """Return the conflicts declared about entries of a contest, each with the judge's name and the blind code."""
    rows = session.execute(
        select(ConflictOfInterest, User.display_name, Entry.blind_code)
        .join(Entry, Entry.id == ConflictOfInterest.entry_id)
        .join(User, User.id == ConflictOfInterest.judge_id)
        .where(Entry.contest_id == contest_id)
        .order_by(ConflictOfInterest.declared_at, ConflictOfInterest.id)
    )
    return [(conflict, name, code or "") for conflict, name, code in rows]


def conflict(session: Session, contest_id: UUID, conflict_id: UUID) -> ConflictOfInterest | None:
    """Return a conflict declared about an entry of this contest, other than one that follows from a judge's ties."""
    return session.scalar(
        select(ConflictOfInterest)
        .join(Entry, Entry.id == ConflictOfInterest.entry_id)
        .where(
            ConflictOfInterest.id == conflict_id,
            ConflictOfInterest.tie_id.is_(None),
            Entry.contest_id == contest_id,
        )
    )


def conflict_between(session: Session, judge_id: UUID, entry_id: UUID) -> ConflictOfInterest | None:
    """Return the conflict declared between a judge and an entry."""
    return session.scalar(
        select(ConflictOfInterest).where(
            ConflictOfInterest.judge_id == judge_id, ConflictOfInterest.entry_id == entry_id
        )
    )


def entry_by_code(session: Session, contest_id: UUID, code: str) -> Entry | None:
    """Return the submitted entry of a contest that has this blind code."""
    return session.scalar(
        select(Entry).where(Entry.contest_id == contest_id, Entry.blind_code == code, Entry.withdrawn_at.is_(None))
    )


def _whole_round() -> Select[Round]:
    return select(Round).options(
        joinedload(Round.contest).options(selectinload(Contest.nominations), selectinload(Contest.age_groups))
    )


def _candidates() -> Select[User, JudgeProfile | None]:
    return (
        select(User, JudgeProfile)
        .outerjoin(JudgeProfile, JudgeProfile.user_id == User.id)
        .where(User.disabled_at.is_(None), User.grants.any(RoleGrant.role.in_(JURY_ROLES)))
        .options(joinedload(User.school), selectinload(User.grants))
    )


def _leads(person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    leading = or_(JuryMember.duty == Duty.CHAIR.value, JuryMember.duty == Duty.SECRETARY.value)
    return (JuryMember.user_id == person_id, leading)
