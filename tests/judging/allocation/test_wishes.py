"""Specialists, schools and connection on problems so small that every plan can be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judging.allocation.problem_factories import (
    a_judge,
    an_entry,
    band_of,
    bounds,
    cost_of,
    needs,
    open_pairs,
    pieces_of,
    splits,
)

from contest_app.judging.allocation.facts import Infeasible, NoSpecialist, OneSchool, Shortage
from contest_app.judging.allocation.planning import allocate
from contest_app.judging.allocation.problem import Connection, JudgeAtHand, Pair, Plan, Problem, Wish


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Draw a problem of two reviews with schools, specialists and two nominations."""
    judges = tuple(
        JudgeAtHand(
            f"J{n}",
            draw(st.sampled_from([frozenset({"kk"}), frozenset({"kk", "ru"})])),
            draw(st.frozensets(st.sampled_from(("crafts", "design")))),
            draw(st.none() | st.integers(1, 4)),
            draw(st.sampled_from((None, "s1", "s2", "s3"))),
        )
        for n in range(draw(st.integers(2, 5)))
    )
    entries = tuple(
        an_entry(n, draw(st.sampled_from(("kk", "kk", "ru"))), draw(st.sampled_from(("crafts", "design"))))
        for n in range(draw(st.integers(1, 4)))
    )
    return Problem(entries, judges, 2, draw(st.integers(0, 9)), specialist=Wish.WISHED)


def every_plan(problem: Problem) -> Iterator[frozenset[Pair]]:
    able = {e.entry: [j.judge for j, other in open_pairs(problem) if other is e] for e in problem.entries}
    limits = bounds(problem, band_of(problem))
    for choice in product(*(combinations(able[entry], need) for entry, need in needs(problem).items())):
        pairs = frozenset((judge, entry) for entry, judges in zip(able, choice, strict=True) for judge in judges)
        loads = Counter(judge for judge, _ in pairs)
        if all(low <= loads[judge] <= high for judge, (low, high) in limits.items()):
            yield pairs


def broken(problem: Problem, pairs: frozenset[Pair]) -> tuple[int, int]:
    """Count the entries' wishes not met, and the nominations that fall apart."""
    judges = {each.judge: each for each in problem.judges}
    strange = doubled = 0
    for entry in problem.entries:
        jury = [judges[judge] for judge, key in pairs if key == entry.entry]
        strange += not any(entry.nomination in each.expertise for each in jury)
        schools = Counter(each.school for each in jury if each.school)
        doubled += any(count > 1 for count in schools.values())
    kinds = {each.nomination for each in problem.entries}
    return strange + doubled, sum(_is_apart(problem, pairs, kind) for kind in kinds)


def _is_apart(problem: Problem, pairs: frozenset[Pair], nomination: str) -> bool:
    own = {each.entry for each in problem.entries if each.nomination == nomination}
    return pieces_of([pair for pair in pairs if pair[1] in own]) > 1


@given(tiny_problems())
@settings(max_examples=60, deadline=None)
def test_no_plan_meets_more_wishes_or_meets_them_at_a_lower_cost(problem: Problem) -> None:
    plan = allocate(problem)

    worth = [(broken(problem, pairs), cost_of(problem, pairs)) for pairs in every_plan(problem)]
    if isinstance(plan, Plan):
        assert ((broken(problem, plan.pairs), plan.cost), plan.is_proved) == (min(worth), True)
        assert plan.gap == plan.cost - min(cost for _, cost in worth)
        assert len(plan.one_school) + len(plan.without_specialist) == broken(problem, plan.pairs)[0]
    else:
        assert worth == []


@given(tiny_problems(), st.sampled_from(["specialist", "schools"]))
@settings(max_examples=60, deadline=None)
def test_a_wish_that_must_be_met_is_met_or_there_is_no_plan_that_does(problem: Problem, wish: str) -> None:
    specialist, apart = (Wish.MUST, Wish.NO) if wish == "specialist" else (Wish.NO, Wish.MUST)
    problem = replace(problem, specialist=specialist, schools_apart=apart, connection=Connection.NONE)

    plan = allocate(problem)

    kinds = (NoSpecialist, Shortage) if wish == "specialist" else (OneSchool,)
    worth = [_broken_by(problem, pairs, wish) for pairs in every_plan(problem)]
    assume(worth)
    if isinstance(plan, Plan):
        assert _broken_by(problem, plan.pairs, wish) == 0
    else:
        assert min(worth) > 0
        assert all(isinstance(reason, kinds) for reason in plan.reasons)


def _broken_by(problem: Problem, pairs: frozenset[Pair], wish: str) -> int:
    met = tuple(replace(each, expertise=frozenset({"crafts", "design"})) for each in problem.judges)
    apart = tuple(replace(each, school=None) for each in problem.judges)
    return broken(replace(problem, judges=met if wish == "schools" else apart), pairs)[0]


@pytest.mark.parametrize(("entries", "judges"), [(2, 4), (10, 12), (40, 12)])
def test_two_entries_of_a_small_nomination_share_a_judge(entries: int, judges: int) -> None:
    """Left to chance, two entries of one nomination would seldom have a judge in common."""
    works = tuple(an_entry(n, nomination=f"n{n // 2}") for n in range(entries))
    problem = Problem(works, tuple(a_judge(n) for n in range(judges)), 3, seed=1)

    plan = allocate(problem)

    assert isinstance(plan, Plan)
    assert set(plan.components.values()) == {1}
    assert splits(problem, plan.pairs) == 0
    assert (plan.gap, plan.is_proved) == (0, True)


def test_kazakh_and_russian_entries_of_a_nomination_are_linked_by_a_judge_of_both_languages_at_the_least_price() -> (
    None
):
    works = tuple(an_entry(n, ("kk", "ru")[n % 2], "crafts") for n in range(8))
    experts = tuple(a_judge(n, ("kk", "ru")[n % 2], "crafts") for n in range(6))
    others = tuple(an_entry(n, "ru", "design") for n in range(8, 11))
    both = a_judge(6, "kk ru", "design")

    plan = allocate(Problem((*works, *others), (*experts, both), 2, seed=0, band=Fraction(1)))

    assert isinstance(plan, Plan)
    assert {entry for judge, entry in plan.pairs if judge == "J6"} & {each.entry for each in works}
    assert (plan.components["crafts"], plan.is_proved) == (1, True)
    assert plan.gap > 0


def test_what_no_judge_can_link_is_told_and_refused_to_nobody() -> None:
    works = tuple(an_entry(n, ("kk", "ru")[n % 2]) for n in range(6))
    jury = tuple(a_judge(n, ("kk", "ru")[n % 2]) for n in range(6))

    plan = allocate(Problem(works, jury, 2, seed=0))

    assert isinstance(plan, Plan)
    assert plan.components == {"crafts": 2}


def test_the_whole_contest_hangs_together_where_that_is_asked_for() -> None:
    works = tuple(an_entry(n, nomination=("crafts", "design")[n % 2]) for n in range(8))
    jury = tuple(a_judge(n, expertise=("crafts", "design")[n % 2]) for n in range(6))
    problem = Problem(works, jury, 2, seed=0)

    apart, whole = allocate(problem), allocate(replace(problem, connection=Connection.WHOLE))

    assert isinstance(apart, Plan)
    assert isinstance(whole, Plan)
    assert (apart.components_in_all, apart.cost) == (2, 0)
    assert (whole.components_in_all, whole.gap, whole.is_proved) == (1, 1, True)


def test_too_few_specialists_are_told_with_demand_and_supply() -> None:
    works = tuple(an_entry(n) for n in range(6))
    jury = (a_judge(0, expertise="crafts", max_load=2), *(a_judge(n) for n in range(1, 4)))

    found = allocate(Problem(works, jury, 2, seed=0, specialist=Wish.MUST, widens=True))

    assert isinstance(found, Infeasible)
    assert found.reasons[0] == Shortage("specialists", "crafts", demand=6, supply=2, judges=1)
    assert isinstance(found.reasons[1], NoSpecialist)
    assert len(found.reasons[1].codes) == 4
