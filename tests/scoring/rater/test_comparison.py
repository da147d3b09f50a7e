"""A new rater is adopted where it is better beyond chance."""

import numpy as np

from contest_app.scoring.rater.comparison import compare


def simulated(noise: float, seed: int, count: int = 200) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return estimates with this much noise, the ratings and the prompts."""
    random = np.random.default_rng(seed)
    ratings = np.random.default_rng(0).uniform(1, 5, count)
    return ratings + noise * random.normal(size=count), ratings, ["brick", "rope"] * (count // 2)


def test_a_better_rater_is_adopted_and_a_worse_one_is_not() -> None:
    good, ratings, prompts = simulated(0.5, 1)
    bad, _, _ = simulated(1.5, 2)

    assert compare(good, bad, ratings, prompts).adopt
    assert not compare(bad, good, ratings, prompts).adopt


def test_a_rater_is_not_better_than_itself() -> None:
    same, ratings, prompts = simulated(1.0, 1)

    found = compare(same, same, ratings, prompts)

    assert (found.difference, found.low, found.high, found.adopt) == (0.0, 0.0, 0.0, False)


def test_luck_is_no_reason_to_adopt() -> None:
    adopted = 0
    for seed in range(10):
        one, ratings, prompts = simulated(1.0, 10 + seed, count=100)
        other, _, _ = simulated(1.0, 50 + seed, count=100)
        adopted += compare(one, other, ratings, prompts).adopt

    assert adopted <= 2


def test_prompts_with_few_answers_are_compared_over_all() -> None:
    estimates, ratings, _ = simulated(1.0, 1, count=30)

    found = compare(estimates, -estimates, ratings, [str(row) for row in range(30)])

    assert found.new.r_within is None
    assert found.difference > 1.0
