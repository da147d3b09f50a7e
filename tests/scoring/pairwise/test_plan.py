"""Plans of comparisons."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contest_app.scoring.pairwise.comparisons import Comparison, Preferred, compared
from contest_app.scoring.pairwise.plan import PlanImpossible, pairing_plan


@given(st.integers(2, 14), st.integers(1, 6), st.integers(1, 40), st.integers(0, 99))
@settings(deadline=None)
def test_a_plan_treats_all_entries_and_all_judges_alike(size: int, panel: int, of_each: int, seed: int) -> None:
    assume(size * of_each % 2 == 0 and min(2, size - 1) <= of_each <= (size - 1) * panel)
    entries, judges = [f"e{at}" for at in range(size)], [f"j{at}" for at in range(panel)]

    plan = pairing_plan(entries, judges, of_each, seed)

    first, second = Counter(each.first for each in plan), Counter(each.second for each in plan)
    pairs = Counter(frozenset({each.first, each.second}) for each in plan)
    loads = [sum(each.judge == judge for each in plan) for judge in judges]
    met = [pairs[frozenset({one, other})] for at, one in enumerate(entries) for other in entries[:at]]
    assert {first[entry] + second[entry] for entry in entries} == {of_each}
    assert {abs(first[entry] - second[entry]) for entry in entries} == {of_each % 2}
    assert max(met) - min(met) <= 1
    assert max(loads) - min(loads) <= 1
    assert len({(each.judge, frozenset({each.first, each.second})) for each in plan}) == len(plan)
    assert len(compared(Comparison(each.first, each.second, Preferred.FIRST) for each in plan).groups) == 1


@given(st.integers(3, 10), st.integers(2, 6), st.integers(2, 12), st.integers(0, 99), st.data())
@settings(deadline=None)
def test_nobody_compares_an_entry_that_is_not_for_them(
    size: int, panel: int, of_each: int, seed: int, data: st.DataObject
) -> None:
    assume(size * of_each % 2 == 0 and of_each <= (size - 1) * panel)
    entries, judges = [f"e{at}" for at in range(size)], [f"j{at}" for at in range(panel)]
    pairs = st.tuples(st.sampled_from(judges), st.sampled_from(entries))
    conflicts = data.draw(st.lists(pairs, max_size=4))

    try:
        plan = pairing_plan(entries, judges, of_each, seed, conflicts)
    except PlanImpossible as refusal:
        assume(refusal.reason != "conflicts")
        raise

    shown = {(each.judge, entry) for each in plan for entry in (each.first, each.second)}
    alike = pairing_plan(entries, judges, of_each, seed)
    assert not shown & set(conflicts)
    assert Counter((each.first, each.second) for each in plan) == Counter((each.first, each.second) for each in alike)
    assert len({(each.judge, frozenset({each.first, each.second})) for each in plan}) == len(plan)


def test_loads_stay_even_although_one_judge_has_pupils_in_the_final() -> None:
    entries, judges = [f"e{at}" for at in range(10)], ["Ainur", "Bolat", "Dana"]

    plan = pairing_plan(entries, judges, 9, 1, [("Dana", entry) for entry in entries[:4]])

    assert sorted(Counter(each.judge for each in plan).values()) == [15, 15, 15]


def test_a_judge_of_everybody_gets_nothing() -> None:
    plan = pairing_plan("abcd", ["Ainur", "Bolat"], 3, 1, [("Bolat", entry) for entry in "abcd"])

    assert {each.judge for each in plan} == {"Ainur"}


def test_a_final_that_nobody_may_judge_says_so() -> None:
    with pytest.raises(PlanImpossible) as refusal:
        pairing_plan("abcd", ["Ainur"], 3, 1, [("Ainur", "a")])

    assert refusal.value.reason == "conflicts"


def test_the_order_of_names_changes_no_plan_and_the_seed_does() -> None:
    names = list("abcdefgh")

    assert pairing_plan(names, ["x", "y"], 4, 1) == pairing_plan(names[::-1], ["y", "x"], 4, 1)
    assert pairing_plan(names, ["x", "y"], 4, 1) != pairing_plan(names, ["x", "y"], 4, 2)


@pytest.mark.parametrize(
    ("entries", "judges", "of_each", "reason"),
    [
        ("a", "x", 2, "few_entries"),
        ("ab", "", 1, "few_judges"),
        ("abc", "x", 1, "odd"),
        ("abcd", "x", 4, "too_many"),
        ("abcd", "x", 1, "loose"),
    ],
)
def test_a_plan_that_cannot_be_says_why(entries: str, judges: str, of_each: int, reason: str) -> None:
    with pytest.raises(PlanImpossible) as refusal:
        pairing_plan(entries, judges, of_each, 0)

    assert refusal.value.reason == reason


def test_differences_have_nearly_as_little_error_as_in_any_plan() -> None:
    names = [f"{at:02}" for at in range(30)]
    plan = pairing_plan(names, ["x"], 6, 1)

    def error(pairs: list[tuple[int, int]]) -> float:
        laplacian = np.zeros((30, 30))
        for one, other in pairs:
            laplacian[[one, other], [one, other]] += 1
            laplacian[one, other] -= 1
            laplacian[other, one] -= 1
        return float(np.trace(np.linalg.pinv(laplacian)))

    # No plan can do better than one whose eigenvalues are all equal.
    least = 29**2 / (30 * 6)

    assert error([(names.index(each.first), names.index(each.second)) for each in plan]) < 1.2 * least
