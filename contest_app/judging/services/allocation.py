"""Sharing entries out among judges: what the solver is told, and what is kept of its plan."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.contests import queries as contest_queries
from contest_app.contests.models import Entry
from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.problem import (
    EntryToJudge,
    JudgeAtHand,
    Lease,
    Pair,
    Plan,
    Problem,
    held_and_lapsed,
)
from contest_app.judging.models import Assignment, Round
from contest_app.judging.queries import rounds, sheets
from contest_app.judging.queries.rounds import Member
from contest_app.judging.rules import LEASE

#: A judge and an entry.
Ids = tuple[UUID, UUID]


class ProblemChanged(RuntimeError):
    """Something has changed while the plan was made; the job is tried again on what is true now."""


def problem_of(session: Session, round_id: UUID, *, now: datetime) -> Problem:
    """Return what a plan for the round must satisfy, as the database says now."""
    round_ = session.get_one(Round, round_id)
    entries = contest_queries.jury_entries(session, round_.contest_id)
    judges = [each for each in rounds.members(session, round_id) if each.is_ready_to_mark]
    live = [each for each in sheets.all_of_round(session, round_id) if each.withdrawn_at is None]
    held, lapsed = held_and_lapsed([_lease(each) for each in live if _is_begun(each)], now)
    finished = frozenset(_pair(each) for each in live if each.submitted_at is not None)
    return Problem(
        entries=tuple(entry_to_judge(each) for each in entries),
        judges=tuple(judge_at_hand(each) for each in judges),
        reviews=round_.reviews,
        seed=round_.seed,
        conflicts=barred_pairs(session, round_, entries, judges),
        fixed=finished | held,
        present=frozenset(_pair(each) for each in live) - finished - held - lapsed,
        lapsed=lapsed,
        widens=True,
    )


def keep(session: Session, round_id: UUID, problem: Problem, found: Plan | Infeasible, *, now: datetime) -> None:
    """Make the assignments what the plan says, or keep the reason why there is no plan.

    Raises ProblemChanged where a judge began, a conflict was declared or the jury changed meanwhile.
    """
    rounds.hold(session, round_id)
    round_ = session.get_one(Round, round_id)
    if problem_of(session, round_id, now=now) != problem:
        raise ProblemChanged(str(round_id))
    round_.allocation_requested_at = None
    if isinstance(found, Infeasible):
        round_.allocation_problem = found.as_content()
        audit.record(session, None, "allocation.failed", round_, at=now, reason=found.as_content())
        return
    round_.allocation_problem, round_.allocated_at = None, now
    assign(session, round_, found.pairs, now=now)
    audit.record(session, None, "allocation.kept", round_, at=now, **_summary(found, problem))


def assign(session: Session, round_: Round, planned: Iterable[Pair], *, now: datetime) -> None:
    """Make the assignments these pairs and no others; a judge's new entries come after those had already."""
    pairs = {_ids(pair) for pair in planned}
    rows = {(each.judge_id, each.entry_id): each for each in sheets.all_of_round(session, round_.id)}
    for ids, row in rows.items():
        if ids not in pairs and row.withdrawn_at is None:
            _free(session, row, now)
    last: dict[UUID, int] = defaultdict(int)
    for row in rows.values():
        last[row.judge_id] = max(last[row.judge_id], row.position)
    for judge_id, entry_id in _in_judges_orders(round_.seed, pairs - rows.keys()):
        last[judge_id] += 1
        session.add(
            Assignment(
                round_id=round_.id, entry_id=entry_id, judge_id=judge_id, position=last[judge_id], created_at=now
            )
        )
    for ids in pairs & rows.keys():
        rows[ids].withdrawn_at = None


def _free(session: Session, row: Assignment, now: datetime) -> None:
    """Take an entry from a judge; what was begun and left lying stays on record."""
    if row.marks:
        row.withdrawn_at = now
    else:
        session.delete(row)


def _in_judges_orders(seed: int, pairs: Iterable[Ids]) -> list[Ids]:
    """Return the pairs in an order of each judge's own, so that no entry is always read first."""
    shuffled = sorted(pairs)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 -- an order to be repeated, no secret
    return shuffled


def barred_pairs(session: Session, round_: Round, entries: list[Entry], judges: list[Member]) -> frozenset[Pair]:
    """Return the pairs that may not be, beside those of one school: declared, the supervisor, an author."""
    declared = rounds.conflicts(session, round_.contest_id)
    found = {(str(row.judge_id), str(row.entry_id)) for row, _, _ in declared}
    for entry in entries:
        close = {author.user_id for author in entry.authors} | {entry.owner_id, entry.supervisor_id}
        found |= {(str(each.member.user_id), str(entry.id)) for each in judges if each.member.user_id in close}
    return frozenset(found)


def entry_to_judge(entry: Entry) -> EntryToJudge:
    """Return what a plan knows of an entry (``nomination`` and the authors' users must be loaded)."""
    schools = {author.user.school_id for author in entry.authors} - {None}
    return EntryToJudge(
        entry=str(entry.id),
        code=entry.blind_code or "",
        language=entry.language,
        nomination=entry.nomination.key,
        schools=frozenset(map(str, schools)),
    )


def judge_at_hand(each: Member) -> JudgeAtHand:
    """Return what a plan knows of a judge."""
    profile, school_id = each.profile, each.member.user.school_id
    return JudgeAtHand(
        judge=str(each.member.user_id),
        languages=frozenset(profile.languages if profile else ()),
        expertise=frozenset(profile.expertise if profile else ()),
        max_load=each.member.max_load,
        school=str(school_id) if school_id else None,
    )


def _is_begun(assignment: Assignment) -> bool:
    return bool(assignment.marks) and assignment.submitted_at is None


def _lease(assignment: Assignment) -> Lease:
    return Lease(_pair(assignment), max(mark.given_at for mark in assignment.marks) + LEASE)


def _pair(assignment: Assignment) -> Pair:
    return str(assignment.judge_id), str(assignment.entry_id)


def _ids(pair: Pair) -> Ids:
    judge, entry = pair
    return UUID(judge), UUID(entry)


def _summary(plan: Plan, problem: Problem) -> dict[str, Any]:
    return {
        "pairs": len(plan.pairs),
        "outside_expertise": plan.cost,
        "gap": plan.gap,
        "band": [plan.band.least, plan.band.most],
        "components": dict(plan.components),
        "two_of_one_school": len(plan.one_school),
        "seed": problem.seed,
    }
