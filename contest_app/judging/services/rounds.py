"""Acts of the organizer and the chair on a round: preparing it, choosing the jury, conflicts, sharing out."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests import queries as contest_queries
from contest_app.contests.models import Contest, Entry
from contest_app.jobs.services import enqueue
from contest_app.judging import rules
from contest_app.judging.models import Assignment, ConflictOfInterest, JudgeProfile, JuryMember, Round
from contest_app.judging.queries import rounds, sheets
from contest_app.judging.rules import Duty
from contest_app.roles import Role

ALLOCATE = "judging.allocate_round"
REPAIR = "judging.repair_round"
ANALYSE = "judging.analyse_round"
SEED_BITS = 31


@dataclass(frozen=True, slots=True)
class Seat:
    """What a member of the jury does, reads and knows; ``max_load`` None sets no limit of one's own."""

    duty: Duty
    languages: Collection[str]
    expertise: Collection[str] = ()
    max_load: int | None = None


def prepare_round(session: Session, contest: Contest, *, actor: User, now: datetime) -> Round:
    """Open the judging of a contest with copies of its rubric, formula and dates; twice gives the same round."""
    # Whoever comes second waits here and then finds the round of the first.
    session.execute(select(Contest.id).where(Contest.id == contest.id).with_for_update())
    round_ = rounds.round_of(session, contest.id)
    if round_ is not None:
        return round_
    stage = contest_queries.stages(session, contest.id)[0]
    round_ = Round(
        contest_id=contest.id,
        stage_id=stage.id,
        position=1,
        rubric=stage.rubric or contest.rubric,
        formula=contest.formula,
        formula_settings=contest.formula_settings,
        reviews=stage.reviews or contest.reviews,
        opens_at=contest.closes_at,
        closes_at=contest.judging_closes_at,
        seed=secrets.randbits(SEED_BITS),
    )
    session.add(round_)
    audit.record(session, actor, "round.prepared", round_, at=now, contest_id=str(contest.id))
    return round_


def follow_contest(session: Session, round_: Round, *, actor: User, now: datetime) -> None:
    """Take the contest's dates and reviews anew; what is judged by, only while nobody can have marked.

    Raises AlreadyPublished.
    """
    if round_.published_at is not None:
        raise rules.AlreadyPublished
    contest, stage = round_.contest, contest_queries.stages(session, round_.contest_id)[0]
    if not round_.window.is_open(now) and not round_.window.is_over(now):
        round_.rubric = stage.rubric or contest.rubric
        round_.formula, round_.formula_settings = contest.formula, contest.formula_settings
    round_.opens_at, round_.closes_at = contest.closes_at, contest.judging_closes_at
    round_.reviews = stage.reviews or contest.reviews
    audit.record(session, actor, "round.followed_contest", round_, at=now, closes_at=round_.closes_at.isoformat())


def seat_member(session: Session, round_: Round, person: User, seat: Seat, *, actor: User, now: datetime) -> None:
    """Choose a person into the jury, or change the seat of one who is in it.

    Raises NotAJuror, LanguagesMissing.
    """
    if not person.roles & {Role.JUDGE, Role.CHAIR}:
        raise rules.NotAJuror
    if seat.duty is Duty.JUDGE and not seat.languages:
        raise rules.LanguagesMissing
    session.merge(JudgeProfile(user_id=person.id, languages=sorted(seat.languages), expertise=sorted(seat.expertise)))
    session.merge(JuryMember(round_id=round_.id, user_id=person.id, duty=seat.duty.value, max_load=seat.max_load))
    if seat.duty is not Duty.JUDGE:
        _release(session, round_, person.id, now)
    audit.record(
        session, actor, "jury.seated", round_, at=now, person_id=str(person.id), duty=seat.duty, limit=seat.max_load
    )


def dismiss_member(session: Session, round_: Round, member: JuryMember, *, actor: User, now: datetime) -> None:
    """Take a person out of the jury: submitted sheets stay, what was left is free to be shared out again."""
    _release(session, round_, member.user_id, now)
    session.delete(member)
    audit.record(session, actor, "jury.dismissed", round_, at=now, person_id=str(member.user_id))


def declare_conflict(
    session: Session, round_: Round, judge_id: UUID, entry: Entry, reason: str, *, actor: User, now: datetime
) -> ConflictOfInterest:
    """Keep a judge from an entry: an assignment is withdrawn, its marks stop counting, and the entry is given anew.

    Raises ReasonMissing. Declared twice it is one conflict, which is returned.
    """
    text = rules.checked_reason(reason)
    rounds.hold(session, round_.id)
    standing = rounds.conflict_between(session, judge_id, entry.id)
    if standing is not None:
        return standing
    conflict = ConflictOfInterest(judge_id=judge_id, entry_id=entry.id, reason=text, declared_at=now)
    session.add(conflict)
    audit.record(session, actor, "conflict.declared", entry, at=now, judge_id=str(judge_id))
    assignment = sheets.pair(session, round_.id, judge_id, entry.id)
    if assignment is not None and assignment.withdrawn_at is None:
        assignment.withdrawn_at = now
        # What the chair confirmed is no longer what the marks say.
        round_.confirmed_at = round_.confirmed_by_id = None
        audit.record(session, actor, "assignment.withdrawn", assignment, at=now)
        _share_out_again(session, round_, now)
    return conflict


def give_back(session: Session, assignment: Assignment, reason: str, *, actor: User, now: datetime) -> None:
    """Let a judge give back an entry that the judge may not mark; after the end only the organizer can do that.

    Raises JudgingNotOpen, ReasonMissing.
    """
    if assignment.round.window.is_over(now):
        raise rules.JudgingNotOpen
    declare_conflict(session, assignment.round, assignment.judge_id, assignment.entry, reason, actor=actor, now=now)


def withdraw_conflict(session: Session, conflict: ConflictOfInterest, *, actor: User, now: datetime) -> None:
    """Take back a conflict declared by mistake; the next sharing out may give the entry to the judge."""
    session.delete(conflict)
    audit.record(session, actor, "conflict.withdrawn", conflict, at=now, judge_id=str(conflict.judge_id))


def request_allocation(session: Session, round_: Round, *, actor: User, now: datetime) -> None:
    """Ask for the entries to be shared out among the judges; a job does it.

    Raises EntriesStillOpen, JuryEmpty, NobodySigned, AlreadyPublished.
    """
    check_can_share_out(session, round_, now)
    _ask(session, round_, ALLOCATE, now)
    audit.record(session, actor, "allocation.requested", round_, at=now)


def check_can_share_out(session: Session, round_: Round, now: datetime) -> None:
    """Raise EntriesStillOpen, JuryEmpty, NobodySigned or AlreadyPublished unless entries may be given out."""
    if round_.published_at is not None:
        raise rules.AlreadyPublished
    if now < round_.contest.closes_at:
        raise rules.EntriesStillOpen
    jury = rounds.members(session, round_.id)
    if not any(each.member.duty == Duty.JUDGE for each in jury):
        raise rules.JuryEmpty
    if not any(each.is_ready_to_mark for each in jury):
        raise rules.NobodySigned


def confirm_results(session: Session, round_: Round, *, actor: User, now: datetime) -> None:
    """Confirm, as the chair, what the jury has decided; the organizer may publish it from now on.

    Raises JudgingNotOver.
    """
    round_.window.check_over(now)
    if round_.confirmed_at is None:
        round_.confirmed_at, round_.confirmed_by_id = now, actor.id
        ask_analysis(session, round_, now)
        audit.record(session, actor, "results.confirmed", round_, at=now)


def ask_analysis(session: Session, round_: Round, now: datetime) -> None:
    """Have a job find out what the marks say of severity and of how sure places are."""
    enqueue(session, ANALYSE, {"round_id": str(round_.id)}, now=now, unique_key=analysis_key(round_.id))


def analysis_key(round_id: UUID) -> str:
    """Return the key under which the analysis of a round waits in the queue, once."""
    return f"{ANALYSE}:{round_id}"


def is_chaired(session: Session, round_: Round) -> bool:
    """Say whether the jury has a chair, whose word is then needed before publication."""
    return any(each.member.duty == Duty.CHAIR for each in rounds.members(session, round_.id))


def _release(session: Session, round_: Round, judge_id: UUID, now: datetime) -> None:
    for assignment in sheets.held_by(session, round_.id, judge_id):
        if assignment.submitted_at is None:
            _let_go(session, assignment, now)


def _let_go(session: Session, assignment: Assignment, now: datetime) -> None:
    """Withdraw an assignment; one on which nothing is written leaves no trace."""
    if assignment.marks:
        assignment.withdrawn_at = now
    else:
        session.delete(assignment)


def _share_out_again(session: Session, round_: Round, now: datetime) -> None:
    if round_.allocated_at is not None:
        _ask(session, round_, REPAIR, now)


def _ask(session: Session, round_: Round, work: str, now: datetime) -> None:
    """Have a job share out; a repair that waits beside a sharing out then finds nothing to move."""
    round_.allocation_requested_at = now
    enqueue(session, work, {"round_id": str(round_.id)}, now=now, unique_key=f"{work}:{round_.id}")
