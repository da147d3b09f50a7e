"""Machine work of judging."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from contest_app.jobs.registry import Work, job
from contest_app.judging.allocation import planning
from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.problem import Plan, Problem
from contest_app.judging.analysis.estimating import analyse
from contest_app.judging.models import AllocationDraft
from contest_app.judging.queries import analyses
from contest_app.judging.services import allocation, analysing, drafts
from contest_app.judging.services.drafts import DRAFT
from contest_app.judging.services.rounds import ALLOCATE, ANALYSE, REPAIR


@job(ALLOCATE)
def allocate_round(work: Work, round_id: str) -> None:
    """Share a round's entries out among its judges as well as can be, or keep the reason why that cannot be done."""
    _share_out(work, UUID(round_id), planning.allocate)


@job(REPAIR)
def repair_round(work: Work, round_id: str) -> None:
    """Share out what has nobody, moving as little as can be of what has, or keep the reason."""
    _share_out(work, UUID(round_id), lambda problem: planning.plan_again(problem, problem.present))


@job(DRAFT)
def draft_allocation(work: Work, draft_id: str) -> None:
    """Make the plan that a draft asks for, or keep the reason why there is none."""
    with work.reading() as session:
        draft = session.get_one(AllocationDraft, UUID(draft_id))
        problem = drafts.problem_for(session, draft, now=work.now)
        moves_little = draft.moves_little
    found = planning.plan_again(problem, problem.present) if moves_little else planning.allocate(problem)
    with work.completing() as session:
        drafts.keep(session, UUID(draft_id), problem, found, now=work.now)


@job(ANALYSE)
def analyse_round(work: Work, round_id: str) -> None:
    """Find out what a round's marks say of severity and of how sure places are, and keep it."""
    with work.reading() as session:
        facts = analysing.facts_of(session, analyses.whole_round(session, UUID(round_id)))
    found = analyse(facts)
    with work.completing() as session:
        analysing.keep_analysis(session, UUID(round_id), facts, found, now=work.now)


def _share_out(work: Work, round_id: UUID, plan: Callable[[Problem], Plan | Infeasible]) -> None:
    with work.reading() as session:
        problem = allocation.problem_of(session, round_id, now=work.now)
    found = plan(problem)
    with work.completing() as session:
        allocation.keep(session, round_id, problem, found, now=work.now)
