"""A tower learns, is kept as small differences, rates without torch as with it, and averages well."""

import numpy as np
import pytest
import torch

from contest_app.scoring.rater.tower import Tower
from contest_app.scoring.rater.tower_training import Learner, Recipe, averaged, fine_tune

PAIRS = [("brick", text) for text in ["a doorstop", "build a wall", "marry it", "a planet for ants"]] * 16
RATINGS = [1.0, 1.2, 4.0, 4.6] * 16
SHORT = Recipe(epochs=3, seed=1)
LONG = ("rope", "a very long answer about a rope that is tied to a tree in the garden")


@pytest.fixture(scope="module")
def learner() -> Learner:
    return fine_tune(PAIRS, RATINGS, SHORT)


@pytest.fixture(scope="module")
def tower(learner: Learner) -> Tower:
    return learner.tower()


def test_it_learns_what_was_rated_high(tower: Tower) -> None:
    found = tower.rate(PAIRS[:4])

    assert max(found[:2]) < min(found[2:])


def test_it_rates_as_what_has_learnt_does(learner: Learner, tower: Tower) -> None:
    pairs = [*PAIRS[:4], LONG, ("rope", LONG[1] * 9), ("", "x"), ("brick", "")]

    learner.backbone.model.eval()
    with torch.inference_mode():
        learnt = learner.standard(pairs).numpy() * learner.spread + learner.mean

    assert tower.rate(pairs) == pytest.approx(learnt, abs=0.03)


def test_the_order_and_company_of_a_pair_change_its_rating_by_a_rounding_alone(tower: Tower) -> None:
    pairs = [*PAIRS[:4], LONG]

    together = tower.rate(pairs)

    assert tower.rate(pairs[::-1])[::-1] == pytest.approx(together, abs=1e-5)
    assert [float(tower.rate([pair])[0]) for pair in pairs] == pytest.approx(together.tolist(), abs=1e-5)


def test_what_is_saved_of_it_makes_it_again(tower: Tower) -> None:
    arrays = tower.arrays()

    assert (Tower(arrays).rate(PAIRS[:4]) == tower.rate(PAIRS[:4])).all()
    assert sum(values.nbytes for values in arrays.values()) < 12_000_000


def test_the_mean_of_a_learner_with_itself_is_itself(learner: Learner, tower: Tower) -> None:
    assert averaged([learner, learner]).tower().rate(PAIRS[:4]) == pytest.approx(tower.rate(PAIRS[:4]), abs=1e-5)


def test_the_mean_of_two_seeds_still_knows_the_rule(learner: Learner) -> None:
    other = fine_tune(PAIRS, RATINGS, Recipe(epochs=3, seed=2))

    found = averaged([learner, other]).tower().rate(PAIRS[:4])

    assert max(found[:2]) < min(found[2:])


def test_the_same_seed_gives_the_same_tower(tower: Tower) -> None:
    again = fine_tune(PAIRS, RATINGS, SHORT).tower()

    np.testing.assert_allclose(again.rate(PAIRS[:4]), tower.rate(PAIRS[:4]), atol=1e-3)


def test_nothing_to_rate_gives_nothing(tower: Tower) -> None:
    assert tower.rate([]).shape == (0,)
