from __future__ import annotations

from dataclasses import replace

import pytest

from contest_app.judging.allocation.planning import allocate, plan_again
from contest_app.judging.allocation.problem import EntryToJudge, JudgeAtHand, Plan, Problem
from contest_app.judging.drafting import by_judge, fingerprint, pairs_of, summary, without
from contest_app.judging.hand_rules import Obstacle, obstacle


def a_problem() -> Problem:
    entries = [EntryToJudge(f"e{n}", f"K{n}", "ru" if n == 3 else "kk", "crafts") for n in range(4)]
    judges = [JudgeAtHand(f"j{n}", frozenset({"kk", "ru"}), frozenset({"crafts"} if n else ())) for n in range(3)]
    return Problem(entries=tuple(entries), judges=tuple(judges), reviews=2, seed=7, widens=True)


def test_a_summary_counts_loads_languages_and_what_a_leaver_leaves_behind() -> None:
    problem = a_problem()
    plan = allocate(problem)
    assert isinstance(plan, Plan)
    given = replace(problem, present=plan.pairs)
    left = without(given, "j1", frozenset())
    repaired = plan_again(left, left.present)
    assert isinstance(repaired, Plan)

    told = summary(left, repaired, plan.pairs, "j1")

    load = plan.loads["j1"]
    assert told["change"] == {"kept": 8 - load, "dropped": 0, "added": load, "released": load}
    assert told["languages"] == {"kk": {"entries": 3, "judges": 2}, "ru": {"entries": 1, "judges": 2}}
    assert (told["pairs"], told["planned"], told["outside_field"]) == (8, 8, 4)
    assert [(row["judge"], row["load"], row["languages"], row["in_field"]) for row in told["judges"]] == [
        ("j0", 4, {"kk": 3, "ru": 1}, 0),
        ("j2", 4, {"kk": 3, "ru": 1}, 4),
    ]


def test_a_leaver_keeps_only_what_is_submitted() -> None:
    problem = replace(
        a_problem(), fixed=frozenset({("j1", "e0"), ("j1", "e1"), ("j0", "e0")}), present=frozenset({("j1", "e2")})
    )

    left = without(problem, "j1", frozenset({"e0"}))

    assert left.fixed == {("j1", "e0"), ("j0", "e0")}
    assert left.present == frozenset()
    assert [each.judge for each in left.judges] == ["j0", "j2"]


def test_a_fingerprint_is_of_the_problem_and_not_of_the_order_of_its_pairs() -> None:
    pairs = [(f"j{n % 3}", f"e{n % 4}") for n in range(12)]
    problem = replace(a_problem(), conflicts=frozenset(pairs))

    assert fingerprint(replace(problem, conflicts=frozenset(reversed(pairs)))) == fingerprint(problem)
    assert fingerprint(replace(problem, conflicts=frozenset(pairs[1:]))) != fingerprint(problem)
    assert fingerprint(replace(problem, reviews=3)) != fingerprint(problem)


def test_lists_by_judge_hold_the_same_pairs() -> None:
    pairs = {("j1", "e0"), ("j1", "e2"), ("j0", "e0")}

    assert by_judge(pairs) == {"j0": ["e0"], "j1": ["e0", "e2"]}
    assert pairs_of(by_judge(pairs)) == pairs


@pytest.mark.parametrize(
    ("languages", "school", "conflicts", "has_signed", "expected"),
    [
        ({"kk"}, "other", set(), True, None),
        ({"kk"}, None, {("j", "another")}, True, None),
        ({"kk"}, "own", {("j", "e")}, False, Obstacle.UNSIGNED),
        ({"ru"}, "own", {("j", "e")}, True, Obstacle.LANGUAGE),
        ({"kk"}, "own", {("j", "e")}, True, Obstacle.SCHOOL),
        ({"kk"}, "other", {("j", "e")}, True, Obstacle.CONFLICT),
    ],
)
def test_what_keeps_a_judge_from_an_entry(
    languages: set[str],
    school: str | None,
    conflicts: set[tuple[str, str]],
    has_signed: bool,
    expected: Obstacle | None,
) -> None:
    entry = EntryToJudge("e", "K1", "kk", "crafts", schools=frozenset({"own"}))
    judge = JudgeAtHand("j", frozenset(languages), frozenset(), school=school)

    assert obstacle(entry, judge, conflicts, has_signed=has_signed) is expected
