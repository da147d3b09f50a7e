"""People placed on a scale."""

import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring_simulation import Simulated, halves, simulate
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.reliability import spearman_brown
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.model import Item, Population, Scale
from contest_app.scoring.scale.placing import OtherItems, Placement, form_reliability, items_needed, place
from contest_app.scoring.scale.table import ScoreTable

QUANTILE = 1.2815516  # of the standard normal distribution, for an 80 % interval

SCALE = Scale(
    (Item("a", 2.0, 1.0, 1.0, 500), Item("b", 5.0, 2.0, 2.0, 500), Item("c", 0.0, 1.0, 1.0, 500)),
    (Population(-1.0, 0.5, 250), Population(1.0, 1.0, 250)),
)


def person(*scores: float) -> ScoreTable:
    return ScoreTable(("ann",), ("a", "b", "c"), np.array([scores]))


def numbers(estimates: list[Estimate | None]) -> np.ndarray:
    return np.array([(each.value, each.standard_error) if each else (math.nan, math.nan) for each in estimates])


def coverage(estimates: np.ndarray, truth: np.ndarray) -> float:
    return float(np.nanmean(np.abs(estimates[:, 0] - truth) < QUANTILE * estimates[:, 1]))


@pytest.fixture(scope="module")
def drawn() -> Simulated:
    return simulate(seed=0, people=1_000, items=16, each=6)


@pytest.fixture(scope="module")
def scale(drawn: Simulated) -> Scale:
    return fit_scale(drawn.table)


def test_a_person_is_placed_by_the_formula() -> None:
    """a: one above its location, information 1; b: four above, 2·4/2 = 4 of evidence, information 2."""
    (found,) = place(SCALE, person(3.0, 9.0, math.nan))

    assert found.own is not None
    assert astuple(found.own) == pytest.approx((5 / 3, 1 / math.sqrt(3)))
    assert astuple(found.shrunk) == pytest.approx((5 / 4, 1 / 2))
    assert (found.items, found.reliability) == (2, 3 / 4)


def test_without_items_a_person_stands_at_the_mean_of_all_people() -> None:
    (found,) = place(SCALE, person(math.nan, math.nan, math.nan))

    assert found == Placement(Estimate(0.0, 1.0), own=None, items=0, reliability=0.0)


def test_without_items_a_person_stands_at_the_mean_of_the_population() -> None:
    (found,) = place(SCALE, person(math.nan, math.nan, math.nan), [0])

    assert found.shrunk == Estimate(-1.0, 0.5)


def test_items_that_tell_nothing_place_nobody() -> None:
    silent = Scale(tuple(replace(item, discrimination=0.0) for item in SCALE.items), SCALE.populations)

    (found,) = place(silent, person(1.0, 2.0, 3.0))

    assert found == Placement(Estimate(0.0, 1.0), own=None, items=3, reliability=0.0)


def test_a_table_of_other_items_is_refused() -> None:
    with pytest.raises(OtherItems):
        place(SCALE, ScoreTable(("ann",), ("b", "a", "c"), np.zeros((1, 3))))


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3), st.integers(0, 2), st.floats(0.01, 5))
def test_a_higher_score_places_no_lower(scores: list[float], item: int, more: float) -> None:
    better = [score + more * (number == item) for number, score in enumerate(scores)]

    (before,), (after,) = place(SCALE, person(*scores)), place(SCALE, person(*better))

    assert after.shrunk.value > before.shrunk.value
    assert after.shrunk.standard_error == before.shrunk.standard_error


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3), st.integers(0, 2))
def test_an_item_more_makes_the_error_smaller(scores: list[float], item: int) -> None:
    fewer = [math.nan if number == item else score for number, score in enumerate(scores)]

    (before,), (after,) = place(SCALE, person(*fewer)), place(SCALE, person(*scores))

    assert after.shrunk.standard_error < before.shrunk.standard_error
    assert after.reliability > before.reliability


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3))
def test_the_shrunken_place_lies_between_the_own_one_and_the_mean(scores: list[float]) -> None:
    (found,) = place(SCALE, person(*scores))

    assert found.own is not None
    assert abs(found.shrunk.value) <= abs(found.own.value)
    assert found.shrunk.value == pytest.approx(found.reliability * found.own.value)


def test_four_of_five_intervals_hold_the_truth(drawn: Simulated, scale: Scale) -> None:
    places = place(scale, drawn.table)

    assert 0.75 <= coverage(numbers([each.shrunk for each in places]), drawn.traits) <= 0.85
    assert 0.75 <= coverage(numbers([each.own for each in places]), drawn.traits) <= 0.85


def test_the_reliability_that_is_told_is_the_true_one(drawn: Simulated, scale: Scale) -> None:
    places = place(scale, drawn.table)

    told = np.mean([each.reliability for each in places])
    true = np.corrcoef([each.shrunk.value for each in places], drawn.traits)[0, 1] ** 2
    assert told == pytest.approx(true, abs=0.04)


def test_two_sets_of_items_without_a_common_one_place_people_alike(drawn: Simulated, scale: Scale) -> None:
    one, two = (numbers([each.own for each in place(scale, half)]) for half in halves(drawn.table, seed=0))

    apart = np.column_stack([one[:, 0] - two[:, 0], np.hypot(one[:, 1], two[:, 1])])

    assert abs(apart[:, 0].mean()) < 3 * apart[:, 1].mean() / math.sqrt(len(apart))
    assert 0.75 <= coverage(apart, np.zeros(len(apart))) <= 0.85


def test_who_answered_hard_items_is_placed_no_lower(drawn: Simulated, scale: Scale) -> None:
    """Half of the people keep the items with the highest means, the others those with the lowest."""
    order = np.argsort(drawn.locations)
    easy, hard = drawn.table.scores.copy(), drawn.table.scores.copy()
    easy[:, order[:8]] = np.nan
    hard[:, order[8:]] = np.nan

    one, two = (
        numbers([each.own for each in place(scale, replace(drawn.table, scores=scores))]) for scores in (easy, hard)
    )

    difference = one[:, 0] - two[:, 0]
    error = np.hypot(one[:, 1], two[:, 1])
    told = np.isfinite(difference)
    assert abs(np.average(difference[told], weights=error[told] ** -2)) < 4 / math.sqrt((error[told] ** -2).sum())


def test_the_reliability_of_a_form_of_equal_items_is_spearman_browns() -> None:
    equal = Scale(tuple(Item(name, 0.0, 1.0, 2.0, 100) for name in "abcd"), SCALE.populations)

    assert form_reliability(equal, "a") == pytest.approx(1 / 3)
    assert form_reliability(equal, "abcd") == pytest.approx(spearman_brown(1 / 3, times=4))


def test_a_form_of_no_items_is_not_reliable_and_an_unknown_item_is_refused() -> None:
    assert form_reliability(SCALE, []) == 0
    with pytest.raises(KeyError):
        form_reliability(SCALE, ["z"])


@pytest.mark.parametrize(("reliability", "items"), [(1 / 3, 1), (0.5, 2), (0.51, 3), (0.70, 5), (0.80, 8)])
def test_the_items_needed_are_the_fewest_that_reach_a_reliability(reliability: float, items: int) -> None:
    equal = Scale(tuple(Item(name, 0.0, 1.0, 2.0, 100) for name in "abcd"), SCALE.populations)

    assert items_needed(equal, reliability) == items


def test_no_number_of_items_that_tell_nothing_is_enough() -> None:
    silent = Scale(tuple(replace(item, discrimination=0.0) for item in SCALE.items), SCALE.populations)

    assert items_needed(silent) is None


@pytest.mark.parametrize("reliability", [0.0, 1.0, -1.0])
def test_a_wanted_reliability_lies_between_none_and_all(reliability: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        items_needed(SCALE, reliability)
