"""Items on which people of equal standing score differently by group."""

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.scoring_simulation import Simulated, simulate
from contest_app.scoring.fairness.item_bias import BiasClass, ItemBias, biases, item_bias
from contest_app.scoring.scale.obstacles import CannotFit
from contest_app.scoring.scale.table import ScoreTable
from contest_app.scoring.too_few import TooFew

GAP = -0.6
"""By how many standard deviations the focal group's trait is lower: a true difference, no bias."""


def groups(seed: int, people: int = 800, each: int = 6) -> tuple[Simulated, list[bool]]:
    drawn = simulate(seed, people, 8, each, means=(0.0, GAP))
    return drawn, [population == 1 for population in drawn.populations]


def harder(table: ScoreTable, focal: list[bool], item: int, by: float) -> ScoreTable:
    scores = table.scores.copy()
    scores[focal, item] -= by * np.nanstd(scores[:, item])
    return replace(table, scores=scores)


def told(found: dict[str, ItemBias | TooFew | None]) -> list[ItemBias]:
    assert all(isinstance(each, ItemBias) for each in found.values())
    return [each for each in found.values() if isinstance(each, ItemBias)]


def test_the_difference_is_the_mean_of_the_strata_weighed_by_the_focal_group() -> None:
    """150 of the focal group are 1 lower than their 100 equals, 50 are 2 lower than their 100: SMD = -1.25."""
    scores = np.array([0.0, 2.0] * 75 + [1.0, 3.0] * 25 + [1.0, 3.0] * 50 + [3.0, 5.0] * 50)
    focal = np.array([True] * 200 + [False] * 200)
    standing = np.array([0.0] * 150 + [1.0] * 50 + [0.0] * 100 + [1.0] * 100)

    found = item_bias(scores, focal, standing, strata=2)

    assert isinstance(found, ItemBias)
    assert found.difference.value == pytest.approx(-1.25)
    one = (3 / 4) ** 2 * np.var(scores[standing == 0], ddof=1) * (1 / 150 + 1 / 100)
    two = (1 / 4) ** 2 * np.var(scores[standing == 1], ddof=1) * (1 / 50 + 1 / 100)
    assert found.difference.standard_error == pytest.approx(math.sqrt(one + two))
    assert found.standardised == pytest.approx(-1.25 / np.std(scores, ddof=1))
    assert (found.focal, found.reference, found.bias) == (200, 200, BiasClass.LARGE)


@pytest.mark.parametrize(
    ("shift", "times", "bias"),
    [(-0.16, 40_000, "A"), (-0.18, 40_000, "B"), (0.24, 40_000, "B"), (0.26, 40_000, "C"), (0.18, 134, "A")],
)
def test_the_classes_of_the_educational_testing_service(shift: float, times: int, bias: str) -> None:
    """Scores -1, 0 and 1 for everybody, moved by ``shift`` standard deviations for the focal group of equals."""
    scores = np.tile([-1.0, 0.0, 1.0], times)
    focal = np.arange(len(scores)) < len(scores) / 2
    unit = np.sqrt(2 / 3) / np.sqrt(1 - shift**2 / 4)  # the standard deviation of all after moving

    found = item_bias(scores + shift * unit * focal, focal, np.zeros(len(scores)))

    assert isinstance(found, ItemBias)
    assert found.standardised == pytest.approx(shift, abs=1e-3)
    assert found.bias == bias


def test_fair_items_are_left_in_peace_though_the_groups_differ() -> None:
    rejected, differences = [], []
    for seed in range(15):
        drawn, focal = groups(seed)
        for each in told(biases(drawn.table, focal)):
            rejected.append(each.test.p_value < 0.05)
            differences.append(each.standardised)

    assert np.mean(rejected) == pytest.approx(0.05, abs=0.04)
    assert np.mean(differences) == pytest.approx(0, abs=0.02)


def test_an_unfair_item_is_found_and_the_others_are_not_blamed() -> None:
    drawn, focal = groups(seed=1)

    found = told(biases(harder(drawn.table, focal, item=0, by=0.5), focal))

    assert found[0].bias is BiasClass.LARGE
    assert found[0].standardised == pytest.approx(-0.5, abs=0.15)
    assert {each.bias for each in found[1:]} == {BiasClass.NEGLIGIBLE}


def test_an_item_made_easier_is_told_with_the_other_sign() -> None:
    drawn, focal = groups(seed=2)

    found = told(biases(harder(drawn.table, focal, item=3, by=-0.5), focal))

    assert found[3].standardised == pytest.approx(0.5, abs=0.15)


def test_unfair_items_do_not_spoil_the_standing_of_the_fair_ones() -> None:
    """Without purification two unfair items of eight make the others seem easy for the focal group."""
    drawn, focal = groups(seed=3, people=2_000)
    table = drawn.table
    for item in range(2):
        table = harder(table, focal, item, by=0.6)

    found = told(biases(table, focal))

    assert [each.bias for each in found[:2]] == [BiasClass.LARGE] * 2
    assert [each.standardised for each in found[:2]] == pytest.approx([-0.6, -0.6], abs=0.15)
    assert np.mean([each.standardised for each in found[2:]]) == pytest.approx(0, abs=0.06)


def test_changing_the_groups_places_changes_the_sign_alone() -> None:
    drawn, focal = groups(seed=4)

    there, back = told(biases(drawn.table, focal)), told(biases(drawn.table, [not each for each in focal]))

    assert [each.test.chi_square for each in back] == pytest.approx(
        [each.test.chi_square for each in there], rel=1e-3
    )
    large = np.array([(one.standardised, two.standardised) for one, two in zip(there, back, strict=True)])
    assert large.sum(axis=1) == pytest.approx(np.zeros(8), abs=0.1)


def test_fewer_than_two_hundred_people_a_group_are_too_few() -> None:
    drawn, focal = groups(seed=0, people=399)

    assert set(biases(drawn.table, focal).values()) == {TooFew(people=199, needed=200)}


def test_an_item_that_too_few_answered_is_not_told() -> None:
    drawn, focal = groups(seed=0)
    scores = drawn.table.scores.copy()
    scores[np.flatnonzero(focal)[150:], 0] = np.nan

    found = biases(replace(drawn.table, scores=scores), focal)

    assert isinstance(found["item 00"], TooFew)
    assert all(isinstance(found[name], ItemBias) for name in drawn.table.items[1:])


def test_items_that_no_common_people_join_are_refused() -> None:
    drawn, focal = groups(seed=0)
    scores = drawn.table.scores.copy()
    scores[np.ix_(np.array(focal), np.arange(4))] = np.nan
    scores[np.ix_(~np.array(focal), np.arange(4, 8))] = np.nan

    with pytest.raises(CannotFit):
        biases(replace(drawn.table, scores=scores), focal)


def test_equal_scores_tell_nothing() -> None:
    focal = np.arange(400) < 200

    assert item_bias(np.ones(400), focal, np.zeros(400)) is None
