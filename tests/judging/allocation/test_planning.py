from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging.allocation.problem_factories import (
    a_judge,
    an_entry,
    band_of,
    begun_by,
    bounds,
    cost_of,
    least_cost,
    loads_of,
    may_judge,
    needs,
    pieces_of,
    problems,
    splits,
)

from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.planning import allocate, plan_again
from contest_app.judging.allocation.problem import (
    Connection,
    JudgeAtHand,
    Lease,
    Plan,
    Problem,
    Wish,
    change,
    held_and_lapsed,
)

LONG_RUN: Final = [pytest.mark.slow, pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")]


def bare(problem: Problem) -> Problem:
    """What a flow alone can do: reviews, conflicts, languages and loads."""
    return replace(problem, schools_apart=Wish.NO, connection=Connection.NONE)


def planned(problem: Problem) -> Plan:
    found = allocate(problem)
    assert isinstance(found, Plan), found
    return found


@given(problems())
@settings(max_examples=60, deadline=None)
def test_a_plan_gives_each_entry_its_reviews_by_judges_who_may_judge_it(problem: Problem) -> None:
    plan = allocate(problem)

    if isinstance(plan, Plan):
        new = plan.pairs - problem.fixed
        judges = {each.judge: each for each in problem.judges}
        entries = {each.entry: each for each in problem.entries}
        assert problem.fixed <= plan.pairs
        assert Counter(entry for _, entry in new) == +Counter(needs(problem))
        assert all(may_judge(problem, judges[judge], entries[entry]) for judge, entry in new)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_loads_lie_in_the_band_but_for_what_a_judge_cannot_do(problem: Problem) -> None:
    plan = allocate(problem)

    if isinstance(plan, Plan):
        limits, begun, loads = bounds(problem, band_of(problem)), begun_by(problem), loads_of(problem, plan)
        assert plan.band == band_of(problem)
        assert plan.loads == loads
        for judge, (low, high) in limits.items():
            assert low <= loads[judge] - begun[judge] <= high
        assert set(plan.outside) == {j for j, n in loads.items() if not plan.band.least <= n <= plan.band.most}


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_cost_is_the_one_that_highs_finds_and_where_there_is_no_plan_it_finds_none(problem: Problem) -> None:
    plan = allocate(bare(problem))

    assert (plan.cost if isinstance(plan, Plan) else None) == least_cost(problem, band_of(problem))
    if isinstance(plan, Plan):
        assert (plan.cost, plan.gap, plan.is_proved) == (cost_of(problem, plan.pairs - problem.fixed), 0, True)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_schools_and_connection_leave_the_optimum_told_and_the_gap_true(problem: Problem) -> None:
    plan = allocate(problem)

    if isinstance(plan, Plan):
        assert plan.optimum == least_cost(problem, plan.band)
        assert plan.cost == cost_of(problem, plan.pairs - problem.fixed) == plan.optimum + plan.gap
        assert sum(plan.components.values()) - len(plan.components) >= splits(problem, plan.pairs)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_a_band_that_may_widen_is_the_narrowest_in_which_there_is_a_plan(problem: Problem) -> None:
    plan = allocate(bare(replace(problem, widens=True)))

    if isinstance(plan, Plan):
        assert plan.cost == least_cost(problem, plan.band)
    else:
        assert least_cost(problem, None) is None


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_entries_and_judges_are_named_changes_nothing(problem: Problem, random: Random) -> None:
    entries, judges = list(problem.entries), list(problem.judges)
    random.shuffle(entries)
    random.shuffle(judges)

    shuffled = replace(problem, entries=tuple(entries), judges=tuple(judges))

    assert allocate(shuffled) == allocate(problem)


def test_another_seed_breaks_ties_in_another_way() -> None:
    entries = tuple(an_entry(n) for n in range(12))
    judges = tuple(a_judge(n) for n in range(6))

    plans = {planned(Problem(entries, judges, 3, seed)).pairs for seed in range(5)}

    assert len(plans) == 5


def test_a_late_entry_leaves_what_is_assigned_in_place() -> None:
    entries = tuple(an_entry(n) for n in range(13))
    judges = tuple(a_judge(n) for n in range(6))
    before = planned(Problem(entries[:12], judges, 3, seed=1)).pairs

    after = planned(Problem(entries, judges, 3, seed=1, present=before)).pairs

    assert before <= after
    assert {entry for _, entry in after - before} == {"E12"}


@given(problems())
@settings(max_examples=60, deadline=None)
def test_planning_again_moves_as_few_pairs_as_highs_can(problem: Problem) -> None:
    plan = plan_again(bare(problem), problem.present)

    if isinstance(plan, Plan):
        kept = -len(plan.pairs & problem.present)
        assert kept == least_cost(problem, band_of(problem), price="moves")


def test_after_a_drop_out_only_what_the_leaver_had_is_given_anew() -> None:
    entries = tuple(an_entry(n, nomination=("crafts", "design")[n % 2]) for n in range(30))
    judges = tuple(a_judge(n, expertise=("crafts", "design")[n % 2]) for n in range(6))
    before = planned(Problem(entries, judges, 2, seed=1)).pairs

    after = plan_again(Problem(entries, judges[:5], 2, seed=1), before)

    assert isinstance(after, Plan)
    moved = change(before, after.pairs)
    assert moved.dropped == {pair for pair in before if pair[0] == "J5"}
    assert len(moved.added) == len(moved.dropped) == 10
    assert moved.loads["J5"] == -10
    assert sum(moved.loads.values()) == 0


def test_a_review_begun_by_somebody_who_left_the_jury_still_counts() -> None:
    left = ("J9", "E0")

    plan = planned(Problem((an_entry(0),), (a_judge(0), a_judge(1)), 3, 0, fixed=frozenset({left})))

    assert plan.pairs == {left, ("J0", "E0"), ("J1", "E0")}


def test_a_lease_holds_up_to_its_end_and_what_has_lapsed_goes_to_somebody_else_where_that_costs_nothing() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    runs, over = Lease(("J0", "E0"), noon + timedelta(seconds=1)), Lease(("J1", "E1"), noon)

    held, lapsed = held_and_lapsed([runs, over], noon)
    entries, judges = (an_entry(0), an_entry(1)), tuple(a_judge(n) for n in range(3))
    plans = [planned(Problem(entries, judges, 1, seed, fixed=held, lapsed=lapsed)) for seed in range(20)]

    assert (set(held), set(lapsed)) == ({("J0", "E0")}, {("J1", "E1")})
    assert all(("J0", "E0") in plan.pairs and ("J1", "E1") not in plan.pairs for plan in plans)


def test_a_district_is_kept_apart_only_where_the_rule_says_so() -> None:
    entry = replace(an_entry(0), districts=frozenset({"north"}))
    near, far = replace(a_judge(0, expertise="crafts"), district="north"), replace(a_judge(1), district="south")

    free = planned(Problem((entry,), (near, far), 1, 0))
    apart = planned(Problem((entry,), (near, far), 1, 0, districts_apart=True))

    assert (set(free.pairs), set(apart.pairs)) == ({("J0", "E0")}, {("J1", "E0")})


def test_loads_come_to_the_mean_and_nominations_are_spread_where_that_costs_nothing() -> None:
    entries = tuple(an_entry(n, nomination=("crafts", "design")[n % 2]) for n in range(40))
    plan = planned(Problem(entries, tuple(a_judge(n) for n in range(8)), 3, seed=5))

    crafts = Counter(judge for judge, entry in plan.pairs if int(entry[1:]) % 2 == 0)

    assert set(plan.loads.values()) == {15}
    assert set(crafts.values()) <= {6, 7, 8, 9}


def test_no_entries_need_no_judges() -> None:
    assert planned(Problem((), (), 3, seed=0)).pairs == frozenset()


def a_large_problem(entries: int, judges: int, seed: int) -> Problem:
    random = Random(seed)  # noqa: S311 -- the same problem in every run
    schools, languages = [f"s{n}" for n in range(judges)], [{"kk"}, {"ru"}, {"kk", "ru"}]
    works = [
        an_entry(n, random.choice(("kk", "ru")), random.choice("abcdef"), random.choice(schools))
        for n in range(entries)
    ]
    jury = [
        JudgeAtHand(
            f"J{n}",
            frozenset(random.choice(languages)),
            frozenset(random.sample("abcdefgh", 2)),
            school=random.choice(schools),
        )
        for n in range(judges)
    ]
    barred = {(random.choice(jury).judge, random.choice(works).entry) for _ in range(entries * judges // 50)}
    return Problem(tuple(works), tuple(jury), 3, seed, conflicts=frozenset(barred))


@pytest.mark.parametrize(
    ("entries", "judges"), [(200, 20), pytest.param(2_000, 100, marks=LONG_RUN)], ids=["200 x 20", "2,000 x 100"]
)
def test_a_large_jury_is_as_cheap_as_highs_makes_it_and_its_nominations_hang_together(
    entries: int, judges: int
) -> None:
    problem = a_large_problem(entries, judges, seed=4)

    plan = planned(problem)

    assert (plan.cost, plan.gap, plan.is_proved) == (least_cost(problem, band_of(problem)), 0, True)
    assert (plan.one_school, plan.without_specialist) == ((), ())
    assert splits(problem, plan.pairs) == 0
    assert pieces_of(plan.pairs) == plan.components_in_all == 1


def test_the_same_problem_has_no_plan_with_one_review_more_than_there_are_judges() -> None:
    assert isinstance(allocate(Problem((an_entry(0),), (a_judge(0),), 2, seed=0)), Infeasible)
