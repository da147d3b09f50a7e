"""Allocation: our minimum-cost flow against the same problem as a linear programme, at equal cost.

The linear programme is told the load band that ours has to find, and only its solving is timed.
"""

from random import Random
from typing import Any, Final
from uuid import UUID

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import identity, kron, vstack

from benchmarks.measure import Measurement, quickest
from contest_app.judging.allocation import EntryToJudge, JudgeAtHand, Plan, Problem, allocate

NOMINATIONS: Final = ("crafts", "design", "digital", "science", "stage")
LANGUAGES: Final = ("kk", "ru", "en")
UNREADABLE: Final = 0.0  # upper bound of a pair that may not be


def measure(entries: int, judges: int, reviews: int) -> Measurement:
    """Time both on one instance; both costs are compared."""
    problem = problem_of(entries, judges, reviews)
    plan = allocate(problem)
    programme = programme_of(problem, plan)
    found = linprog(**programme)
    assert found.status == 0, found.message
    assert round(found.fun) == plan.cost, (found.fun, plan.cost)
    ours = quickest(3, lambda: allocate(problem))
    other = quickest(3, lambda: linprog(**programme))
    size = f"{entries} entries × {judges} judges × {reviews} reviews, cost {plan.cost} both"
    return Measurement("allocate entries to judges", "scipy linprog (HiGHS)", ours, other, size)


def problem_of(entries: int, judges: int, reviews: int) -> Problem:
    """Return an instance where every judge reads two languages of three and knows one nomination well."""
    random = Random(entries)  # noqa: S311 -- the same instance in every run
    return Problem(
        entries=tuple(
            EntryToJudge(UUID(int=n), f"K{n:04}", random.choice(LANGUAGES), random.choice(NOMINATIONS))
            for n in range(entries)
        ),
        judges=tuple(
            JudgeAtHand(
                UUID(int=entries + n),
                frozenset(random.sample(LANGUAGES, 2)),
                frozenset({random.choice(NOMINATIONS)}),
            )
            for n in range(judges)
        ),
        reviews=reviews,
        seed=0,
    )


def programme_of(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Return the problem as ``linprog`` takes it: a variable for each pair, entry by entry."""
    pairs = [(entry, judge) for entry in problem.entries for judge in problem.judges]
    entries, judges = len(problem.entries), len(problem.judges)
    loads = kron(np.ones((1, entries)), identity(judges), format="csr")
    return {
        "c": [float(entry.nomination not in judge.expertise) for entry, judge in pairs],
        "A_eq": kron(identity(entries), np.ones((1, judges)), format="csr"),
        "b_eq": np.full(entries, problem.reviews),
        "A_ub": vstack([loads, -loads], format="csr"),
        "b_ub": np.repeat([plan.most, -plan.least], judges),
        "bounds": [(0.0, 1.0 if entry.language in judge.languages else UNREADABLE) for entry, judge in pairs],
        "method": "highs",
    }
