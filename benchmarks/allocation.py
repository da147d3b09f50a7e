"""Allocation: our plan, connected and with schools apart, against the bare problem as a linear programme.

Both costs are compared. The linear programme is told the load band, knows neither schools nor connection,
and only its solving is timed. Times are of the processor: one thread each, whatever the neighbours do.
``python -m benchmarks.allocation`` measures the large sizes and writes ``allocation.md``.
"""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from benchmarks.measure import Measurement, seconds
from contest_app.clock import utcnow
from contest_app.judging.allocation.planning import allocate
from contest_app.judging.allocation.problem import EntryToJudge, JudgeAtHand, Plan, Problem

NOMINATIONS: Final = ("crafts", "design", "digital", "science", "stage")
LANGUAGES: Final = ("kk", "ru", "en")
PATIENCE: Final = 120.0  # seconds on the wall that HiGHS is given
SIZES: Final = ((2_000, 100), (10_000, 400))
RESULTS: Final = Path(__file__).with_name("allocation.md")
INTRODUCTION: Final = """# Sharing entries out

Written by `python -m benchmarks.allocation`. Three reviews an entry, loads within ±10 % of the mean, conflicts
declared for two pairs of a hundred, judges and entries of a hundred schools. Seconds of the processor. Ours is the
whole plan: connected in each nomination, no two judges of one school on an entry; HiGHS solves reviews, conflicts,
languages and loads alone. Pieces are counted in the nomination that has the most. “>”: HiGHS was
stopped after two minutes on the wall.
"""
HEAD: Final = """| Entries × judges | Ours | HiGHS | Ratio | Cost, ours | Cost, HiGHS | Gap | Pieces | Loads |
|---|--:|--:|--:|--:|--:|--:|--:|---|
"""


def measure(entries: int, judges: int, reviews: int, times: int = 3) -> Measurement:
    """Time both on one instance; both costs are compared."""
    problem = problem_of(entries, judges, reviews)
    plan = plan_of(problem)
    programme = programme_of(problem, plan)
    found = linprog(**programme)
    assert found.status == 0, found.message
    assert round(found.fun) == plan.optimum, (found.fun, plan.optimum)
    ours = min(seconds(lambda: allocate(problem), time.process_time) for _ in range(times))
    other = min(seconds(lambda: linprog(**programme), time.process_time) for _ in range(times))
    size = f"{entries} entries × {judges} judges × {reviews} reviews, cost {plan.cost}, gap {plan.gap}"
    return Measurement("allocate entries to judges", "scipy linprog (HiGHS)", ours, other, size)


def problem_of(entries: int, judges: int, reviews: int) -> Problem:
    """Return an instance where every judge reads two languages of three and knows one nomination well."""
    random = Random(entries)  # noqa: S311 -- the same instance in every run
    schools = [f"S{n}" for n in range(100)]
    return Problem(
        entries=tuple(
            EntryToJudge(
                f"E{n:05}",
                f"K{n:05}",
                random.choice(LANGUAGES),
                random.choice(NOMINATIONS),
                frozenset({random.choice(schools)}),
            )
            for n in range(entries)
        ),
        judges=tuple(
            JudgeAtHand(
                f"J{n:03}",
                frozenset(random.sample(LANGUAGES, 2)),
                frozenset({random.choice(NOMINATIONS)}),
                school=random.choice(schools),
            )
            for n in range(judges)
        ),
        reviews=reviews,
        seed=0,
        widens=True,  # a tiny instance may have no plan within a tenth
        conflicts=frozenset(
            (f"J{random.randrange(judges):03}", f"E{random.randrange(entries):05}")
            for _ in range(entries * judges // 50)
        ),
    )


def plan_of(problem: Problem) -> Plan:
    """Return the plan of an instance that has one."""
    plan = allocate(problem)
    assert isinstance(plan, Plan), plan
    return plan


def programme_of(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Return the problem as ``linprog`` takes it: a variable for each pair that may be, entry by entry."""
    able = np.array([[_may(problem, entry, judge) for judge in problem.judges] for entry in problem.entries])
    cost = np.array([[e.nomination not in j.expertise for j in problem.judges] for e in problem.entries])
    rows, columns = np.nonzero(able)
    pairs, one = np.arange(rows.size), np.ones(rows.size)
    loads = csr_array((one, (columns, pairs)), shape=(len(problem.judges), rows.size))
    return {
        "c": cost[rows, columns].astype(float),
        "A_eq": csr_array((one, (rows, pairs)), shape=(len(problem.entries), rows.size)),
        "b_eq": np.full(len(problem.entries), problem.reviews),
        "A_ub": vstack([loads, -loads], format="csr"),
        "b_ub": np.repeat([plan.band.most, -plan.band.least], len(problem.judges)),
        "bounds": (0.0, 1.0),
        "method": "highs",
    }


def _may(problem: Problem, entry: EntryToJudge, judge: JudgeAtHand) -> bool:
    is_barred = (judge.judge, entry.entry) in problem.conflicts or judge.school in entry.schools
    return entry.language in judge.languages and not is_barred


def _row(entries: int, judges: int) -> str:
    problem = problem_of(entries, judges, 3)
    start = time.process_time()
    plan = plan_of(problem)
    ours, programme = time.process_time() - start, programme_of(problem, plan)
    start = time.process_time()
    found = linprog(**programme, options={"time_limit": PATIENCE})
    other = time.process_time() - start
    is_solved = found.status == 0
    more, cost = ("", round(found.fun)) if is_solved else ("> ", "–")
    loads, pieces = plan.loads.values(), max(plan.components.values())
    return (
        f"| {entries:,} × {judges} | {ours:.2f} s | {more}{other:.1f} s | {more}{other / ours:.1f} | {plan.cost} | "
        f"{cost} | {plan.gap} | {pieces} | {min(loads)} to {max(loads)} in {plan.band.least} to {plan.band.most} |\n"
    )


def main() -> None:
    """Measure the large sizes and write them down."""
    told = (
        f"{utcnow():%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors shared with others, "
        f"Python {platform.python_version()}, ortools {version('ortools')}, scipy {version('scipy')}."
    )
    text = f"{INTRODUCTION}\n{told}\n\n{HEAD}{''.join(_row(*size) for size in SIZES)}"
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
