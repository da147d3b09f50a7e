"""Sharing entries out among judges: what the solver is told, and what is kept of its plan.

Imports the solver, so only the runner of jobs imports this module.
"""

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
from contest_app.judging.allocation import EntryToJudge, JudgeAtHand, NoPlan, Pair, Plan, Problem, allocate
from contest_app.judging.models import Assignment, Round
from contest_app.judging.queries import rounds, sheets
from contest_app.judging.queries.rounds import Member
from contest_app.judging.rules import Duty


class ProblemChanged(RuntimeError):
    """Something has changed while the plan was made; the job is tried again on what is true now."""


def problem_of(session: Session, round_id: UUID) -> Problem:
    """Return what a plan for the round must satisfy, as the database says now."""
    round_ = session.get_one(Round, round_id)
    entries = contest_queries.submitted_entries(session, round_.contest_id)
    judges = [each for each in rounds.members(session, round_id) if each.member.duty == Duty.JUDGE]
    live = [each for each in sheets.all_of_round(session, round_id) if each.withdrawn_at is None]
    begun = {_pair(each) for each in live if each.marks or each.submitted_at is not None}
    return Problem(
        entries=tuple(_entry(each) for each in entries),
        judges=tuple(_judge(each) for each in judges),
        reviews=round_.reviews,
        seed=round_.seed,
        conflicts=_conflicts(session, round_, entries, judges),
        fixed=frozenset(begun),
        present=frozenset(_pair(each) for each in live) - begun,
    )


def outcome(problem: Problem) -> Plan | NoPlan:
    """Return the plan, or why there is none."""
    try:
        return allocate(problem)
    except NoPlan as refused:
        return refused


def keep(session: Session, round_id: UUID, problem: Problem, found: Plan | NoPlan, *, now: datetime) -> None:
    """Make the assignments what the plan says, or keep the reason why there is no plan.

    Raises ProblemChanged where a judge began, a conflict was declared or the jury changed meanwhile.
    """
    rounds.hold(session, round_id)
    round_ = session.get_one(Round, round_id)
    if problem_of(session, round_id) != problem:
        raise ProblemChanged(str(round_id))
    round_.allocation_requested_at = None
    if isinstance(found, NoPlan):
        round_.allocation_problem = found.reason
        audit.record(session, None, "allocation.failed", round_, at=now, reason=found.reason)
        return
    round_.allocation_problem, round_.allocated_at = None, now
    _assign(session, round_, found.pairs, now)
    audit.record(session, None, "allocation.kept", round_, at=now, **_summary(found, problem))


def _assign(session: Session, round_: Round, pairs: frozenset[Pair], now: datetime) -> None:
    rows = {_pair(each): each for each in sheets.all_of_round(session, round_.id)}
    for pair, row in rows.items():
        if pair not in pairs and row.withdrawn_at is None:
            session.delete(row)
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
    for pair in pairs & rows.keys():
        rows[pair].withdrawn_at = None


def _in_judges_orders(seed: int, pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs in an order of each judge's own, so that no entry is always read first."""
    shuffled = sorted(pairs)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 -- an order to be repeated, no secret
    return shuffled


def _conflicts(session: Session, round_: Round, entries: list[Entry], judges: list[Member]) -> frozenset[Pair]:
    """Return the pairs that may not be: declared, the school of an author, the supervisor, an author."""
    found = {(row.judge_id, row.entry_id) for row, _, _ in rounds.conflicts(session, round_.contest_id)}
    for entry in entries:
        close = {author.user_id for author in entry.authors} | {entry.owner_id, entry.supervisor_id}
        schools = {author.user.school_id for author in entry.authors} - {None}
        found |= {
            (each.member.user_id, entry.id)
            for each in judges
            if each.member.user_id in close or each.member.user.school_id in schools
        }
    return frozenset(found)


def _entry(entry: Entry) -> EntryToJudge:
    return EntryToJudge(entry.id, entry.blind_code or "", entry.language, entry.nomination.key)


def _judge(each: Member) -> JudgeAtHand:
    profile = each.profile
    return JudgeAtHand(
        each.member.user_id,
        frozenset(profile.languages if profile else ()),
        frozenset(profile.expertise if profile else ()),
        each.member.max_load,
    )


def _pair(assignment: Assignment) -> Pair:
    return assignment.judge_id, assignment.entry_id


def _summary(plan: Plan, problem: Problem) -> dict[str, Any]:
    return {
        "pairs": len(plan.pairs),
        "outside_expertise": plan.cost,
        "band": [plan.least, plan.most],
        "seed": problem.seed,
    }
