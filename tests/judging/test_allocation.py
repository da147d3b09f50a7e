from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from contest_app.judging.allocation import EntryToJudge, JudgeAtHand, NoPlan, Plan, Problem, allocate

LANGUAGES = ("kk", "ru", "en")
NOMINATIONS = ("crafts", "design", "digital")


def judge_id(number: int) -> UUID:
    return UUID(int=1000 + number)


def entry_id(number: int) -> UUID:
    return UUID(int=5000 + number)


def an_entry(number: int, language: str = "kk", nomination: str = "crafts") -> EntryToJudge:
    return EntryToJudge(entry_id(number), f"K{number:03}", language, nomination)


def a_judge(
    number: int, languages: str = "kk ru en", expertise: str = "", max_load: int | None = None
) -> JudgeAtHand:
    return JudgeAtHand(judge_id(number), frozenset(languages.split()), frozenset(expertise.split()), max_load)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    entries = [
        an_entry(n, draw(st.sampled_from(LANGUAGES)), draw(st.sampled_from(NOMINATIONS)))
        for n in range(draw(st.integers(1, 8)))
    ]
    judges = [
        JudgeAtHand(
            judge_id(n),
            draw(st.frozensets(st.sampled_from(LANGUAGES), min_size=1)),
            draw(st.frozensets(st.sampled_from(NOMINATIONS))),
            draw(st.none() | st.integers(1, 8)),
        )
        for n in range(draw(st.integers(1, 6)))
    ]
    pairs = st.tuples(st.sampled_from([j.judge for j in judges]), st.sampled_from([e.entry for e in entries]))
    conflicts = draw(st.frozensets(pairs, max_size=6))
    fixed = draw(st.frozensets(pairs, max_size=3)) - conflicts
    return Problem(tuple(entries), tuple(judges), draw(st.integers(1, 3)), draw(st.integers(0, 99)), conflicts, fixed)


def plan_or_reason(problem: Problem) -> Plan | dict[str, object]:
    try:
        return allocate(problem)
    except NoPlan as refused:
        return refused.reason


@given(problems())
@settings(max_examples=150, deadline=None)
def test_a_plan_gives_each_entry_its_reviews_and_no_judge_a_conflict_or_an_unread_language(problem: Problem) -> None:
    plan = plan_or_reason(problem)

    if isinstance(plan, Plan):
        judges = {each.judge: each for each in problem.judges}
        entries = {each.entry: each for each in problem.entries}
        begun = Counter(entry for _, entry in problem.fixed)
        reviews = Counter(entry for _, entry in plan.pairs)
        new = plan.pairs - problem.fixed
        assert all(reviews[entry] == max(problem.reviews, begun[entry]) for entry in entries)
        assert problem.fixed <= plan.pairs
        assert not new & problem.conflicts
        assert all(entries[entry].language in judges[judge].languages for judge, entry in new)


@given(problems())
@settings(max_examples=150, deadline=None)
def test_loads_lie_in_the_band_but_for_what_a_judge_cannot_do(problem: Problem) -> None:
    plan = plan_or_reason(problem)

    if isinstance(plan, Plan):
        loads = Counter(judge for judge, _ in plan.pairs)
        begun = Counter(judge for judge, _ in problem.fixed)
        for each in problem.judges:
            limit = len(problem.entries) if each.max_load is None else each.max_load
            readable = sum(
                e.language in each.languages and (each.judge, e.entry) not in problem.conflicts | problem.fixed
                for e in problem.entries
            )
            least = min(plan.least, max(limit, begun[each.judge]), begun[each.judge] + readable)
            assert least <= loads[each.judge] <= max(min(plan.most, limit), begun[each.judge])


@given(problems())
@settings(max_examples=120, deadline=None)
def test_the_cost_is_the_least_that_a_linear_programme_finds_and_no_plan_means_there_is_none(
    problem: Problem,
) -> None:
    plan = plan_or_reason(problem)

    if isinstance(plan, Plan):
        assert plan.cost == least_cost(problem, plan.least, plan.most)
    else:
        assert least_cost(problem, 0, len(problem.entries)) is None


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_entries_and_judges_are_named_changes_nothing(problem: Problem, random: Random) -> None:
    entries, judges = list(problem.entries), list(problem.judges)
    random.shuffle(entries)
    random.shuffle(judges)

    shuffled = replace(problem, entries=tuple(entries), judges=tuple(judges))

    assert plan_or_reason(shuffled) == plan_or_reason(problem)


def test_another_seed_breaks_ties_in_another_way() -> None:
    entries = tuple(an_entry(n) for n in range(12))
    judges = tuple(a_judge(n) for n in range(6))

    plans = {allocate(Problem(entries, judges, 3, seed)).pairs for seed in range(5)}

    assert len(plans) == 5


def test_a_rerun_keeps_what_is_assigned_and_replaces_only_the_judge_who_left() -> None:
    entries = tuple(an_entry(n) for n in range(12))
    judges = tuple(a_judge(n) for n in range(6))
    before = allocate(Problem(entries, judges, 3, seed=1)).pairs
    staying = frozenset(pair for pair in before if pair[0] != judge_id(5))

    after = allocate(Problem(entries, judges[:5], 3, seed=1, present=staying)).pairs

    assert staying <= after
    assert len(after) == 36


def test_a_review_begun_by_somebody_who_left_the_jury_still_counts() -> None:
    left = (judge_id(9), entry_id(0))

    plan = allocate(Problem((an_entry(0),), (a_judge(0), a_judge(1)), 3, 0, fixed=frozenset({left})))

    assert plan.pairs == {left, (judge_id(0), entry_id(0)), (judge_id(1), entry_id(0))}


def test_experts_get_the_entries_of_their_nominations() -> None:
    entries = (an_entry(0, nomination="crafts"), an_entry(1, nomination="design"))
    judges = (a_judge(0, expertise="design"), a_judge(1, expertise="crafts"))

    plan = allocate(Problem(entries, judges, 1, seed=3))

    assert plan.pairs == {(judge_id(0), entry_id(1)), (judge_id(1), entry_id(0))}
    assert plan.cost == 0


def test_too_few_readers_of_a_language_are_named_with_the_entries() -> None:
    entries = (an_entry(0), an_entry(1, language="en"))
    judges = (a_judge(0), a_judge(1, "kk"), a_judge(2, "kk ru"))

    with pytest.raises(NoPlan) as refused:
        allocate(Problem(entries, judges, 2, seed=0))

    assert refused.value.reason == {"kind": "few_judges", "reviews": 2, "entries": [{"code": "K001", "judges": 1}]}


def test_too_little_room_names_the_entries_that_compete_and_what_is_missing() -> None:
    entries = (*(an_entry(n, language="kk") for n in range(4)), *(an_entry(n, language="ru") for n in range(4, 6)))
    judges = (a_judge(0, "kk", max_load=3), a_judge(1, "kk", max_load=3), a_judge(2, "ru"), a_judge(3, "ru"))

    with pytest.raises(NoPlan) as refused:
        allocate(Problem(entries, judges, 2, seed=0))

    assert refused.value.reason == {
        "kind": "little_room",
        "codes": ["K000", "K001", "K002", "K003"],
        "demand": 8,
        "supply": 6,
        "judges": [str(judge_id(0)), str(judge_id(1))],
    }


def test_no_entries_need_no_judges() -> None:
    assert allocate(Problem((), (), 3, seed=0)).pairs == frozenset()


def test_entries_without_any_judge_are_refused() -> None:
    with pytest.raises(NoPlan) as refused:
        allocate(Problem((an_entry(0),), (), 1, seed=0))

    assert refused.value.reason["entries"] == [{"code": "K000", "judges": 0}]


def least_cost(problem: Problem, least: int, most: int) -> int | None:
    """The optimum of the same problem as a linear programme (its vertices are whole numbers), or None."""
    pairs = [
        (judge, entry)
        for judge in problem.judges
        for entry in problem.entries
        if entry.language in judge.languages and (judge.judge, entry.entry) not in problem.conflicts | problem.fixed
    ]
    need = {
        e.entry: max(0, problem.reviews - sum(entry == e.entry for _, entry in problem.fixed))
        for e in problem.entries
    }
    if not pairs:
        return None if any(need.values()) else 0
    rows = np.array([[entry is each for _, entry in pairs] for each in problem.entries], dtype=float)
    columns = np.array([[judge is each for judge, _ in pairs] for each in problem.judges], dtype=float)
    highs, lows = [], []
    for each, column in zip(problem.judges, columns, strict=True):
        begun = sum(judge == each.judge for judge, _ in problem.fixed)
        limit = len(problem.entries) if each.max_load is None else each.max_load
        high = min(max(0, limit - begun), max(0, most - begun))
        highs.append(high)
        lows.append(min(high, int(column.sum()), max(0, least - begun)))
    found = linprog(
        [entry.nomination not in judge.expertise for judge, entry in pairs],
        A_ub=np.vstack([columns, -columns]),
        b_ub=np.array([*highs, *(-low for low in lows)]),
        A_eq=rows,
        b_eq=np.array(list(need.values())),
        bounds=(0, 1),
        method="highs",
    )
    return round(found.fun) if found.success else None
