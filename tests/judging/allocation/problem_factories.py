"""Small problems of allocation, drawn or told, and the same problem for other solvers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from contest_app.judging.allocation.problem import Band, EntryToJudge, JudgeAtHand, Pair, Plan, Problem

LANGUAGES = ("kk", "ru", "en")
NOMINATIONS = ("crafts", "design", "digital")
SCHOOLS = ("s1", "s2", "s3")


def an_entry(number: int, language: str = "kk", nomination: str = "crafts", school: str = "") -> EntryToJudge:
    return EntryToJudge(f"E{number}", f"K{number:03}", language, nomination, frozenset(school.split()))


def a_judge(
    number: int,
    languages: str = "kk ru en",
    expertise: str = "",
    max_load: int | None = None,
    school: str | None = None,
) -> JudgeAtHand:
    return JudgeAtHand(
        f"J{number}", frozenset(languages.split()), frozenset(expertise.split()), max_load, school=school
    )


@st.composite
def problems(draw: st.DrawFn, entries: int = 8, judges: int = 6, reviews: int = 3) -> Problem:
    """Draw a problem of any kind, often one without a plan."""
    jury = tuple(
        JudgeAtHand(
            f"J{n}",
            draw(st.frozensets(st.sampled_from(LANGUAGES), min_size=1)),
            draw(st.frozensets(st.sampled_from(NOMINATIONS))),
            draw(st.none() | st.integers(1, 8)),
            draw(st.none() | st.sampled_from(SCHOOLS)),
        )
        for n in range(draw(st.integers(1, judges)))
    )
    works = tuple(
        an_entry(
            n, *(draw(st.sampled_from(each)) for each in (LANGUAGES[:2], NOMINATIONS[:2], ("", "", "s1", "s2 s3")))
        )
        for n in range(draw(st.integers(1, entries)))
    )
    pairs = st.tuples(st.sampled_from([j.judge for j in jury]), st.sampled_from([e.entry for e in works]))
    conflicts = draw(st.frozensets(pairs, max_size=6))
    fixed = draw(st.frozensets(pairs, max_size=3)) - conflicts
    return Problem(
        entries=works,
        judges=jury,
        reviews=draw(st.integers(1, reviews)),
        seed=draw(st.integers(0, 99)),
        conflicts=conflicts,
        fixed=fixed,
        present=draw(st.frozensets(pairs, max_size=8)) - conflicts - fixed,
        band=draw(st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(3)])),
    )


def may_judge(problem: Problem, judge: JudgeAtHand, entry: EntryToJudge) -> bool:
    """Say whether a pair may be planned, told by the rules alone."""
    pair = judge.judge, entry.entry
    is_barred = pair in problem.conflicts or pair in problem.fixed or judge.school in entry.schools
    return entry.language in judge.languages and not is_barred


def open_pairs(problem: Problem) -> list[tuple[JudgeAtHand, EntryToJudge]]:
    return [(j, e) for j in problem.judges for e in problem.entries if may_judge(problem, j, e)]


def needs(problem: Problem) -> dict[str, int]:
    begun = Counter(entry for _, entry in problem.fixed)
    return {e.entry: max(0, problem.reviews - begun[e.entry]) for e in problem.entries}


def begun_by(problem: Problem) -> Counter[str]:
    return Counter(judge for judge, _ in problem.fixed)


def mean_load(problem: Problem) -> Fraction:
    return Fraction(sum(needs(problem).values()) + begun_by(problem).total(), len(problem.judges))


def band_of(problem: Problem) -> Band:
    """Return the band: within the share of the mean load, or within one."""
    mean = mean_load(problem)
    width = max(Fraction(1), problem.band * mean)
    return Band(max(0, ceil(mean - width)), floor(mean + width))


def bounds(problem: Problem, band: Band | None) -> dict[str, tuple[int, int]]:
    """Return how many more entries each judge must get and may get."""
    readable, begun = Counter(judge.judge for judge, _ in open_pairs(problem)), begun_by(problem)
    found = {}
    for each in problem.judges:
        limit = len(problem.entries) if each.max_load is None else each.max_load
        high = max(0, min(limit, band.most if band else limit) - begun[each.judge])
        low = max(0, band.least - begun[each.judge]) if band else 0
        found[each.judge] = (min(low, high, readable[each.judge]), high)
    return found


def least_cost(problem: Problem, band: Band | None, *, price: str = "cost") -> int | None:
    """Return the optimum of the same problem by HiGHS, or None where it finds that there is none.

    ``price`` is "cost" (pairs outside expertise) or "moves" (present pairs that are dropped).
    """
    pairs, need, limits = open_pairs(problem), needs(problem), bounds(problem, band)
    if not pairs:
        return 0 if not any(need.values()) and not any(low for low, _ in limits.values()) else None
    entries = np.array([[e is each for _, e in pairs] for each in problem.entries], dtype=float)
    judges = np.array([[j is each for j, _ in pairs] for each in problem.judges], dtype=float)
    lows, highs = zip(*(limits[each.judge] for each in problem.judges), strict=True)
    kept = [(j.judge, e.entry) in problem.present for j, e in pairs]
    costs = [e.nomination not in j.expertise for j, e in pairs] if price == "cost" else [-each for each in kept]
    found = milp(
        np.array(costs, dtype=float),
        integrality=np.ones(len(pairs)),
        bounds=(0, 1),
        constraints=[
            LinearConstraint(entries, list(need.values()), list(need.values())),
            LinearConstraint(judges, lows, highs),
        ],
    )
    return round(found.fun) if found.success else None


def cost_of(problem: Problem, pairs: Iterable[Pair]) -> int:
    judges = {each.judge: each for each in problem.judges}
    entries = {each.entry: each for each in problem.entries}
    return sum(entries[e].nomination not in judges[j].expertise for j, e in pairs)


def pieces_of(pairs: Iterable[Pair]) -> int:
    """Count the components of a graph of pairs by walking it."""
    left, found = set(pairs), 0
    while left:
        found += 1
        reached: set[Pair] = set()
        wave = {next(iter(left))}
        while wave:
            reached |= wave
            wave = {p for p in left - reached if any(p[0] == q[0] or p[1] == q[1] for q in wave)}
        left -= reached
    return found


def splits(problem: Problem, pairs: Iterable[Pair]) -> int:
    """Count the pieces too many, nomination by nomination."""
    nominations = {each.entry: each.nomination for each in problem.entries}
    here = {each.judge for each in problem.judges}
    kept = [pair for pair in pairs if pair[0] in here]
    return sum(
        max(0, pieces_of([pair for pair in kept if nominations[pair[1]] == each]) - 1)
        for each in set(nominations.values())
    )


def loads_of(problem: Problem, plan: Plan) -> dict[str, int]:
    loads = Counter(judge for judge, _ in plan.pairs)
    return {each.judge: loads[each.judge] for each in problem.judges}
