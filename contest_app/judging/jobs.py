"""Machine work of judging."""

from __future__ import annotations

from uuid import UUID

from contest_app.jobs.registry import Work, job
from contest_app.judging.services import allocation
from contest_app.judging.services.rounds import ALLOCATE


@job(ALLOCATE)
def allocate_round(work: Work, round_id: str) -> None:
    """Share a round's entries out among its judges, or keep the reason why that cannot be done."""
    key = UUID(round_id)
    with work.reading() as session:
        problem = allocation.problem_of(session, key)
    found = allocation.outcome(problem)
    with work.completing() as session:
        allocation.keep(session, key, problem, found, now=work.now)
