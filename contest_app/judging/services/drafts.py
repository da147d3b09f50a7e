"""Plans that are proposed: asking for one, keeping what came of it, giving entries out by it, mending a drop-out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.judging import rules
from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.problem import Pair, Plan, Problem
from contest_app.judging.drafting import (
    DraftEmpty,
    DraftOutdated,
    by_judge,
    fingerprint,
    pairs_of,
    summary,
    without,
)
from contest_app.judging.models import AllocationDraft, JuryMember, Round
from contest_app.judging.queries import drafts as queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries import sheets
from contest_app.judging.services import allocation, rounds

DRAFT: Final = "judging.draft_allocation"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked of a plan; ``band_percent`` None takes the narrowest band that can be had."""

    reviews: int
    band_percent: int | None = None
    without_id: UUID | None = None
    moves_little: bool = False


def ask(session: Session, round_: Round, what: WhatIf, *, actor: User, now: datetime) -> AllocationDraft:
    """Have a plan made that changes nothing yet.

    Raises EntriesStillOpen, JuryEmpty, NobodySigned, AlreadyPublished.
    """
    rounds.check_can_share_out(session, round_, now)
    draft = _asked(session, round_, what, now)
    audit.record(session, actor, "draft.asked", draft, at=now, round_id=str(round_.id))
    _forget_old(session, round_)
    return draft


def let_go(
    session: Session, round_: Round, member: JuryMember, *, actor: User, now: datetime
) -> AllocationDraft | None:
    """Take a juror who will not judge any more out of the jury and have the entries left behind given to others.

    Returns the plan that will be carried out, or None where nothing has been given out yet. Raises AlreadyPublished.
    """
    if round_.published_at is not None:
        raise rules.AlreadyPublished
    leaver = member.user_id
    released = sum(each.submitted_at is None for each in sheets.held_by(session, round_.id, leaver))
    rounds.dismiss_member(session, round_, member, actor=actor, now=now)
    if round_.allocated_at is None:
        return None
    round_.allocation_requested_at = now
    return _asked(session, round_, WhatIf(round_.reviews, None, leaver, moves_little=True), now, released)


def problem_for(session: Session, draft: AllocationDraft, *, now: datetime) -> Problem:
    """Return what the plan of a draft must satisfy, as the database says now."""
    whole = allocation.problem_of(session, draft.round_id, now=now)
    percent = draft.band_percent
    asked = replace(whole, reviews=draft.reviews, seed=draft.seed, widens=percent is None)
    if percent is not None:
        asked = replace(asked, band=Fraction(percent, 100))
    if draft.without_id is None:
        return asked
    return without(asked, str(draft.without_id), _submitted(session, draft.round_id, draft.without_id))


def keep(session: Session, draft_id: UUID, problem: Problem, found: Plan | Infeasible, *, now: datetime) -> None:
    """Keep what came of a draft; one that follows a drop-out is carried out at once.

    Raises ProblemChanged where such a one no longer fits.
    """
    draft = queries.held_draft(session, draft_id)
    before = _given_out(session, draft.round_id)
    draft.made_at, draft.problem_sha256 = now, fingerprint(problem)
    if isinstance(found, Infeasible):
        draft.summary = found.as_content()
    else:
        leaver = str(draft.without_id) if draft.without_id else None
        draft.summary, draft.pairs = summary(problem, found, before, leaver), by_judge(found.pairs)
    if draft.released is not None:
        allocation.keep(session, draft.round_id, problem, found, now=now)
        draft.assigned_at = now if isinstance(found, Plan) else None


def assign(session: Session, round_: Round, draft_id: UUID, *, actor: User, now: datetime) -> None:
    """Give entries out by a draft; twice is once. A juror whom it leaves out leaves the jury.

    Raises DraftEmpty, DraftOutdated, AlreadyPublished.
    """
    rounds.check_can_share_out(session, round_, now)
    round_queries.hold(session, round_.id)
    draft = queries.held_draft(session, draft_id)
    if draft.assigned_at is not None:
        return
    if draft.pairs is None:
        raise DraftEmpty
    if fingerprint(problem_for(session, draft, now=now)) != draft.problem_sha256:
        raise DraftOutdated
    _dismiss_left_out(session, round_, draft, actor=actor, now=now)
    allocation.assign(session, round_, pairs_of(draft.pairs), now=now)
    round_.allocation_problem, round_.allocated_at, round_.reviews = None, now, draft.reviews
    draft.assigned_at = now
    audit.record(session, actor, "draft.assigned", draft, at=now, round_id=str(round_.id), reviews=draft.reviews)


def _asked(
    session: Session, round_: Round, what: WhatIf, now: datetime, released: int | None = None
) -> AllocationDraft:
    draft = AllocationDraft(
        round_id=round_.id,
        without_id=what.without_id,
        reviews=what.reviews,
        band_percent=what.band_percent,
        moves_little=what.moves_little,
        seed=round_.seed,
        released=released,
        asked_at=now,
    )
    session.add(draft)
    session.flush()  # the job refers to it by key
    enqueue(session, DRAFT, {"draft_id": str(draft.id)}, now=now, unique_key=f"{DRAFT}:{draft.id}")
    return draft


def _forget_old(session: Session, round_: Round) -> None:
    for old in queries.drafts(session, round_.id)[queries.KEPT :]:
        if old.assigned_at is None and old.made_at is not None:
            session.delete(old)


def _dismiss_left_out(session: Session, round_: Round, draft: AllocationDraft, *, actor: User, now: datetime) -> None:
    member = round_queries.member(session, round_.id, draft.without_id) if draft.without_id else None
    if member is not None:
        rounds.dismiss_member(session, round_, member, actor=actor, now=now)
        session.flush()  # what was left behind is gone before the rest is given out


def _submitted(session: Session, round_id: UUID, judge_id: UUID) -> frozenset[str]:
    own = sheets.held_by(session, round_id, judge_id)
    return frozenset(str(each.entry_id) for each in own if each.submitted_at is not None)


def _given_out(session: Session, round_id: UUID) -> frozenset[Pair]:
    live = (each for each in sheets.all_of_round(session, round_id) if each.withdrawn_at is None)
    return frozenset((str(each.judge_id), str(each.entry_id)) for each in live)
