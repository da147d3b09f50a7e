"""The regression against what the textbook's equations give, written out plainly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.rater.process import NO_GROUP, GaussianProcess, Kernel, no_groups

KERNEL = Kernel(shared=0.8, shared_length=0.9, noise=0.1, own=0.4, own_length=0.5, offset=0.3)


def unit_rows(count: int, seed: int, width: int = 6) -> Float32Array:
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def plainly(kernel: Kernel, left: Float32Array, right: Float32Array, *, same: bool) -> float:
    squared = float(((left - right) ** 2).sum())
    shared = kernel.shared * np.exp(-squared / (2 * kernel.shared_length**2))
    own = kernel.own * np.exp(-squared / (2 * kernel.own_length**2)) + kernel.offset
    return float(shared + (own if same else 0.0))


def test_the_covariance_is_that_of_the_equation() -> None:
    rows, groups = unit_rows(5, 1), np.array([0, 1, 0, NO_GROUP, NO_GROUP])

    found = KERNEL.between(rows, groups, rows, groups)

    expected = [
        [plainly(KERNEL, a, b, same=g == h != NO_GROUP) for b, h in zip(rows, groups, strict=True)]
        for a, g in zip(rows, groups, strict=True)
    ]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_prediction_is_the_posterior_mean() -> None:
    rows, groups = unit_rows(30, 2), np.arange(30) % 3
    target = np.random.default_rng(3).normal(size=30)
    new, new_groups = unit_rows(4, 4), np.array([0, 1, 2, NO_GROUP])

    found = GaussianProcess(KERNEL).fit(rows, groups, target).predict(new, new_groups)

    covariance = KERNEL.between(rows, groups, rows, groups).astype(float) + 0.1 * np.eye(30)
    across = KERNEL.between(new, new_groups, rows, groups).astype(float)
    expected = target.mean() + across @ np.linalg.solve(covariance, target - target.mean())
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_leaving_out_in_closed_form_equals_leaving_out_one_by_one() -> None:
    rows, groups = unit_rows(25, 5), np.arange(25) % 2
    target = np.random.default_rng(6).normal(size=25)

    found = GaussianProcess(KERNEL).fit(rows, groups, target).left_out(target)

    covariance = KERNEL.between(rows, groups, rows, groups).astype(float) + 0.1 * np.eye(25)
    for row in range(25):
        rest = np.arange(25) != row
        weights = np.linalg.solve(covariance[np.ix_(rest, rest)], target[rest] - target.mean())
        assert found[row] == pytest.approx(target.mean() + covariance[row, rest] @ weights, abs=1e-3)


def test_far_from_all_anchors_the_mean_is_predicted() -> None:
    process = GaussianProcess(Kernel(shared=1.0, shared_length=0.1, noise=0.1))
    process.fit(unit_rows(10, 7), no_groups(10), np.arange(10.0))

    assert process.predict(-unit_rows(10, 7)[:1] * 50, no_groups(1)) == pytest.approx([4.5])


@given(st.permutations(range(12)))
def test_the_order_of_the_anchors_changes_no_prediction(order: list[int]) -> None:
    rows, target = unit_rows(12, 8), np.random.default_rng(9).normal(size=12)
    new = unit_rows(3, 10)

    one = GaussianProcess(KERNEL).fit(rows, np.arange(12) % 2, target).predict(new, np.array([0, 1, NO_GROUP]))
    other = GaussianProcess(KERNEL).fit(rows[order], np.array(order) % 2, target[order])

    np.testing.assert_allclose(other.predict(new, np.array([0, 1, NO_GROUP])), one, atol=1e-4)


def test_what_was_learnt_can_be_handed_over() -> None:
    rows, target = unit_rows(12, 8), np.random.default_rng(9).normal(size=12)
    process = GaussianProcess(KERNEL).fit(rows, np.arange(12) % 2, target)

    again = GaussianProcess.learnt(KERNEL, process.anchors_, process.groups_, process.weights_, process.mean_)

    np.testing.assert_array_equal(again.predict(rows, no_groups(12)), process.predict(rows, no_groups(12)))


def test_no_answers_have_no_predictions() -> None:
    process = GaussianProcess(KERNEL).fit(unit_rows(12, 8), no_groups(12), np.zeros(12))

    assert process.predict(unit_rows(0, 1), no_groups(0)).shape == (0,)
