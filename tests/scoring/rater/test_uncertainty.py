"""Standard errors whose intervals hold what they say."""

import numpy as np
import pytest

from contest_app.scoring.rater.learning_errors import learn_errors
from contest_app.scoring.rater.uncertainty import COVERAGE, QUANTILE, ErrorModel, coverage


def simulated(count: int, seed: int, *, tails: bool = False) -> tuple[np.ndarray, ...]:
    """Return estimates, ratings, disagreement and words; the truth is farther off where experts disagree."""
    random = np.random.default_rng(seed)
    estimates, disagreement = random.uniform(1, 5, count), random.normal(size=count)
    words = random.integers(1, 20, count).astype(float)
    spread = 0.3 * np.exp(0.6 * np.abs(disagreement))
    noise = random.standard_t(3, count) if tails else random.normal(size=count)
    return estimates, estimates + spread * noise, disagreement, words


@pytest.mark.parametrize("tails", [False, True])
def test_intervals_of_new_answers_hold_eighty_in_a_hundred(tails: bool) -> None:
    model = learn_errors(*simulated(1_500, 1, tails=tails))
    estimates, ratings, disagreement, words = simulated(4_000, 2, tails=tails)

    held = coverage(estimates, model.standard_errors(estimates, disagreement, words), ratings)

    assert held == pytest.approx(COVERAGE, abs=0.03)


def test_answers_on_which_experts_disagree_get_the_larger_errors_and_deserve_them() -> None:
    model = learn_errors(*simulated(1_500, 1))
    estimates, ratings, disagreement, words = simulated(4_000, 2)
    errors = model.standard_errors(estimates, disagreement, words)

    for split in (np.abs(disagreement) < 0.3, np.abs(disagreement) > 1.2):
        assert coverage(estimates[split], errors[split], ratings[split]) == pytest.approx(COVERAGE, abs=0.08)


def test_no_error_is_nought() -> None:
    model = learn_errors(np.full(200, 2.0), np.full(200, 2.0), np.zeros(200), np.ones(200))

    assert model.standard_errors(np.array([2.0]), np.zeros(1), np.ones(1)).min() >= 0.05


def test_the_factor_stretches_every_error() -> None:
    facts = np.array([1.5, 3.0]), np.array([0.0, 1.0]), np.array([2.0, 9.0])
    plain, stretched = ErrorModel((-1.0, 0.1, 0.0, 0.2, 0.0), 1.0), ErrorModel((-1.0, 0.1, 0.0, 0.2, 0.0), 2.0)

    np.testing.assert_allclose(stretched.standard_errors(*facts), 2 * plain.standard_errors(*facts))


def test_the_quantile_is_that_of_the_normal_distribution() -> None:
    draws = np.random.default_rng(0).normal(size=200_000)

    assert (np.abs(draws) <= QUANTILE).mean() == pytest.approx(COVERAGE, abs=0.003)
