from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from contest_app.tasks.rules.intervals import OneIn, mean_interval, one_in, student


@pytest.mark.parametrize("freedom", [4, 5, 9, 19, 39, 200])
def test_students_quantile_is_that_of_a_library(freedom: int) -> None:
    assert student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=0.01)


def test_interval_holds_the_truth_in_nineteen_of_twenty_classes() -> None:
    source = random.Random(7)  # noqa: S311 -- a simulation, nothing is kept secret
    held = 0
    for _ in range(2000):
        found = mean_interval([source.gauss(5, 2) for _ in range(12)])
        assert found is not None
        held += found.low <= 5 <= found.high

    assert 0.935 <= held / 2000 <= 0.965


def test_four_pupils_have_no_mean() -> None:
    assert mean_interval([1, 2, 3, 4]) is None


@given(st.floats(0, 12), st.floats(0, 2))
def test_estimate_lies_within_its_interval(rarity: float, error: float) -> None:
    found = one_in(rarity, error)

    assert 1 <= found.low <= found.about <= found.high


def test_rarity_without_an_error_is_told_alone() -> None:
    assert one_in(4.3, None) == OneIn(20, 20, 20)
    assert one_in(4.3, None).is_exact
