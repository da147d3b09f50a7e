"""Small groups drawn towards the wider one."""

from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.shrinkage import Credibility, credibility

KLUGMAN = [[5.0, 8.0, 11.0], [11.0, 13.0, 12.0]]
"""Two policyholders over three years: Klugman, Panjer and Willmot, Loss Models, nonparametric empirical Bayes."""

scores = st.lists(st.floats(-50, 50), min_size=1, max_size=8)
variances = st.builds(Credibility, st.floats(0.1, 100), st.floats(0.1, 100))


def test_variances_of_the_published_example() -> None:
    found = credibility(KLUGMAN)

    assert found is not None
    assert (found.within, found.between) == pytest.approx((5.0, 19 / 3))


def test_means_of_the_published_example() -> None:
    found = credibility(KLUGMAN)

    assert found is not None
    shrunk = [found.shrink(group, wider_mean=10.0) for group in KLUGMAN]
    assert [each.weight for each in shrunk] == pytest.approx([19 / 24] * 2)
    assert [each.mean.value for each in shrunk] == pytest.approx([8.4167, 11.5833], abs=1e-4)


def test_both_variances_come_out_right_on_the_average_of_many_samples() -> None:
    generator = np.random.default_rng(0)
    sizes = (5, 10, 20, 40)
    samples = []
    for _ in range(2_000):
        groups = [generator.normal(generator.normal(0, 3), 2, size).tolist() for size in sizes]
        found = credibility(groups)
        assert found is not None
        samples.append((found.within, found.between))

    assert np.mean(samples, axis=0) == pytest.approx((4, 9), rel=0.05)


def test_larger_groups_are_believed_more() -> None:
    found = Credibility(within=4.0, between=1.0)

    assert [found.weight(people) for people in (0, 4, 36)] == [0.0, 0.5, 0.9]


@given(variances, scores, st.floats(-50, 50))
def test_a_shrunken_mean_lies_between_the_own_and_the_wider_one(
    found: Credibility, own: list[float], wider: float
) -> None:
    shrunk = found.shrink(own, wider)

    low, high = sorted((fmean(own), wider))
    assert low - 1e-9 <= shrunk.mean.value <= high + 1e-9
    assert 0 < shrunk.weight < 1


@given(variances, scores)
def test_the_error_is_below_that_of_the_own_mean_and_of_the_wider_one(found: Credibility, own: list[float]) -> None:
    error = found.shrink(own, 0.0).mean.standard_error

    assert error**2 <= min(found.within / len(own), found.between) * (1 + 1e-9)


@given(st.lists(scores, min_size=2, max_size=5), st.floats(-20, 20))
def test_moving_all_scores_moves_no_variance(groups: list[list[float]], shift: float) -> None:
    before = credibility(groups)
    after = credibility([[score + shift for score in group] for group in groups])

    if before is None or after is None:
        assert before == after
    else:
        assert (after.within, after.between) == pytest.approx((before.within, before.between), abs=1e-6)


def test_groups_that_differ_by_chance_alone_get_no_weight() -> None:
    found = credibility([[1.0, 5.0], [2.0, 4.0]])

    assert found is not None
    assert found.between == 0
    assert found.shrink([1.0, 5.0], wider_mean=3.0).weight == 0


def test_a_group_without_people_has_the_wider_mean() -> None:
    shrunk = Credibility(within=4.0, between=1.0).shrink([], wider_mean=7.0)

    assert (shrunk.mean.value, shrunk.mean.standard_error, shrunk.weight, shrunk.people) == (7.0, 1.0, 0.0, 0)


@pytest.mark.parametrize("groups", [[], [[1.0, 2.0]], [[1.0], [2.0]], [[], [1.0, 2.0]]])
def test_one_group_or_one_person_each_tells_no_variances(groups: list[list[float]]) -> None:
    assert credibility(groups) is None
